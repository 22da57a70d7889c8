/**
 * The pace of a campaign, and when it will be done at that rate. Pure.
 *
 * Readings are a list of {at in ms, unassigned, sent}, oldest first: what the hub remembers of the last hour, and what
 * this page has seen since.
 */
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const EVERY_MS = 10_000; // a page keeps a reading every ten seconds
const OVER_MS = 10 * MINUTE_MS; // a rate is that of the last ten minutes
const LEAST_MS = MINUTE_MS; // less than a minute tells no rate
export const LONG_WAIT_MS = 10 * MINUTE_MS;

/** Return readings with one more. Those older than an hour go, but for the one with which the hour began. */
export function read(readings, { unassigned, sent }, at) {
  const { initial, reply, quiet } = unassigned;
  const last = readings.at(-1);
  const before = last && Math.floor(last.at / EVERY_MS) === Math.floor(at / EVERY_MS) ? readings.slice(0, -1) : readings;
  return since([...before, { at, unassigned: initial + reply + quiet, sent }], at - HOUR_MS);
}

/** Return the hub's readings: `unassigned` and `sent` by stretches of `every` ms from `from` on, null where nothing happened. */
export function remembered({ unassigned, sent }, from, every) {
  return unassigned.flatMap((number, nth) => (number === null ? [] : [{ at: from + (nth + 1) * every, unassigned: number, sent: sent[nth] }]));
}

/** Return the hub's readings, as far as they are older, and then the page's own. */
export const joined = (hubs, own) => [...hubs.filter(({ at }) => at < (own[0]?.at ?? Infinity)), ...own];

function since(readings, begin) {
  const inside = readings.findIndex(({ at }) => at > begin);
  return inside < 0 ? readings.slice(-1) : readings.slice(Math.max(0, inside - 1));
}

/** Return first messages a minute over the last ten minutes, or since the first reading; null if that is too short. */
export function perMinute(readings, sent, now) {
  const [first] = since(readings, now - OVER_MS);
  if (!first) return null;
  const begin = Math.max(first.at, now - OVER_MS);
  return now - begin < LEAST_MS ? null : Math.max(0, ((sent - first.sent) / (now - begin)) * MINUTE_MS);
}

/** Return when the last first message is sent at this rate, in ms; null without a rate, without any left, or if it takes over a month. */
export function doneAt({ contacts, sent, unassigned, held, status }, rate, now) {
  const left = Math.min(contacts - sent, unassigned.initial + held.initial);
  if (status !== "active" || !rate || left <= 0) return null;
  const ms = (left / rate) * MINUTE_MS;
  return ms > 31 * 24 * HOUR_MS ? null : now + ms;
}

/** A time to come → "18:40", "tomorrow, 09:10" or "Dec 4, 09:10", in the reader's own time zone and to ten minutes when it is far. */
export function about(at, now, zone) {
  const coarse = at - now > HOUR_MS ? 10 * MINUTE_MS : MINUTE_MS;
  const then = new Date(Math.round(at / coarse) * coarse);
  const on = (date, how) => date.toLocaleString("en-US", { ...how, timeZone: zone });
  const time = on(then, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  const day = (date) => on(date, { dateStyle: "short" });
  if (day(then) === day(new Date(now))) return time;
  if (day(then) === day(new Date(now + 24 * HOUR_MS))) return `tomorrow, ${time}`;
  return `${on(then, { month: "short", day: "numeric" })}, ${time}`;
}

/** Return the whole minutes that the longest waiting reply has waited; null if none waits. */
export const waited = ({ waiting_since: begun = null }, now) => (begun === null ? null : Math.max(0, Math.floor((now - begun) / MINUTE_MS)));

/** Return whether somebody waits for an answer for more than ten minutes. */
export const waitsLong = ({ waiting_since: begun = null }, now) => begun !== null && now - begun > LONG_WAIT_MS;

/** 14 → "14 min"; 125 → "2 h 5 min"; 3000 → "2 days" */
export function minutes(number) {
  if (number < 60) return `${number} min`;
  if (number < 48 * 60) return `${Math.floor(number / 60)} h ${number % 60} min`;
  return `${Math.floor(number / 60 / 24)} days`;
}

/** 0.4 → "0.4", 12.3 → "12" */
export const rateSays = (rate) => (rate > 0 && rate < 9.95 ? rate.toFixed(1).replace(/\.0$/, "") : String(Math.round(rate)));
