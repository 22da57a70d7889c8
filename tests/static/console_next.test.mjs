import assert from "node:assert/strict";
import test from "node:test";

import { close, sendReply } from "../../static/console/acts.js";
import { OPEN_NEXT } from "../../static/console/choices.js";
import { shown } from "../../static/console/console.js";
import { Page } from "../../static/console/page.js";
import { hashOf, placeOf } from "../../static/console/route.js";
import { aConsole, aConversation, aHub, off, settled } from "./console_things.mjs";

const WAITING = () => aConsole({ screen: "replies", reply: 3, quiet: 1, request: off("replies_left") });

/** A page on which conversation 6 of 5, 6 and 7, which wait, is open; `went` lists the addresses, "=" for `instead`. */
async function open(t, answers = {}, hash = "#7/reply/6") {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const hub = aHub({
    list_conversations: () => ({ conversations: [5, 6, 7].map((id) => aConversation(id)), next: null }),
    open_conversation: ({ conversation }) => aConversation(conversation),
    send_reply: ({ conversation }) => aConversation(conversation, { v: 11, lane: "quiet" }),
    close_conversation: ({ conversation }) => aConversation(conversation, { v: 11, lane: "closed" }),
    ...answers,
  });
  const went = [];
  const page = new Page({ ask: hub.ask, go: (place, instead) => went.push((instead ? "=" : "") + hashOf(place)), changed: () => {} });
  page.went(placeOf(hash));
  page.whenOpened({ me: { id: 3, name: "Ana" }, things: [WAITING()] });
  await settled();
  return { hub, page, went };
}

test("after a reply the next that waits opens by itself, in place of the one before", async (t) => {
  const { page, went } = await open(t);
  await sendReply(page, page.conversation.thing, "Hello!");
  assert.deepEqual([went, page.place.conversation, page.unasked], [["=#7/reply/7"], 7, 7]);
  assert.equal(String(page.notice), "Sent to Ana No 6.");
  assert.equal(String(shown(page).heading), "Ana No 7"); // at once: its row had the name
  await settled();
  assert.equal(page.conversation.thing.id, 7);
  assert.equal(String(page.notice), "Sent to Ana No 6.");
});

test("after the last of the list comes the longest waiting, and after the last of all the list", async (t) => {
  const { page, went } = await open(t, {}, "#7/reply/7");
  await close(page, page.conversation.thing);
  assert.equal(page.place.conversation, 5);
  await settled();
  await close(page, page.conversation.thing);
  await settled();
  await close(page, page.conversation.thing);
  assert.deepEqual(went, ["=#7/reply/5", "=#7/reply/6", "#7"]);
  assert.equal(page.place.conversation, null);
});

test("one that was answered or taken meanwhile is passed over", async (t) => {
  const { page } = await open(t, {
    send_reply: ({ conversation }) => {
      page.whenGone({ kind: "conversation", campaign: 7, id: 7, v: 11 });
      return aConversation(conversation, { v: 12, lane: "quiet" });
    },
  });
  await sendReply(page, page.conversation.thing, "Hello!");
  assert.equal(page.place.conversation, 5);
});

test("a push that comes before the answer doesn't change which one is next", async (t) => {
  const { page } = await open(t, {
    send_reply: ({ conversation }) => {
      page.whenChanged(aConversation(conversation, { v: 11, lane: "quiet" }));
      return aConversation(conversation, { v: 11, lane: "quiet" });
    },
  });
  await sendReply(page, page.conversation.thing, "Hello!");
  assert.equal(page.place.conversation, 7);
});

test("a texter who wants the list gets the list", async (t) => {
  const { page, went } = await open(t);
  page.choices.choose(OPEN_NEXT, false);
  await sendReply(page, page.conversation.thing, "Hello!");
  assert.deepEqual([went, page.unasked], [["#7"], null]);
});

test("a texter who has turned to another conversation meanwhile stays there", async (t) => {
  const { page } = await open(t, {
    send_reply: ({ conversation }) => {
      page.turn("previous");
      return aConversation(conversation, { v: 11, lane: "quiet" });
    },
  });
  await sendReply(page, page.conversation.thing, "Hello!");
  assert.deepEqual([page.place.conversation, page.unasked], [5, null]);
  assert.equal(String(page.notice), "Sent to Ana No 6.");
});

test("from conversation to conversation the address is replaced, and at the ends nothing happens", async (t) => {
  const { page, went } = await open(t);
  assert.equal(page.turn("next"), true);
  await settled();
  assert.equal(page.turn("next"), false);
  assert.equal(page.turn("previous"), true);
  assert.deepEqual(went, ["=#7/reply/7", "=#7/reply/6"]);
});

test("a conversation of another lane leads nowhere by itself", async (t) => {
  const { page, went } = await open(t, {}, "#7/quiet/6");
  await sendReply(page, page.conversation.thing, "One more thing");
  assert.deepEqual(went, []);
});
