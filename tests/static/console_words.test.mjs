import assert from "node:assert/strict";
import test from "node:test";

import { ago, asleep, came, held, movedAway } from "../../static/console/words.js";
import { aConsole } from "./console_things.mjs";

test("what came says what it needs", () => {
  const said = (initial, reply, quiet) => came({ assigned: initial + reply + quiet, initial, reply, quiet });
  assert.equal(said(20, 0, 0), "You have 20 new conversations. All 20 need a first message.");
  assert.equal(said(1, 0, 0), "You have 1 new conversation. It needs a first message.");
  assert.equal(said(0, 10, 290), "You have 300 new conversations. 10 of them are waiting for your reply.");
  assert.equal(said(0, 1, 1), "You have 2 new conversations. 1 of them is waiting for your reply.");
  assert.equal(said(0, 2, 0), "You have 2 new conversations. Both are waiting for your reply.");
  assert.equal(said(0, 1, 0), "You have 1 new conversation. It is waiting for your reply.");
  assert.equal(said(0, 0, 5_000), "You have 5,000 new conversations. None of them needs anything right now.");
  assert.equal(said(0, 0, 1), "You have 1 new conversation. It needs nothing right now.");
});

test("what waits for texting hours says until when", () => {
  const later = (initial) => ({ later: { initial, opens: { sentence: "Opens at 9:00 in Denver for 40 people." } } });
  assert.equal(asleep(later(40)), "40 first messages of yours wait for texting hours. Opens at 9:00 in Denver for 40 people.");
  assert.equal(asleep(later(1)), "1 first message of yours waits for texting hours. Opens at 9:00 in Denver for 40 people.");
  assert.equal(asleep({ later: null }), "");
});

test("what is held reads as a sentence", () => {
  assert.equal(held({ initial: 2, reply: 1, quiet: 3 }),
    "2 first messages not sent yet, 1 person who waits for a reply and 3 quiet conversations");
  assert.equal(held({ initial: 0, reply: 0, quiet: 1 }), "1 quiet conversation");
});

test("waiting is told in minutes, hours and days, and a slow clock doesn't tell the future", () => {
  const minutes = (number) => ago(0, number * 60_000, "waiting ");
  assert.deepEqual([minutes(-5), minutes(0.5), minutes(5), minutes(60), minutes(47 * 60), minutes(72 * 60)],
    ["just now", "just now", "waiting 5 min", "waiting 1 h", "waiting 47 h", "waiting 3 days"]);
});

test("a move says what is still held only where something is, and in another campaign in which", () => {
  const one = aConsole({ title: "Vote!", quiet: 1, taken: { by: "Cara", moved: 733 } });
  assert.equal(String(movedAway(one)), "Cara moved 733 conversations of yours. What you still hold is here.");
  assert.equal(String(movedAway({ ...one, quiet: 0, closed: 4 })), "Cara moved 733 conversations of yours.");
  assert.equal(String(movedAway({ ...one, taken: { by: "Cara", moved: 1 } }, true)), "Cara moved 1 conversation of yours in “Vote!”.");
});
