import assert from "node:assert/strict";
import { test } from "node:test";
import { asItWas, dataOf, isSooner } from "../../static/admin/retention.js";
import { campaign } from "./admin_campaign.mjs";

const NOON = Date.UTC(2026, 10, 1, 12);
const archived = (change) => campaign({ status: "archived", archived_at: NOON, erased: null, ...change });
const erased = { at: NOON, contacts: 1200, sent: 1000, answered: 300, closed: 20, opted_out: 40 };

test("an archived campaign's page says when its contacts' data go", () => {
  assert.equal(dataOf(archived(), { retention_days: 30 }), "Its contacts' data will be deleted on Dec 1, 2026.");
  assert.equal(dataOf(archived({ archived_at: null }), { retention_days: 1 }), "Its contacts' data will be deleted in 1 day.");
  assert.equal(dataOf(archived(), { retention_days: null }), "Its contacts' data are kept until the campaign is deleted.");
  assert.equal(dataOf(campaign({ status: "active" }), { retention_days: 30 }), "");
});

test("a campaign whose contacts' data are deleted keeps its counts", () => {
  assert.equal(dataOf(archived({ erased }), { retention_days: 30 }),
    "Contacts' data deleted on Nov 1, 2026. Of 1,200 contacts, 1,000 were texted and 300 wrote.");
  const { contacts, sent, closed, opted_out, title } = asItWas(archived({ erased }));
  assert.deepEqual([contacts, sent, closed, opted_out, title], [1200, 1000, 20, 40, "Autumn"]);
  assert.equal(asItWas(archived({ contacts: 5 })).contacts, 5);
});

test("only what lets data go sooner is asked about", () => {
  assert.deepEqual([[90, null], [30, 90], [90, 30], [null, 30], [30, undefined]].map(([wanted, before]) => isSooner(wanted, before)),
    [true, true, false, false, true]);
});
