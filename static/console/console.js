// Turns what the page knows into what is shown. Pure: no DOM, no socket, and no rule of who may do what;
// a console says its own screen and why the button is off.

import { count } from "../shared/numbers.js";
import { LANES, nameOf } from "../shared/words.js";
import { daySent, finishing, givingBack, isFinished } from "./finishing.js";
import { requestOf } from "./request.js";
import { asleep, dayOf } from "./words.js";

const OPENING = { heading: "Opening your console…", sentence: "" };
const NOTHING = {
  heading: "No campaign yet",
  sentence: "You aren't a sender of any campaign. Ask an admin to add you, or for the campaign's sender link; it shows up here by itself.",
};
const HEADINGS = {
  not_sending: () => "Not sending right now",
  initials: () => "First messages",
  replies: ({ reply }) => (reply === 1 ? "1 person is waiting" : `${count(reply)} people are waiting`),
  goodbye: () => "Thank you, and goodbye!",
  looking: () => "Looking for someone to talk to?",
  inbox_zero: () => "Inbox Zero!",
};
const SENTENCES = {
  not_sending: ({ request }) => request.sentence,
  goodbye: (_, consoles, at) => daySent(consoles, at),
  inbox_zero: ({ day }, _, at) => dayOf(day, at),
};
// The sentences of the lanes in which nobody waits. A texter opens these on purpose.
const AT_REST = {
  quiet: "You wrote last in these. They come back to you when the contact answers.",
  closed: "You closed these. A conversation opens again when the contact writes.",
};

/** Return how many conversations of a console need something from its texter now. */
export const needs = ({ initial, reply, later }) => initial - (later?.initial ?? 0) + reply;

/** Return the console to show: the one asked for, else the first in which somebody needs something, else the first. */
export function chosen(consoles, campaign) {
  return consoles.find((one) => one.campaign === campaign) ?? consoles.find(needs) ?? consoles[0];
}

/**
 * Return what the page shows: {screen, heading, sentence, title, campaign, campaigns, lane, conversation, moved, needs,
 * lanes, request, finish, release, progress, waiting, asleep, where, v}. Beside the five screens of a console there are "opening",
 * "nothing", "goodbye" (done for the day), "lane" (quiet or closed conversations) and "thread". `where` is different
 * for any two screens. `place` is where the texter went; a screen that needs the texter overrides it.
 */
export function shown({ opened, consoles, place, requests, conversation, at }) {
  const one = chosen(consoles, place.campaign);
  if (!one) {
    const screen = opened ? "nothing" : "opening";
    return { ...(opened ? NOTHING : OPENING), screen, where: screen, v: Infinity, campaigns: [], lanes: [] };
  }
  const screen = screenOf(one, place, isFinished(consoles, at));
  const lane = laneOf(screen, place);
  const open = screen === "thread" ? place.conversation : null;
  return {
    screen,
    where: [one.campaign, screen, lane, open].join(" "),
    v: one.v,
    ...said({ one, screen, place, open: conversation?.thing ?? conversation?.listed, consoles, at }),
    title: one.title,
    campaign: one.campaign,
    campaigns: consoles.length > 1 ? consoles.map((other) => choice(other, one)) : [],
    lane,
    conversation: open,
    moved: one.moved,
    needs: consoles.reduce((sum, other) => sum + needs(other), 0),
    lanes: lanesOf(one, screen, place.lane),
    request: requestOf(one, screen, requests),
    finish: screen === "thread" ? null : finishing(consoles, at),
    release: screen === "thread" ? null : givingBack(one, consoles),
    progress: screen === "initials" ? one.batch : null,
    waiting: screen === "initials" ? one.reply : 0,
    asleep: screen === "thread" || screen === "not_sending" ? "" : asleep(one),
  };
}

function screenOf({ screen }, { lane, conversation }, finished) {
  if (screen === "not_sending" || screen === "initials") return screen;
  if (conversation !== null) return "thread";
  if (lane in AT_REST) return "lane";
  return finished ? "goodbye" : screen;
}

function said({ one, screen, place, open, consoles, at }) {
  if (screen === "lane") return { heading: LANES[place.lane], sentence: AT_REST[place.lane] };
  if (screen === "thread") return { heading: open ? nameOf(open) : "Conversation", sentence: "" };
  return { heading: HEADINGS[screen](one), sentence: SENTENCES[screen]?.(one, consoles, at) ?? "" };
}

function choice(other, one) {
  return { campaign: other.campaign, title: other.title, needs: needs(other), current: other === one };
}

function laneOf(screen, { lane }) {
  return { initials: "initial", replies: "reply", lane, thread: lane }[screen] ?? null;
}

// Return the ways to the lanes in which nobody waits. They are locked, like replies, while first messages are unsent.
function lanesOf(one, screen, shown) {
  if (screen === "initials" || screen === "not_sending") return [];
  const ways = Object.keys(AT_REST).filter((lane) => one[lane] > 0).map((lane) => [lane, LANES[lane]]);
  if (!ways.length && screen !== "lane") return [];
  return [["reply", "Waiting for you"], ...ways].map(([lane, label]) => ({
    lane,
    label: one[lane] ? `${label} (${count(one[lane])})` : label,
    current: lane === (screen === "lane" || screen === "thread" ? shown : "reply"),
  }));
}
