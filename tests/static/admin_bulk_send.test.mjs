import assert from "node:assert/strict";
import { test } from "node:test";
import { bulkSend } from "../../static/admin/bulk_send.js";

const campaign = (changes) => ({ bulk_send: true, status: "active", unassigned: { initial: 1400 }, held: { initial: 65 }, ...changes });

test("bulk send says how many are left and what they wait for", () => {
  assert.match(bulkSend(campaign({})), /^Bulk send is on: 1,465 first messages still to go out/);
  assert.match(bulkSend(campaign({ status: "paused" })), /^Bulk send is paused/);
  assert.match(bulkSend(campaign({ status: "archived" })), /1,465 first messages never went out/);
});

test("bulk send is done when nothing is left, and says nothing where there is none", () => {
  assert.match(bulkSend(campaign({ unassigned: { initial: 0 }, held: { initial: 0 } })), /^Bulk send is done/);
  assert.equal(bulkSend(campaign({ status: "draft" })), "");
  assert.equal(bulkSend(campaign({ bulk_send: false })), "");
});
