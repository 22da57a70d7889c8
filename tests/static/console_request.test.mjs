import assert from "node:assert/strict";
import test from "node:test";

import { requestOf } from "../../static/console/request.js";
import { servedSays, servedSince } from "../../static/console/served.js";
import { came } from "../../static/console/words.js";
import { aConsole, off } from "./console_things.mjs";

const AT_2 = new Date().setHours(14, 2, 0, 0);
const free = { busy: () => false, refusal: () => "" };
const on = (request, more = {}, requests = free) => requestOf(aConsole({ request, ...more }), "looking", requests);
const allowed = (offer) => ({ ...aConsole().request, offer });
const nobody = (more) => ({ ...off("none_unassigned"), may_wait: true, waits_since: null, ...more });

test("what a press would choose from is said while it is allowed", () => {
  assert.equal(on(allowed({ initial: 300, reply: 10, quiet: 3 })).offer, "10+ people waiting for a reply · 300+ to write to");
  assert.equal(on(allowed({ initial: 0, reply: 1, quiet: 3 })).offer, "1 person waiting for a reply");
  assert.equal(on(allowed({ initial: 1_500, reply: 0, quiet: 9 })).offer, "1,500+ to write to");
  assert.equal(on(allowed({ initial: 0, reply: 0, quiet: 3 })).offer, "3 quiet conversations");
  assert.equal(on(nobody({ offer: { initial: 3, reply: 0, quiet: 0 } })).offer, "");
  assert.equal(on(aConsole().request).offer, ""); // a hub of an older version says nothing of it
});

test("a texter who is for one lane is told so", () => {
  assert.equal(on(allowed(null), { only: "reply" }).hereFor, "You are here for replies.");
  assert.equal(on(allowed(null), { only: "initial" }).hereFor, "You are here for first messages.");
  assert.equal(on(allowed(null), { only: null }).hereFor, "");
});

test("when nothing is left the button offers to tell when there are more", () => {
  const { act, label, says, waits } = on(nobody());
  assert.deepEqual([act, label, says, waits, on(nobody()).on], ["wait", "Tell me when there are more", "Not now: none_unassigned.", false, true]);
  assert.deepEqual([on(off("self_assign_off")).label, on(off("self_assign_off")).on], ["Request Conversations", false]);
});

test("before an admin's yes the button asks for the first batch", () => {
  const { label, on: isOn } = on({ ...off("first_needs_yes"), may_wait: true });
  assert.deepEqual([label, isOn], ["Ask for your first batch", true]);
});

test("a texter who waits is told since when, and for what", () => {
  const more = on(nobody({ waits_since: AT_2 }));
  assert.deepEqual([more.act, more.on, more.waits, more.label], [null, false, true, "Waiting for more"]);
  assert.equal(more.says, "You have been waiting since 14:02. You get the next ones by themselves while this page is open.");
  const asked = on({ ...off("first_needs_yes"), may_wait: false, waits_since: AT_2 });
  assert.equal(asked.label, "Waiting for a yes");
  assert.equal(asked.says, "You asked at 14:02. Once an admin says yes, you get your first batch by itself while this page is open.");
});

test("a request that is allowed meanwhile can be made though one waits", () => {
  const { act, on: isOn, waits } = on({ ...allowed(null), waits_since: AT_2 });
  assert.deepEqual([act, isOn, waits], ["request", true, true]);
});

test("a refused press shows its sentence, unless the reason says the same already", () => {
  const requests = { busy: () => false, refusal: () => "Not now: none_unassigned." };
  assert.equal(on(allowed(null), {}, requests).refusal, "Not now: none_unassigned.");
  assert.equal(on(off("none_unassigned"), {}, requests).refusal, "");
});

test("a batch came by itself when a console that was known says a newer one", () => {
  const [first, second] = [{ at: 5, assigned: 1 }, { at: 9, assigned: 2 }];
  const between = (before, now) => servedSince(before && aConsole({ served: before.served }), aConsole({ served: now }));
  assert.equal(between({ served: null }, first), first);
  assert.equal(between({ served: first }, second), second);
  for (const [before, now] of [[{ served: first }, first], [{ served: second }, first], [undefined, first], [{}, undefined], [{}, null]]) {
    assert.equal(between(before, now), null);
  }
});

test("what came by itself says how many and what they need, and why they are few", () => {
  assert.equal(servedSays({ assigned: 25, initial: 25, reply: 0, fair: false }, null), "25 people came. All 25 need a first message.");
  assert.equal(servedSays({ assigned: 1, initial: 0, reply: 1, fair: true }, null),
    "1 person came. They are waiting for your reply. These are your fair part of the last ones, so that everybody here finishes together.");
  assert.equal(String(servedSays({ assigned: 2, initial: 2, reply: 0 }, "Trees")), "“Trees”: 2 people came. Both need a first message.");
  assert.match(came({ assigned: 4, initial: 4, reply: 0, fair: true }), /All 4 need a first message\. These are your fair part of the last ones/);
});
