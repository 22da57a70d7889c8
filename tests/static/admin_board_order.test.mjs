import assert from "node:assert/strict";
import { test } from "node:test";
import { USUAL, choiceOf, chosen, needs, needsAttention, nextStep, repliesSay } from "../../static/admin/board_order.js";
import { route } from "../../static/admin/routes.js";
import { campaign } from "./admin_campaign.mjs";

const NOW = 1_800_000_000_000;
const MINUTE = 60_000;
const some = [
  campaign({ id: 1, title: "Ändern", status: "draft" }),
  campaign({ id: 2, title: "Bell", status: "active", unassigned: { initial: 9, reply: 0, quiet: 0 } }),
  campaign({ id: 3, title: "canvass", status: "paused", asking: 1 }),
  campaign({ id: 4, title: "Doors", status: "active", waiting_since: NOW - 11 * MINUTE }),
  campaign({ id: 5, title: "Early", status: "active", waiting_since: NOW - MINUTE }),
];
const ids = (choice) => chosen(some, { ...USUAL, ...choice }, NOW, "USD").map(({ id }) => id);

test("what needs action comes first, then active ones, paused ones and drafts, the newest first", () => {
  assert.deepEqual(ids({}), [4, 3, 5, 2, 1]);
});

test("campaigns are sorted by what is chosen", () => {
  assert.deepEqual(ids({ order: "title" }), [2, 3, 4, 5, 1]);
  assert.equal(ids({ order: "unassigned" })[0], 2);
  assert.deepEqual(ids({ order: "waiting" }).slice(0, 2), [4, 5]);
  assert.deepEqual(ids({ order: "newest" }), [5, 4, 3, 2, 1]);
});

test("campaigns are chosen by their state and their words", () => {
  assert.deepEqual(ids({ filter: "attention" }), [4, 3]);
  assert.deepEqual(ids({ filter: "draft" }), [1]);
  assert.deepEqual(ids({ words: " DOO" }), [4]);
});

test("a choice that makes no sense is as usual", () => {
  assert.deepEqual(choiceOf("filter=paused&order=nonsense&words=a"), { filter: "paused", order: "action", words: "a" });
  assert.deepEqual(choiceOf(""), USUAL);
});

test("a draft says its next step and needs nothing else", () => {
  assert.deepEqual(nextStep(some[0]), { says: "Next: add contacts", href: "#/campaign/1/contacts" });
  assert.equal(needsAttention(some[0], NOW, "USD"), false);
  assert.deepEqual(needs(some[0], "USD"), []);
});

test("a campaign says how long the longest reply has waited", () => {
  assert.equal(repliesSay(some[3], NOW), "longest 11 min");
  assert.equal(repliesSay(some[1], NOW), "");
});

test("the wall and the archived campaigns have addresses of their own", () => {
  assert.deepEqual(route("#/wall/7"), { page: "wall", campaign: 7 });
  assert.equal(route("#/wall/x").page, "lost");
  assert.equal(route("#/archived").page, "archived");
});
