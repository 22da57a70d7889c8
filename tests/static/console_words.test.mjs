import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";

import { LOCKED, REASONS, STATUSES, ago, came, count, held, movedAway, nameOf } from "../../static/console/words.js";
import { aConversation } from "./console_things.mjs";

const errors = readFileSync(new URL("../../server/errors.py", import.meta.url), "utf8");

test("a reason reads as the refusal of the press it stands for", () => {
  for (const [code, sentence] of Object.entries(REASONS)) assert.ok(errors.includes(`"${code}": "${sentence}"`), code);
});

test("a conversation that can't be written to says so as the refusal would", () => {
  for (const sentence of Object.values(LOCKED)) assert.ok(errors.includes(`"${sentence}"`), sentence);
});

test("what came says how many need something now", () => {
  assert.equal(came({ assigned: 300, initial: 0, reply: 10, quiet: 290 }), "300 conversations came; 10 need something now.");
  assert.equal(came({ assigned: 1, initial: 1, reply: 0, quiet: 0 }), "1 conversation came; 1 needs something now.");
  assert.equal(came({ assigned: 5000, initial: 0, reply: 0, quiet: 5000 }), "5,000 conversations came; 0 need something now.");
});

test("what is held reads as a sentence", () => {
  assert.equal(held({ initial: 2, reply: 1, quiet: 3 }),
    "2 first messages not sent yet, 1 person who waits for a reply and 3 quiet conversations");
  assert.equal(held({ initial: 0, reply: 0, quiet: 1 }), "1 quiet conversation");
});

test("a contact without a name goes by the phone number", () => {
  const contact = { first_name: "", last_name: "", phone: "+12025550123", fields: {} };
  assert.equal(nameOf(aConversation(1, { contact })), "+12025550123");
  assert.equal(nameOf(aConversation(1, { contact: { ...contact, last_name: "Ruiz" } })), "Ruiz");
});

test("a text of unknown fate is said to be so", () => {
  assert.equal(STATUSES.unknown, "We don't know whether this arrived");
});

test("waiting is told in minutes, hours and days, and a slow clock doesn't tell the future", () => {
  const minutes = (number) => ago(0, number * 60_000, "waiting ");
  assert.deepEqual([minutes(-5), minutes(0.5), minutes(5), minutes(60), minutes(47 * 60), minutes(72 * 60)],
    ["just now", "just now", "waiting 5 min", "waiting 1 h", "waiting 47 h", "waiting 3 days"]);
});

test("one is one and many are many", () => {
  assert.deepEqual([count(1, "reply", "replies"), count(0, "reply", "replies"), count(1200, "text")], ["1 reply", "0 replies", "1,200 texts"]);
});

test("a move in another campaign says in which", () => {
  assert.equal(movedAway({ by: "Cara", moved: 733 }), "Cara moved 733 conversations of yours. What you still hold is here.");
  assert.equal(movedAway({ by: "Cara", moved: 1 }, "Vote!"), "Cara moved 1 conversation of yours in “Vote!”.");
});
