import assert from "node:assert/strict";
import test from "node:test";

import { listed, many } from "../../static/shared/numbers.js";
import { fate, nameOf, senderOf } from "../../static/shared/words.js";
import { aConversation } from "./console_things.mjs";

test("one is one, and more are many", () => {
  assert.deepEqual([many(1, "sender"), many(0, "sender"), many(1200, "reply", "replies")], ["1 sender", "0 senders", "1,200 replies"]);
});

test("names are listed until they are too many", () => {
  assert.equal(listed([]), "");
  assert.equal(listed(["Ana"]), "Ana");
  assert.equal(listed(["Ana", "Ben", "Cleo", "Dan"]), "Ana, Ben, Cleo and Dan");
  assert.equal(listed(["Ana", "Ben", "Cleo", "Dan", "Eve"]), "Ana, Ben, Cleo and 2 others");
});

test("a text whose fate is unknown says so", () => {
  assert.match(fate({ direction: "out", status: "unknown" }), /^We don't know/);
  assert.equal(fate({ direction: "out", status: "delivered" }), "Delivered");
  assert.equal(fate({ direction: "out", status: "failed", why: "No such number." }), "Failed: this didn't arrive. No such number.");
  assert.equal(fate({ direction: "in", status: "received" }), "");
});

test("a text that went out by itself says so, and a confirmation why it didn't go out", () => {
  const sender = (text) => senderOf(text, "You", "Jo");
  assert.deepEqual([{ direction: "in" }, { direction: "out" }].map(sender), ["Jo", "You"]);
  const kinds = ["confirmation", "help", "of a newer version"].map((automatic) => sender({ direction: "out", automatic }));
  assert.deepEqual(kinds, ["Confirmation", "Automatic answer", "Automatic"]);
  assert.match(fate({ direction: "out", status: "not_sent", automatic: "confirmation" }), /too late/);
  assert.match(fate({ direction: "out", status: "not_sent", automatic: "help" }), /opted out/);
  assert.equal(fate({ direction: "out", status: "not_sent", why: "Not sent: “Vote!” texted them." }), "Not sent: “Vote!” texted them.");
});

test("a contact without a name goes by the phone number", () => {
  const contact = { first_name: "", last_name: "", phone: "+12025550123", fields: {} };
  assert.equal(nameOf(aConversation(1, { contact })), "+12025550123");
  assert.equal(nameOf(aConversation(1, { contact: { ...contact, last_name: "Ruiz" } })), "Ruiz");
});
