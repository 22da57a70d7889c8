/** A moment by the clocks of a time zone, as people read it and as an input of type datetime-local has it. Pure. */

/** Return the account's zone, else the browser's. */
export const zoneOf = (account) => account?.time_zone || new Intl.DateTimeFormat().resolvedOptions().timeZone;

/** Return ms since 1970 as an input's value, such as `2026-12-02T18:00`. */
export function asInput(ms, zone) {
  const { year, month, day, hour, minute } = partsOf(ms, zone);
  return `${year}-${month}-${day}T${hour}:${minute}`;
}

/** Return the moment of an input's value in ms since 1970; null for none, or for one that the zone's clocks leap over. */
export function fromInput(value, zone) {
  const asUtc = Date.parse(`${value}Z`);
  if (Number.isNaN(asUtc)) return null;
  const offset = (ms) => Date.parse(`${asInput(ms, zone)}Z`) - Math.floor(ms / 60_000) * 60_000;
  const found = [asUtc - offset(asUtc - 86_400_000), asUtc - offset(asUtc + 86_400_000)].filter((ms) => asInput(ms, zone) === value.slice(0, 16));
  return found.length ? found[0] : null;
}

/** Return a moment in words: `Dec 2 at 18:00 (New York)`. */
export function inWords(ms, zone) {
  const { hour, minute } = partsOf(ms, zone);
  const day = new Intl.DateTimeFormat("en-US", { timeZone: zone, month: "short", day: "numeric" }).format(ms);
  return `${day} at ${hour}:${minute} (${cityOf(zone)})`;
}

export const cityOf = (zone) => zone.split("/").at(-1).replaceAll("_", " ");

function partsOf(ms, zone) {
  const format = new Intl.DateTimeFormat("en-US", { timeZone: zone, year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  return Object.fromEntries(format.formatToParts(ms).map(({ type, value }) => [type, value]));
}
