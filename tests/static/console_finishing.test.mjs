import assert from "node:assert/strict";
import test from "node:test";

import { shown } from "../../static/console/console.js";
import { daySent, finishing, givingBack, isFinished, screenWithout } from "../../static/console/finishing.js";
import { aConsole, off } from "./console_things.mjs";

const NOON = new Date(2026, 10, 21, 12).getTime();
const HOUR = 3_600_000;
const NOWHERE = { campaign: null, lane: null, conversation: null };
const free = { busy: () => false, refusal: () => "" };
const DAY = { since: NOON - 3 * HOUR, last: NOON, initials: 40, replies: 3, done: null };
const DONE = { ...DAY, done: NOON };

const parks = (changes) => aConsole({ campaign: 7, ...changes });
const trees = (changes) => aConsole({ campaign: 8, title: "Trees", ...changes });
const screen = (consoles, at = NOON) =>
  shown({ opened: true, consoles, place: NOWHERE, requests: free, conversation: null, at }).screen;

test("one question says what goes back from all campaigns, and what stays", () => {
  const consoles = [parks({ initial: 41, reply: 1, closed: 2 }), trees({ reply: 2, quiet: 12 }), aConsole({ campaign: 9 })];
  assert.deepEqual(finishing(consoles, NOON), {
    says: "41 first messages not sent yet, 3 people who wait for a reply and 12 quiet conversations go back, in 2 campaigns, "
      + "so that others can go on. What you closed stays. A text that is on its way still goes.",
    verb: "Give them back",
  });
  assert.equal(finishing([parks({ quiet: 1 })], NOON).says,
    "1 quiet conversation goes back so that others can go on. A text that is on its way still goes.");
});

test("who has sent something today may say goodbye though nothing is held, and only once", () => {
  assert.match(finishing([parks({ closed: 3, day: DAY })], NOON).says, /^You hold nothing that others could go on with\. What you closed stays\./);
  assert.equal(finishing([parks({ day: DONE })], NOON), null);
  assert.equal(finishing([parks({ day: DAY })], NOON + 13 * HOUR), null);
  assert.equal(finishing([parks()], NOON), null);
});

test("goodbye is said in every campaign, until the next day or until something is held, waited for or sent", () => {
  const on = (changes, at) => screen([parks({ screen: "inbox_zero", closed: 1, day: DONE, ...changes }), trees()], at);
  assert.equal(on({}), "goodbye");
  assert.equal(isFinished([parks({ day: DONE }), trees({ quiet: 1 })], NOON), false);
  assert.equal(isFinished([parks({ day: DONE }), trees({ request: { ...off("none_unassigned"), waits_since: NOON } })], NOON), false);
  assert.equal(isFinished([parks({ day: DONE }), trees({ day: { ...DAY, last: NOON + 1 } })], NOON), false);
  assert.equal(on({}, NOON + 13 * HOUR), "inbox_zero");
  assert.equal(on({ quiet: 1 }), "inbox_zero");
  assert.equal(on({ screen: "replies", reply: 1 }), "replies");
  assert.equal(on({ day: DAY }), "inbox_zero");
  assert.equal(screen([parks({ day: DONE, screen: "not_sending", request: off("not_active") })]), "not_sending");
});

test("goodbye counts the day over all campaigns, and leads back to more", () => {
  const consoles = [parks({ screen: "inbox_zero", closed: 1, day: DONE }), trees({ day: { ...DONE, initials: 2, replies: 0, since: NOON - HOUR } })];
  const now = shown({ opened: true, consoles, place: NOWHERE, requests: free, conversation: null, at: NOON });
  assert.deepEqual([now.heading, now.sentence], ["Thank you, and goodbye!", "Today you have sent 42 first messages and 3 replies, in 2 campaigns."]);
  assert.equal(now.request.on, true);
  assert.equal(now.finish, null);
});

test("the day that is counted began with the first text in any campaign, and an older one isn't", () => {
  const night = [parks({ day: { ...DAY, since: NOON - 14 * HOUR } }), trees({ day: { ...DAY, last: NOON - 20 * HOUR } })];
  assert.equal(daySent(night, NOON), "Since Nov 20, 22:00 you have sent 40 first messages and 3 replies.");
  assert.equal(daySent([parks({ day: { ...DAY, initials: 0, replies: 0 } })], NOON), "");
});

test("one of several campaigns can be given back alone", () => {
  const [one, other] = [parks({ reply: 1, quiet: 2 }), trees({ initial: 5 })];
  assert.equal(givingBack(one, [one, other]),
    "This gives back 1 person who waits for a reply and 2 quiet conversations. What you hold in other campaigns stays with you.");
  assert.equal(givingBack(one, [one]), null);
  assert.equal(givingBack(trees(), [one, trees()]), null);
  assert.deepEqual([screenWithout(one, [one, other]), screenWithout({ ...one, closed: 1 }, [other])], ["looking", "inbox_zero"]);
  assert.equal(screenWithout(one, [one, trees()]), "goodbye");
});
