import assert from "node:assert/strict";
import test from "node:test";

import { chosen, shown } from "../../static/console/console.js";
import { aConsole, aConversation, off } from "./console_things.mjs";

const NOON = new Date(2026, 10, 21, 12).getTime();
const HOUR = 3_600_000;
const NOWHERE = { campaign: null, lane: null, conversation: null };
const free = { busy: () => false, refusal: () => "" };

const show = (consoles, more = {}) =>
  shown({ opened: true, consoles, place: NOWHERE, requests: free, conversation: null, at: NOON, ...more });

test("before the hub has answered it says that it opens, and nothing of campaigns", () => {
  const now = show([], { opened: false });
  assert.equal(now.screen, "opening");
});

test("without any campaign it says whom to ask", () => {
  const now = show([]);
  assert.equal(now.screen, "nothing");
  assert.match(now.sentence, /admin/);
  assert.match(now.sentence, /link/);
});

test("looking and inbox zero ask in the product's words, with a button that is on", () => {
  const looking = show([aConsole()]);
  const zero = show([aConsole({ screen: "inbox_zero", quiet: 2 })]);
  assert.equal(looking.heading, "Looking for someone to talk to?");
  assert.equal(zero.heading, "Inbox Zero!");
  assert.equal(looking.request.on && zero.request.on, true);
  assert.equal(looking.request.says, "Up to 300 conversations at a time.");
});

test("a button that is off says why, in the sentence that came with the console", () => {
  const { request } = show([aConsole({ request: off("self_assign_off") })]);
  assert.equal(request.on, false);
  assert.equal(request.says, "Not now: self_assign_off.");
});

test("not sending says which it is", () => {
  const paused = show([aConsole({ screen: "not_sending", request: off("not_active") })]);
  const removed = show([aConsole({ screen: "not_sending", request: off("not_a_sender") })]);
  assert.equal(paused.sentence, "Not now: not_active.");
  assert.equal(removed.sentence, "Not now: not_a_sender.");
  assert.equal(paused.request, null);
});

test("while first messages are unsent there is no request and no way to other conversations", () => {
  const one = aConsole({ screen: "initials", initial: 3, reply: 2, quiet: 4, request: off("initials_left") });
  const now = show([one], { place: { campaign: 7, lane: "quiet", conversation: 5 } });
  assert.deepEqual([now.screen, now.lane, now.request, now.lanes, now.waiting], ["initials", "initial", null, [], 2]);
});

test("waiting replies come first, and quiet and closed ones are a step away", () => {
  const now = show([aConsole({ screen: "replies", reply: 2, quiet: 5, closed: 1, request: off("replies_left") })]);
  assert.equal(now.heading, "2 people are waiting");
  assert.equal(now.lane, "reply");
  assert.deepEqual(now.lanes.map(({ lane, label, current }) => [lane, label, current]),
    [["reply", "Waiting for you (2)", true], ["quiet", "Quiet (5)", false], ["closed", "Closed (1)", false]]);
});

test("who went to the quiet ones sees them", () => {
  const now = show([aConsole({ screen: "inbox_zero", quiet: 5 })], { place: { campaign: 7, lane: "quiet", conversation: null } });
  assert.deepEqual([now.screen, now.lane, now.heading, now.request], ["lane", "quiet", "Quiet", null]);
});

test("an open conversation is headed by its contact, and isn't left by what happens to others", () => {
  const place = { campaign: 7, lane: "reply", conversation: 5 };
  const now = show([aConsole({ screen: "replies", reply: 2 })], { place, conversation: { thing: aConversation(5) } });
  assert.deepEqual([now.screen, now.conversation, now.heading], ["thread", 5, "Ana No 5"]);
});

test("pausing takes precedence over an open conversation", () => {
  const place = { campaign: 7, lane: "reply", conversation: 5 };
  assert.equal(show([aConsole({ screen: "not_sending", request: off("not_active") })], { place }).screen, "not_sending");
});

test("campaigns can be switched when there are several, each with what needs something", () => {
  const consoles = [aConsole(), aConsole({ campaign: 8, title: "Trees", screen: "replies", reply: 2 })];
  const now = show(consoles, { place: { ...NOWHERE, campaign: 7 } });
  assert.deepEqual(now.campaigns, [
    { campaign: 7, title: "Parks", needs: 0, current: true },
    { campaign: 8, title: "Trees", needs: 2, current: false },
  ]);
  assert.equal(now.needs, 2);
  assert.deepEqual(show([aConsole()]).campaigns, []);
});

test("the campaign asked for is shown, else the first that needs something, else the first", () => {
  const consoles = [aConsole(), aConsole({ campaign: 8, reply: 1 }), aConsole({ campaign: 9 })];
  assert.equal(chosen(consoles, 9).campaign, 9);
  assert.equal(chosen(consoles, 44).campaign, 8);
  assert.equal(chosen([consoles[0], consoles[2]], null).campaign, 7);
  assert.equal(chosen([], 7), undefined);
});

test("progress is the batch's, as the console tells it", () => {
  const one = aConsole({ screen: "initials", initial: 1_234_567, batch: { size: 1_234_570, sent: 3 } });
  assert.deepEqual(show([one]).progress, { size: 1_234_570, sent: 3 });
  assert.equal(show([aConsole()]).progress, null);
});

test("a way to nobody bears no number", () => {
  const now = show([aConsole({ screen: "inbox_zero", quiet: 1_234_567 })]);
  assert.deepEqual(now.lanes.map(({ label }) => label), ["Waiting for you", "Quiet (1,234,567)"]);
});

test("inbox zero counts the day", () => {
  const day = { since: NOON - 3 * HOUR, last: NOON - HOUR, initials: 1_200, replies: 1, done: null };
  const said = (changes) => show([aConsole({ screen: "inbox_zero", quiet: 2, day: changes && { ...day, ...changes } })]).sentence;
  assert.equal(said({}), "Today you have sent 1,200 first messages and 1 reply in this campaign.");
  assert.equal(said({ initials: 0, replies: 2 }), "Today you have sent 2 replies in this campaign.");
  assert.equal(said({ since: NOON - 14 * HOUR }), "Since Nov 20, 22:00 you have sent 1,200 first messages and 1 reply in this campaign.");
  for (const nothing of [null, { last: NOON - 14 * HOUR }, { initials: 0, replies: 0 }]) assert.equal(said(nothing), "");
});
