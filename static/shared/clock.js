/** Times as people read them, the same on every page. Pure. */
import { storeNow } from "./store_time.js";

const times = new Intl.DateTimeFormat("en-US", { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
const days = new Intl.DateTimeFormat("en-US", { month: "short", day: "numeric" });

/** Return whether two times, in ms, are on one day in the reader's own time zone. */
export const sameDay = (ms, other) => new Date(ms).toDateString() === new Date(other).toDateString();

/** A time in ms → "09:05" today, else "Nov 21, 09:05", in the reader's own time zone. */
export function clock(ms, now = storeNow()) {
  const at = new Date(ms);
  const time = times.format(at);
  return sameDay(ms, now) ? time : `${days.format(at)}, ${time}`;
}
