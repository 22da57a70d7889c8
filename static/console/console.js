// Turns what the page knows into what is shown. Pure: no DOM, no socket, and no rule of who may do what;
// a console says its own screen and why the button is off.

import { count, many } from "../shared/numbers.js";
import { LANES, nameOf } from "../shared/words.js";
import { asleep, dayOf, doneToday, held } from "./words.js";

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
  goodbye: ({ day }, at) => dayOf(day, at),
  inbox_zero: ({ day }, at) => dayOf(day, at),
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
 * lanes, request, release, progress, waiting, asleep, where, v}. Beside the five screens of a console there are "opening",
 * "nothing", "goodbye" (done for the day), "lane" (quiet or closed conversations) and "thread". `where` is different
 * for any two screens. `place` is where the texter went; a screen that needs the texter overrides it.
 */
export function shown({ opened, consoles, place, requests, conversation, at }) {
  const one = chosen(consoles, place.campaign);
  if (!one) {
    const screen = opened ? "nothing" : "opening";
    return { ...(opened ? NOTHING : OPENING), screen, where: screen, v: Infinity, campaigns: [], lanes: [] };
  }
  const screen = screenOf(one, place, at);
  const lane = laneOf(screen, place);
  const open = screen === "thread" ? place.conversation : null;
  return {
    screen,
    where: [one.campaign, screen, lane, open].join(" "),
    v: one.v,
    ...said(one, screen, place, conversation?.thing ?? conversation?.listed, at),
    title: one.title,
    campaign: one.campaign,
    campaigns: consoles.length > 1 ? consoles.map((other) => choice(other, one)) : [],
    lane,
    conversation: open,
    moved: one.moved,
    needs: consoles.reduce((sum, other) => sum + needs(other), 0),
    lanes: lanesOf(one, screen, place.lane),
    request: requestOf(one, screen, requests),
    release: one.initial + one.reply + one.quiet > 0 && screen !== "thread" ? `This gives back ${held(one)}, so that others can go on.` : null,
    progress: screen === "initials" ? one.batch : null,
    waiting: screen === "initials" ? one.reply : 0,
    asleep: screen === "thread" || screen === "not_sending" ? "" : asleep(one),
  };
}

function screenOf({ screen, quiet, day }, { lane, conversation }, at) {
  if (screen === "not_sending" || screen === "initials") return screen;
  if (conversation !== null) return "thread";
  if (lane in AT_REST) return "lane";
  return screen !== "replies" && !quiet && doneToday(day, at) ? "goodbye" : screen;
}

function said(one, screen, { lane }, open, at) {
  if (screen === "lane") return { heading: LANES[lane], sentence: AT_REST[lane] };
  if (screen === "thread") return { heading: open ? nameOf(open) : "Conversation", sentence: "" };
  return { heading: HEADINGS[screen](one), sentence: SENTENCES[screen]?.(one, at) ?? "" };
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

function requestOf(one, screen, requests) {
  if (!["looking", "goodbye", "inbox_zero", "replies"].includes(screen)) return null;
  const { allowed, sentence, batch_size } = one.request;
  const refusal = requests.refusal(one.campaign);
  const busy = requests.busy(one.campaign);
  const offer = allowed && batch_size ? `Up to ${many(batch_size, "conversation")} at a time.` : "";
  return {
    allowed,
    busy,
    says: busy ? "Requesting…" : sentence ?? offer,
    refusal: refusal === sentence ? "" : refusal,
  };
}
