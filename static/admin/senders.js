/** The senders of a campaign as rows. Pure: sender and presence things → rows, filtered and sorted. */
import { clock } from "../shared/clock.js";
import { count, many } from "../shared/numbers.js";
import { COUNTED } from "../shared/words.js";
import { comparable } from "./comparable.js";

const HOUR_MS = 3_600_000;
const LEAST_HOURS = 0.25; // of a day that has just begun nobody knows the pace

export const COLUMNS = [
  { key: "name", title: "Sender" },
  { key: "online", title: "Online" },
  { key: "initial", title: COUNTED.initial, number: true },
  { key: "reply", title: COUNTED.reply, number: true },
  { key: "quiet", title: COUNTED.quiet, number: true },
  { key: "sent", title: "Sent", number: true },
  { key: "answered", title: "Answered", number: true },
  { key: "pace", title: "An hour", number: true },
];

/** The tasks that a sender, or somebody who joins by the sender link, can be for: [the lane on the wire, "" for both; its words]. */
export const TASKS = [["", "First messages and replies"], ["initial", "First messages"], ["reply", "Replies"]];

/** Return the senders who wait for an admin's yes to their first batch, the longest waiting first. */
export const asking = (senders) => senders.filter(({ needs_yes }) => needs_yes).sort((a, b) => a.waits_since - b.waits_since || a.id - b.id);

/** Return a sentence: how many texters of a campaign wait for their first batch; "" if none does. */
export const askingSays = ({ asking: several = 0 }) => (several ? `${many(several, "texter waits", "texters wait")} for their first batch.` : "");

/** Return a sentence: how many texters of a campaign wait for more conversations; "" if none does. */
export const roomSays = ({ room = 0 }) => (room ? `${many(room, "texter waits", "texters wait")} for more conversations.` : "");

/** Return a sender's own limits in words; "" if the campaign's count. */
export function ownLimits({ most_held = null, most_a_day = null }) {
  const most = (number, what) => number !== null && (number ? `${count(number)} ${what}` : `any number ${what}`);
  return [most(most_held, "held"), most(most_a_day, "a day")].filter(Boolean).join(" · ");
}

/** Return a sender's row; presences: member id → presence thing. `seen` is when they last acted, in ms, or null. */
export function row(sender, presences) {
  const presence = presences.get(sender.id);
  const seen = sender.last_active ?? presence?.v ?? null;
  return { ...sender, pace: pace(sender), online: presence?.online ?? false, seen };
}

/** Return how many texts a sender sent an hour, from the first one of their day to the last; 0 without any. */
export function pace({ day }) {
  if (!day) return 0;
  const hours = Math.max(LEAST_HOURS, (day.last - day.since) / HOUR_MS);
  return Math.round((day.initials + day.replies) / hours);
}

/** Return when conversations of a sender go back who does nothing, in words; "" if none do. */
export const goesBack = ({ idle_at }, now) => (idle_at ? `Conversations go back at ${clock(idle_at, now)}` : "");

/** Return the rows whose name or e-mail address contains every word of `words`. */
export function filtered(rows, words, onlineOnly = false) {
  const wanted = comparable(words).split(" ").filter(Boolean);
  return rows.filter((each) => {
    const said = comparable(`${each.name} ${each.email}`);
    return (!onlineOnly || each.online) && wanted.every((word) => said.includes(word));
  });
}

/** Return a sentence: how many of all senders are shown. */
export function found(shown, all) {
  if (all && !shown) return "Nobody matches.";
  return shown === all ? many(all, "sender") : `${count(shown)} of ${many(all, "sender")}`;
}

/** Sort rows by one column. Names from A to Z break a tie whichever way the column goes, so equal rows keep still. */
export function sorted(rows, { column, down }) {
  const way = down ? -1 : 1;
  return [...rows].sort((a, b) => way * compared(a, b, column) || byName(a, b) || a.id - b.id);
}

/** Return the order after a press on a column's heading: names start at A, numbers at the most. */
export function pressed({ column, down }, pressedColumn) {
  if (column === pressedColumn) return { column, down: !down };
  return { column: pressedColumn, down: pressedColumn !== "name" };
}

const collator = new Intl.Collator("en", { sensitivity: "base", numeric: true });
const byName = (a, b) => collator.compare(a.name, b.name);

function compared(a, b, column) {
  if (column === "name") return byName(a, b);
  if (column === "online") return a.online - b.online || (a.seen ?? 0) - (b.seen ?? 0);
  return a[column] - b[column];
}
