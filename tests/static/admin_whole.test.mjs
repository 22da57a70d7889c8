import assert from "node:assert/strict";
import { test } from "node:test";
import { nextAct, off, partsOf, unarchivable, wholeSays } from "../../static/admin/whole.js";
import { campaign } from "./admin_campaign.mjs";

const busy = campaign({
  contacts: 20, unassigned: { initial: 3, reply: 2, quiet: 1 }, held: { initial: 4, reply: 1, quiet: 5 }, closed: 3, opted_out: 1, sent: 13,
});
const active = (more) => campaign({ status: "active", senders: 2, self_assign: true, ...more });
const DAY_MS = 86_400_000;

test("each conversation is in one part of the bar", () => {
  assert.deepEqual(partsOf(busy).map(({ size }) => size), [3, 4, 3, 6, 3, 1]);
  assert.equal(off(busy), 0);
  assert.equal(wholeSays(busy), "All 20 add up");
});

test("the bar says by how many its parts are off", () => {
  assert.equal(off({ ...busy, contacts: 22 }), -2);
  assert.match(wholeSays({ ...busy, contacts: 22 }), /^Off by 2/);
});

test("one act is next", () => {
  assert.equal(nextAct(campaign({ status: "draft" }), 0), null);
  assert.deepEqual(nextAct(campaign({ status: "paused" }), 0), { title: "Resume", verb: "resume_campaign" });
  assert.equal(nextAct(campaign({ status: "paused", over_budget: true }), 0).page, "settings");
  assert.equal(nextAct(active({ asking: 2 }), 0).title, "Say yes to 2 texters");
  assert.equal(nextAct(active({ senders: 0, unassigned: { initial: 5, reply: 0, quiet: 0 } }), 0).title, "Add senders");
  assert.equal(nextAct(active({ self_assign: false, unassigned: { initial: 5, reply: 2, quiet: 0 } }), 0).title, "Assign 2 replies");
  assert.equal(nextAct(active({ self_assign: false, unassigned: { initial: 1, reply: 0, quiet: 0 } }), 0).title, "Assign 1 first message");
  assert.equal(nextAct(active({ unassigned: { initial: 5, reply: 2, quiet: 0 } }), 0), null, "texters request by themselves");
});

test("an archived campaign comes back within thirty days, with its contacts", () => {
  const away = campaign({ status: "archived", archived_at: 0, erased: null });
  assert.equal(unarchivable(away, 29 * DAY_MS), true);
  assert.equal(unarchivable(away, 31 * DAY_MS), false);
  assert.equal(unarchivable({ ...away, erased: { at: 1 } }, 1), false);
  assert.equal(nextAct(away, 1).verb, "unarchive_campaign");
});
