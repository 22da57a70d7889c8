/** The parts that all conversations of a campaign fall into, and what an admin does next. Pure: campaign thing → words. */
import { count, many } from "../shared/numbers.js";
import { inAll } from "./board.js";

const DAY_MS = 24 * 60 * 60 * 1000;
export const UNARCHIVED_WITHIN_DAYS = 30;

/**
 * Return the parts of the bar, [{key, name, size, list}]: each conversation is in just one of them, so they add up to the
 * contacts. `list` is what `toList` takes; null where no list has just these.
 */
export function partsOf({ unassigned, held, closed, opted_out }) {
  return [
    { key: "unassigned", name: "To send, unassigned", size: unassigned.initial, list: { holder: null, lane: "initial" } },
    { key: "held", name: "To send, assigned", size: held.initial, list: null },
    { key: "waiting", name: "Replies waiting", size: unassigned.reply + held.reply, list: { lane: "reply" } },
    { key: "quiet", name: "Sent, quiet", size: unassigned.quiet + held.quiet, list: { lane: "quiet" } },
    { key: "closed", name: "Closed", size: closed, list: { lane: "closed" } },
    { key: "opted-out", name: "Opted out", size: opted_out, list: { lane: "opted_out" } },
  ];
}

/** Return by how many the parts differ from the contacts: 0 when every conversation is in one of them. */
export const off = (campaign) => partsOf(campaign).reduce((sum, { size }) => sum + size, 0) - campaign.contacts;

/** Return whether the parts add up, as a sentence. */
export function wholeSays(campaign) {
  const by = off(campaign);
  return by === 0 ? `All ${count(campaign.contacts)} add up` : `Off by ${count(Math.abs(by))}: run handraise check`;
}

/** Return whether a part is wide enough for its number. */
export const holdsNumber = (size, contacts) => size > 0 && size / contacts >= 0.07;

/**
 * Return the one act that an admin is to do next, {title, page?, verb?}: a page of the campaign, or a command; null if
 * there is none.
 */
export function nextAct(campaign, now) {
  const { status, unassigned, senders, self_assign: self, bulk_send: bulk, asking, over_budget: over } = campaign;
  if (status === "archived") return unarchivable(campaign, now) ? { title: "Unarchive", verb: "unarchive_campaign" } : null;
  if (status === "paused") return over ? { title: "Raise the budget", page: "settings" } : { title: "Resume", verb: "resume_campaign" };
  if (status !== "active") return null;
  if (asking) return { title: `Say yes to ${many(asking, "texter")}`, page: "senders" };
  if (!senders && inAll(unassigned) && !(bulk && !unassigned.reply)) return { title: "Add senders", page: "senders" };
  if (unassigned.reply && !self) return { title: `Assign ${many(unassigned.reply, "reply", "replies")}`, page: "conversations" };
  if (unassigned.initial && !self && !bulk) return { title: `Assign ${many(unassigned.initial, "first message")}`, page: "conversations" };
  return null;
}

/** Return whether an archived campaign can come back. */
export const unarchivable = ({ status, erased, archived_at: at }, now) =>
  status === "archived" && !erased && (at === null || now < at + UNARCHIVED_WITHIN_DAYS * DAY_MS);
