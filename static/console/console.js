// Turns what the page knows into what is shown. Pure: no DOM, no socket, and no rule of who may do what;
// a console says its own screen and why the button is off.

import { REASONS, count, held, nameOf } from "./words.js";

const OPENING = { heading: "Opening your console…", sentence: "" };
const NOTHING = {
  heading: "No campaign yet",
  sentence: "You aren't a sender of any campaign. Ask an admin to add you, or for the campaign's sender link; it shows up here by itself.",
};
const HEADINGS = {
  not_sending: () => "Not sending right now",
  initials: () => "First messages",
  replies: ({ reply }) => (reply === 1 ? "1 person is waiting" : `${reply.toLocaleString("en")} people are waiting`),
  looking: () => "Looking for someone to talk to?",
  inbox_zero: () => "Inbox Zero!",
};
const LANES = { quiet: "Quiet", closed: "Closed" };
const LANE_SENTENCES = {
  quiet: "You wrote last in these. They come back to you when the contact answers.",
  closed: "You closed these. A conversation opens again when the contact writes.",
};

/** How many conversations of a console need something from its texter now. */
export const needs = ({ initial, reply }) => initial + reply;

/** The console shown: the one asked for, else the first in which somebody needs something, else the first. */
export function chosen(consoles, campaign) {
  return consoles.find((one) => one.campaign === campaign) ?? consoles.find(needs) ?? consoles[0];
}

/**
 * How far the first messages are. `sent` lists the v of every send that this page had confirmed since it last held
 * none: one newer than the console isn't in the console's count yet.
 */
export function progress({ initial, v }, sent) {
  const left = Math.max(0, initial - sent.filter((one) => one > v).length);
  return { sent: sent.length, total: sent.length + left, left };
}

/**
 * What is shown: {screen, heading, sentence, title, campaign, campaigns, lane, conversation, moved, needs, lanes,
 * request, release, progress, waiting}. Beside the five screens of a console there are "opening", "nothing", "lane" (quiet or closed
 * ones, looked at on purpose) and "thread". `place` is where the texter went; a screen that needs them overrides it.
 */
export function shown({ opened, consoles, place, requests, sent, conversation }) {
  const one = chosen(consoles, place.campaign);
  if (!one) return { ...(opened ? NOTHING : OPENING), screen: opened ? "nothing" : "opening", campaigns: [], lanes: [] };
  const screen = screenOf(one, place);
  return {
    screen,
    ...said(one, screen, place, conversation?.thing),
    title: one.title,
    campaign: one.campaign,
    campaigns: consoles.length > 1 ? consoles.map((other) => choice(other, one)) : [],
    lane: laneOf(screen, place),
    conversation: screen === "thread" ? place.conversation : null,
    moved: one.moved,
    needs: consoles.reduce((sum, other) => sum + needs(other), 0),
    lanes: lanesOf(one, screen, place.lane),
    request: requestOf(one, screen, requests),
    release: one.initial + one.reply + one.quiet > 0 && screen !== "thread" ? `This gives back ${held(one)}, so that others can go on.` : null,
    progress: screen === "initials" ? progress(one, sent.get(one.campaign) ?? []) : null,
    waiting: screen === "initials" ? one.reply : 0,
  };
}

function screenOf({ screen }, { lane, conversation }) {
  if (screen === "not_sending" || screen === "initials") return screen;
  if (conversation !== null) return "thread";
  return lane in LANES ? "lane" : screen;
}

function said(one, screen, { lane }, open) {
  if (screen === "lane") return { heading: LANES[lane], sentence: LANE_SENTENCES[lane] };
  if (screen === "thread") return { heading: open ? nameOf(open) : "Conversation", sentence: "" };
  return { heading: HEADINGS[screen](one), sentence: screen === "not_sending" ? reason(one.request.reason) : "" };
}

const reason = (code) => (code ? (REASONS[code] ?? code) : "");

function choice(other, one) {
  return { campaign: other.campaign, title: other.title, needs: needs(other), current: other === one };
}

function laneOf(screen, { lane }) {
  return { initials: "initial", replies: "reply", lane, thread: lane }[screen] ?? null;
}

// Ways to the conversations that wait for nobody. Locked, like the replies, while first messages are unsent.
function lanesOf(one, screen, shown) {
  if (screen === "initials" || screen === "not_sending" || screen === "thread") return [];
  const ways = Object.entries(LANES).filter(([lane]) => one[lane] > 0);
  if (!ways.length && screen !== "lane") return [];
  return [["reply", "Waiting for you"], ...ways].map(([lane, label]) => ({
    lane,
    label,
    count: one[lane],
    current: lane === (screen === "lane" ? shown : "reply"),
  }));
}

function requestOf(one, screen, requests) {
  if (!["looking", "inbox_zero", "replies"].includes(screen)) return null;
  const { allowed, batch_size } = one.request;
  const why = allowed ? "" : reason(one.request.reason);
  const refusal = requests.refusal(one.campaign);
  return {
    allowed,
    busy: requests.busy(one.campaign),
    reason: why,
    refusal: refusal === why ? "" : refusal,
    offer: allowed && batch_size ? `Up to ${count(batch_size, "conversation")} at a time.` : "",
  };
}
