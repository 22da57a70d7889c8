import assert from "node:assert/strict";
import { test } from "node:test";
import { beforeLookup, lineName, lookedUp } from "../../static/admin/lookup.js";
import { cost, goesAlong } from "../../static/admin/picture.js";

const offer = { numbers: 4000, each: "0.008", total: "32.00", currency: "USD", about: "Twilio's list price is 0.008 USD a number." };

test("what a lookup costs is said before, and when it isn't known, that", () => {
  assert.match(beforeLookup(offer), /^Looking up 4,000 numbers costs about 32.00 USD \(0.008 each\). Landlines won't be texted./);
  assert.match(beforeLookup({ ...offer, each: "", total: "" }), /isn't set here. Twilio's list price is 0.008 USD/);
});

test("how far a lookup has come is said, and what keeps it", () => {
  assert.equal(lookedUp(null), "");
  assert.equal(lookedUp({ asked: 4000, done: 120, landlines: 0, trouble: null }), "120 of 4,000 numbers looked up. No landlines so far.");
  assert.equal(lookedUp({ asked: 2, done: 2, landlines: 1, trouble: "Old." }), "2 numbers looked up. 1 landline won't be texted.");
  assert.match(lookedUp({ asked: 2, done: 1, landlines: 0, trouble: "Twilio didn't answer." }), /Twilio didn't answer. The others are asked for again.$/);
});

test("a line type has a name", () => {
  assert.deepEqual(["landline", "fixedVoip", undefined].map(lineName), ["Landline", "Fixed voip", ""]);
});

test("the launch says that the picture goes along", () => {
  assert.match(goesAlong({ picture: "/pictures/7-a.jpg", picture_first: true }), /The picture goes with each first message/);
  assert.equal(goesAlong({ picture: "/pictures/7-a.jpg", picture_first: false }), "");
  const account = { currency: "USD", carriers: [{ carrier: "twilio", numbers: "", picture_price: "0.02" }] };
  assert.match(cost({ carrier: "twilio" }, account), /: it costs 0.02 USD, however long it is.$/);
  assert.match(cost({ carrier: "telnyx" }, account), /: carriers charge more/);
});
