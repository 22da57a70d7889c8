// The end of a texter's day, over all their campaigns. Pure: consoles and a time in ms → what is offered and said.

import { clock, sameDay } from "../shared/clock.js";
import { listed, many } from "../shared/numbers.js";
import { held } from "./words.js";

const open = ({ initial, reply, quiet }) => initial + reply + quiet;
const hasDay = ({ day }, at) => day !== null && sameDay(day.last, at);

/** Return whether a texter has ended their day: they hold nothing open, wait for nothing, and have sent nothing since. */
export function isFinished(consoles, at) {
  const done = Math.max(...consoles.map(({ day }) => (day?.done && sameDay(day.done, at) ? day.done : -Infinity)));
  const goesOn = ({ day, request, ...one }) => open(one) > 0 || Boolean(request.waits_since) || (day?.last ?? 0) > done;
  return done > -Infinity && !consoles.some(goesOn);
}

/**
 * Return the question before the end of the day, {says, verb}; null while there is nothing to end: nothing is held, and
 * nothing was sent today or the day is ended already.
 */
export function finishing(consoles, at) {
  const holding = consoles.filter(open);
  const closed = consoles.some((one) => one.closed > 0);
  const stays = [closed && "What you closed stays.", "A text that is on its way still goes."].filter(Boolean).join(" ");
  if (holding.length) return { says: `${goingBack(holding)} ${stays}`, verb: "Give them back" };
  if (isFinished(consoles, at) || !daySent(consoles, at)) return null;
  return { says: `You hold nothing that others could go on with. ${stays}`, verb: "Say goodbye" };
}

// Return what goes back, in a sentence.
function goingBack(holding) {
  const sum = (lane) => holding.reduce((all, one) => all + one[lane], 0);
  const all = { initial: sum("initial"), reply: sum("reply"), quiet: sum("quiet") };
  const where = holding.length > 1 ? `, in ${many(holding.length, "campaign")},` : "";
  return `${held(all)} ${open(all) === 1 ? "goes" : "go"} back${where} so that others can go on.`;
}

/** Return the question before one campaign's conversations alone are given back; null if there is but one campaign. */
export function givingBack(one, consoles) {
  return consoles.length > 1 && open(one) ? `This gives back ${held(one)}. What you hold in other campaigns stays with you.` : null;
}

/** Return the screen of a console once all it holds is given back. */
export function screenWithout(one, consoles) {
  if (!consoles.some((other) => other !== one && open(other))) return "goodbye";
  return one.closed + one.opted_out ? "inbox_zero" : "looking";
}

/** Return a sentence with the texts that a texter has sent in their day, in all campaigns; "" if there are none. */
export function daySent(consoles, at) {
  const days = consoles.filter((one) => hasDay(one, at)).map(({ day }) => day).filter((day) => day.initials + day.replies);
  if (!days.length) return "";
  const sum = (what) => days.reduce((all, day) => all + day[what], 0);
  const [initials, replies] = [sum("initials"), sum("replies")];
  const parts = [initials && many(initials, "first message"), replies && many(replies, "reply", "replies")].filter(Boolean);
  const begun = Math.min(...days.map(({ since }) => since));
  const where = days.length > 1 ? `, in ${many(days.length, "campaign")}` : "";
  return `${sameDay(begun, at) ? "Today" : `Since ${clock(begun, at)}`} you have sent ${listed(parts)}${where}.`;
}
