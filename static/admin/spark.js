/** A spark line: the last hour of one number as the points of a line. Pure. */
const HOUR_MS = 3_600_000;

/** → "x,y x,y …" in `width` × `height`, now at the right edge; the number holds until the next reading. "" without two. */
export function spark(readings, now, width, height) {
  if (readings.length < 2) return "";
  const most = Math.max(1, ...readings.map(({ unassigned }) => unassigned));
  const x = (at) => whole(width * Math.min(1, Math.max(0, 1 - (now - at) / HOUR_MS)));
  const y = (number) => whole(1 + (height - 2) * (1 - number / most));
  const corners = readings.map(({ at, unassigned }) => `${x(at)},${y(unassigned)}`);
  return [...corners, `${width},${y(readings.at(-1).unassigned)}`].join(" ");
}

const whole = (number) => Math.round(number * 10) / 10;
