// The sentences of the console. Pure.

import { clock, sameDay } from "../shared/clock.js";
import { count, listed, many } from "../shared/numbers.js";
import { sentence } from "../shared/sentence.js";
import { wentBack } from "./idle.js";

/** The sentence in the place of the answer box, for each lane in which nothing is answered. */
export const NO_BOX = {
  initial: "Their first message comes before this. It is sent from First messages.",
  closed: "This one is closed. It opens again if they write.",
  opted_out: "They have opted out, so nothing is sent to them.",
};

/** Return whether a conversation is in a lane in which it is answered. */
export const isAnswered = ({ lane }) => !(lane in NO_BOX);

/** The sentence about a batch that is smaller than it could be, so that the last conversations are shared out. */
export const FAIR = "These are your fair part of the last ones, so that everybody here finishes together.";

/** Return the sentences for a request's answer: how many came, and what they need. Quiet ones need nothing. */
export function came({ assigned, initial, reply, fair = false }) {
  const said = `You have ${many(assigned, "new conversation")}. ${needed(assigned, initial, reply)}`;
  return fair ? `${said} ${FAIR}` : said;
}

/**
 * Return what new conversations need, in a sentence. A batch never mixes first messages with replies.
 * The last argument has the words for one.
 */
export function needed(assigned, initial, reply, { needs = "It needs", is = "It is" } = {}) {
  const now = initial + reply;
  if (assigned === 1) return initial ? `${needs} a first message.` : reply ? `${is} waiting for your reply.` : `${needs} nothing right now.`;
  if (!now) return "None of them needs anything right now.";
  const all = now === 2 ? "Both" : `All ${count(now)}`;
  const who = now === assigned ? all : `${count(now)} of them`;
  if (initial) return `${who} need a first message.`;
  return `${who} ${now === 1 ? "is" : "are"} waiting for your reply.`;
}

/** Return a sentence with how many texts a texter has sent in their day; "" if none, or if `now` is another day. */
export function dayOf(day, now) {
  if (!day || !sameDay(day.last, now)) return "";
  const parts = [day.initials && many(day.initials, "first message"), day.replies && many(day.replies, "reply", "replies")].filter(Boolean);
  const since = sameDay(day.since, now) ? "Today" : `Since ${clock(day.since, now)}`;
  return parts.length ? `${since} you have sent ${listed(parts)} in this campaign.` : "";
}

/** Return the words for all that a texter holds and would give back, from a console's counts. */
export function held({ initial, reply, quiet }) {
  const parts = [
    initial && many(initial, "first message") + " not sent yet",
    reply && many(reply, "person who waits", "people who wait") + " for a reply",
    quiet && many(quiet, "quiet conversation"),
  ].filter(Boolean);
  return listed(parts) || "nothing";
}

/**
 * Return a sentence: who took how many conversations from the console's texter, in which campaign if `elsewhere`. They
 * may have gone back because the texter did nothing.
 */
export function movedAway(console, elsewhere = false) {
  const { taken, title, initial, reply, quiet } = console;
  if (taken.idle) return wentBack(console, elsewhere);
  const what = many(taken.moved, "conversation");
  if (elsewhere) return sentence`${taken.by} moved ${what} of yours in “${title}”.`;
  if (initial + reply + quiet) return sentence`${taken.by} moved ${what} of yours. What you still hold is here.`;
  return sentence`${taken.by} moved ${what} of yours.`;
}

/** Return a sentence: how many first messages of a console wait for the hours of their contacts, and until when. */
export function asleep({ later }) {
  if (!later) return "";
  const wait = later.initial === 1 ? "1 first message of yours waits for texting hours" : `${count(later.initial)} first messages of yours wait for texting hours`;
  return `${wait}. ${later.opens.sentence}`;
}

/** Return how long ago `at` was; both in ms. A clock behind the server's must not say "in 3 minutes". */
export function ago(at, now, prefix = "") {
  const minutes = Math.floor((now - at) / 60_000);
  if (minutes < 1) return "just now";
  if (minutes < 60) return `${prefix}${minutes} min`;
  if (minutes < 48 * 60) return `${prefix}${Math.floor(minutes / 60)} h`;
  return `${prefix}${Math.floor(minutes / (24 * 60))} days`;
}
