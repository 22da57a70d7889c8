import assert from "node:assert/strict";
import { test } from "node:test";
import { deedRow } from "../../static/admin/audit.js";
import { route } from "../../static/admin/routes.js";
import { Things } from "../../static/shared/store.js";
import { campaign } from "./admin_campaign.mjs";

const things = new Things();
things.change(campaign({ id: 7, title: "Vote!" }));
things.change({ kind: "member", id: 3, campaign: null, v: 1, name: "Ana" });

const deed = { id: 5, at: 1764500000000, by: 1, name: "Root", did: "add_senders", campaign: null, member: null, given: {} };

test("a deed says who did what, to what and how", () => {
  const row = deedRow({ ...deed, campaign: 7, member: 3, given: { members: "3, 4", batch_size: "20" } }, things);
  assert.deepEqual([row.who, row.what, row.to, row.how], ["Root", "Add senders", "Vote!, Ana", "members: 3, 4 · batch size: 20"]);
  assert.match(row.at, /\d\d:\d\d$/);
});

test("what isn't shown here any more is told by its number", () => {
  assert.equal(deedRow({ ...deed, campaign: 8, member: 9 }, things).to, "Campaign 8, Member 9");
  assert.equal(deedRow(deed, things).to, "");
});

test("the audit has an address", () => assert.deepEqual(route("#/audit"), { page: "audit" }));
