/**
 * The last hour of one number, kept while the page is open. Pure.
 *
 * A history is a list of [at in ms, number], oldest first, at most one every ten seconds, so a day of open page
 * costs no more than an hour's.
 */
export const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;
const EVERY_MS = 10_000;

/** Return a history with one more reading. Readings older than an hour go, except the one with which the hour began. */
export function remembered(history, at, number) {
  const last = history.at(-1);
  const before = last && Math.floor(last[0] / EVERY_MS) === Math.floor(at / EVERY_MS) ? history.slice(0, -1) : history;
  const kept = [...before, [at, number]];
  const firstInside = kept.findIndex(([when]) => when >= at - HOUR_MS);
  return kept.slice(Math.max(0, firstInside - 1));
}

/** Return a history with the hub's `points` in front, [{at, unassigned}]: each is how the minute begun `at` ended. */
export function joined(points, history) {
  const kept = points.map(({ at, unassigned }) => [at + MINUTE_MS, unassigned]);
  return [...kept.filter(([at]) => at <= (history[0]?.[0] ?? Infinity)), ...history];
}

/** Return when the plot begins, in ms: an hour ago, or at the first reading if that is later; at most a minute ago. */
export function begin(history, now) {
  return Math.min(Math.max(now - HOUR_MS, history[0]?.[0] ?? now), now - MINUTE_MS);
}

/** → "x,y x,y …" for a polyline `width` × `height`, now at the right edge; the number holds until the next reading. */
export function points(history, now, width, height) {
  const top = Math.max(1, highest(history));
  const from = begin(history, now);
  const x = (at) => round(width * Math.max(0, (at - from) / (now - from)));
  const y = (number) => round(height * (1 - number / top));
  const corners = history.flatMap(([at, number], place) =>
    place ? [`${x(at)},${y(history[place - 1][1])}`, `${x(at)},${y(number)}`] : [`${x(at)},${y(number)}`]);
  if (history.length) corners.push(`${width},${y(history.at(-1)[1])}`);
  return corners.join(" ");
}

export const highest = (history) => history.reduce((most, [, number]) => Math.max(most, number), 0);

const round = (number) => Math.round(number * 10) / 10;
