// The sentences of the console. Pure.

import { clock, sameDay } from "../shared/clock.js";
import { sentence } from "../shared/sentence.js";

/** What stands in the place of the box to answer in, in a lane in which nothing is answered. */
export const NO_BOX = {
  initial: "Their first message comes before this. It is sent from First messages.",
  closed: "This one is closed. It opens again if they write.",
  opted_out: "They have opted out, so nothing is sent to them.",
};

/** What became of one of our texts. `unknown` is never sent again, so it has to be said plainly. */
export const STATUSES = {
  queued: "Waiting to be sent",
  sending: "Sending",
  sent: "Sent",
  delivered: "Delivered",
  failed: "Failed: this didn't arrive",
  unknown: "We don't know whether this arrived",
  not_sent: "Not sent: the contact opted out",
};

/** What became of a text that went out; of one that failed, also why, where its carrier says. */
export const fate = ({ status, why }) => [STATUSES[status] ?? status, why].filter(Boolean).join(". ");

/** 1 → "1 reply", 1200 → "1,200 replies" */
export const count = (number, one, many = `${one}s`) => `${number.toLocaleString("en")} ${number === 1 ? one : many}`;

/** The answer to a request → what came, and what it needs. Quiet conversations need nothing now. */
export function came({ assigned, initial, reply }) {
  return `You have ${count(assigned, "new conversation")}. ${needed(assigned, initial, reply)}`;
}

// A batch never mixes first messages with replies.
function needed(assigned, initial, reply) {
  const now = initial + reply;
  if (assigned === 1) return initial ? "It needs a first message." : reply ? "It is waiting for your reply." : "It needs nothing right now.";
  if (!now) return "None of them needs anything right now.";
  const who = now === assigned ? `All ${now.toLocaleString("en")}` : `${now.toLocaleString("en")} of them`;
  if (initial) return `${who} need a first message.`;
  return `${who} ${now === 1 ? "is" : "are"} waiting for your reply.`;
}

/** Whether a texter said, on the day that `now` is in, that they are done for it. */
export const doneToday = (day, now) => Boolean(day?.done && sameDay(day.done, now));

/** What a texter sent in their day, as the console tells it: "" if that was on another day than `now`, or nothing. */
export function dayOf(day, now) {
  if (!day || !sameDay(day.last, now)) return "";
  const parts = [day.initials && count(day.initials, "first message"), day.replies && count(day.replies, "reply", "replies")].filter(Boolean);
  const since = sameDay(day.since, now) ? "Today" : `Since ${clock(day.since, now)}`;
  return parts.length ? `${since} you have sent ${parts.join(" and ")} in this campaign.` : "";
}

/** What is given back by releasing, of a console's counts. */
export function held({ initial, reply, quiet }) {
  const parts = [
    initial && count(initial, "first message") + " not sent yet",
    reply && count(reply, "person who waits", "people who wait") + " for a reply",
    quiet && count(quiet, "quiet conversation"),
  ].filter(Boolean);
  return parts.length > 1 ? `${parts.slice(0, -1).join(", ")} and ${parts.at(-1)}` : (parts[0] ?? "nothing");
}

/** Who took conversations from the texter of this console, and how many; in which campaign, if `elsewhere`. */
export function movedAway({ taken, title, initial, reply, quiet }, elsewhere = false) {
  const what = count(taken.moved, "conversation");
  if (elsewhere) return sentence`${taken.by} moved ${what} of yours in “${title}”.`;
  if (initial + reply + quiet) return sentence`${taken.by} moved ${what} of yours. What you still hold is here.`;
  return sentence`${taken.by} moved ${what} of yours.`;
}

/** A contact's name; without one, the phone number. */
export const nameOf = ({ contact }) => `${contact.first_name} ${contact.last_name}`.trim() || contact.phone;

/** How long ago `at` was; both in ms. A clock that runs behind the server's must not say "in 3 minutes". */
export function ago(at, now, prefix = "") {
  const minutes = Math.floor((now - at) / 60_000);
  if (minutes < 1) return "just now";
  if (minutes < 60) return `${prefix}${minutes} min`;
  if (minutes < 48 * 60) return `${prefix}${Math.floor(minutes / 60)} h`;
  return `${prefix}${Math.floor(minutes / (24 * 60))} days`;
}
