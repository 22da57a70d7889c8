import assert from "node:assert/strict";
import { test } from "node:test";
import { allWaiting, wayOut } from "../../static/admin/answers.js";
import { Things } from "../../static/shared/store.js";

const stranded = (id, why, answers = 2) => ({ kind: "stranded", id, campaign: id, v: 1, title: "Parks", status: "active", why, answers });

test("all that wait are those of every campaign and those that no texter gets", () => {
  const things = new Things();
  assert.equal(allWaiting(things), 0);
  things.change(stranded(1, "paused", 3));
  things.change(stranded(2, "archived", 4));
  things.change({ kind: "account", id: 1, campaign: null, v: 1, unplaced: 2 });
  assert.equal(allWaiting(things), 9);
});

test("every reason has a sentence and, where there is one, a way out", () => {
  assert.equal(wayOut(stranded(7, "paused")).verb, "Resume");
  assert.deepEqual(wayOut(stranded(7, "draft")).link, ["Launch it", "#/campaign/7/launch"]);
  assert.deepEqual(wayOut(stranded(7, "no_senders")).link, ["Add senders", "#/campaign/7/senders"]);
  assert.deepEqual(wayOut(stranded(7, "self_assign_off")).link, ["Assign them", "#/campaign/7/conversations"]);
  assert.match(wayOut(stranded(7, "archived")).says, /archived/);
  assert.match(wayOut(stranded(7, "something newer")).says, /^Nobody can answer here/);
});

test("in an active campaign only the unassigned ones are listed, elsewhere all that wait", () => {
  assert.deepEqual(wayOut(stranded(7, "self_assign_off")).which, { lane: "reply", holder: null });
  assert.equal(wayOut(stranded(7, "self_assign_off")).list, "#/campaign/7/list?holder=nobody&lane=reply");
  assert.deepEqual(wayOut(stranded(7, "archived")).which, { lane: "reply" });
});
