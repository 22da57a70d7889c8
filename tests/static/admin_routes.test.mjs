import assert from "node:assert/strict";
import { test } from "node:test";
import { openedAt, route, to, toConversation, toList } from "../../static/admin/routes.js";
import { campaign } from "./admin_campaign.mjs";

test("an address without anything is the board", () => {
  for (const hash of ["", "#", "#/"]) assert.deepEqual(route(hash), { page: "board" });
});

test("every page of a campaign has an address", () => {
  for (const page of ["contacts", "message", "senders", "launch", "summary", "conversations"]) {
    assert.deepEqual(route(to(7, page)), { page, campaign: 7 });
  }
  assert.deepEqual(route(to(7)), { page: "campaign", campaign: 7 });
  assert.deepEqual(route(to(7, "conversation/45")), { page: "conversation", campaign: 7, conversation: 45 });
});

test("the address of a list keeps whose and which lane", () => {
  for (const asked of [{}, { holder: null }, { holder: 3 }, { holder: 3, lane: "reply" }, { lane: "closed" }]) {
    assert.deepEqual(route(toList(7, asked)), { page: "list", campaign: 7, ...asked });
  }
});

test("an address that is no page is lost", () => {
  for (const hash of ["#/x", "#/campaign/abc", "#/campaign/0", "#/campaign/7/x", "#/campaign/7/summary/1", "#/campaign/7/conversation/x", "#/x/7"]) {
    assert.equal(route(hash).page, "lost", hash);
  }
});

test("a draft opens at its first incomplete step", () => {
  assert.equal(openedAt(campaign()), "contacts");
  assert.equal(openedAt(campaign({ script: "Hi" })), "contacts");
  assert.equal(openedAt(campaign({ contacts: 5 })), "message");
  assert.equal(openedAt(campaign({ contacts: 5, script: " " })), "message");
  assert.equal(openedAt(campaign({ contacts: 5, script: "Hi" })), "senders");
  assert.equal(openedAt(campaign({ contacts: 5, script: "Hi", self_assign: true })), "launch");
  assert.equal(openedAt(campaign({ contacts: 5, script: "Hi", senders: 1 })), "launch");
});

test("a launched campaign opens at its summary", () => {
  assert.equal(openedAt(campaign({ status: "paused" })), "summary");
});

test("the address of a conversation keeps the list it was opened from", () => {
  assert.deepEqual(route(toConversation(7, 45)), { page: "conversation", campaign: 7, conversation: 45 });
  assert.deepEqual(route(toConversation(7, 45, { holder: null, lane: "quiet" })), {
    page: "conversation", campaign: 7, conversation: 45, holder: null, lane: "quiet",
  });
});

test("what is no lane or no holder in the address of a list is ignored", () => {
  for (const query of ["lane=x", "lane=", "lane=toString", "holder=x", "holder=0", "holder=1.5", "holder="]) {
    assert.deepEqual(route(`${to(7, "list")}?${query}`), { page: "list", campaign: 7 }, query);
  }
});
