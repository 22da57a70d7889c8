import assert from "node:assert/strict";
import test from "node:test";

import { sendReply } from "../../static/console/acts.js";
import { shown } from "../../static/console/console.js";
import { sendInitial } from "../../static/console/first_acts.js";
import { Page } from "../../static/console/page.js";
import { request } from "../../static/console/pool.js";
import { hashOf, placeOf } from "../../static/console/route.js";
import { Refusal } from "../../static/shared/socket.js";
import { aConsole, aConversation, aHub, anInitial, off, settled } from "./console_things.mjs";

const refused = (code) => () => {
  throw new Refusal(code, `${code}.`);
};

function start(t, answers, consoles, hash = "") {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const hub = aHub({ list_conversations: () => ({ conversations: [], next: null }), ...answers });
  const went = [];
  const page = new Page({ ask: hub.ask, go: (place) => went.push(hashOf(place)), changed: () => {} });
  page.went(placeOf(hash));
  page.whenOpened({ me: { id: 3, name: "Ana" }, things: consoles });
  return { hub, page, went, screen: () => shown(page).screen };
}

test("a double click asks once, with a UUID, and says what came", async (t) => {
  const { hub, page } = start(t, { request_conversations: () => ({ assigned: 300, initial: 0, reply: 10, quiet: 290 }) }, [aConsole()]);
  await Promise.all([request(page, 7), request(page, 7)]);
  const asked = hub.named("request_conversations");
  assert.equal(asked.length, 1);
  assert.match(asked[0].request_id, /^[0-9a-f-]{36}$/);
  assert.equal(page.notice, "");
  page.whenChanged(aConsole({ v: 11, screen: "replies", reply: 10, quiet: 290 }));
  assert.equal(page.notice, "You have 300 new conversations. 10 of them are waiting for your reply.");
});

test("the button stays locked until its console shows what came", async (t) => {
  const { hub, page } = start(t, { request_conversations: () => ({ assigned: 5, initial: 0, reply: 0, quiet: 5 }) }, [aConsole()]);
  await request(page, 7);
  await request(page, 7);
  assert.equal(hub.named("request_conversations").length, 1);
  page.whenChanged(aConsole({ v: 11, screen: "inbox_zero", quiet: 5 }));
  await request(page, 7);
  const ids = hub.named("request_conversations").map(({ request_id }) => request_id);
  assert.equal(new Set(ids).size, 2);
});

test("a refused request shows its sentence until the console says something else", async (t) => {
  const { page } = start(t, { request_conversations: refused("none_unassigned") }, [aConsole()]);
  await request(page, 7);
  assert.equal(shown(page).request.refusal, "none_unassigned.");
  assert.equal(shown(page).request.busy, false);
  page.whenChanged(aConsole({ v: 11, request: off("none_unassigned") }));
  page.whenChanged(aConsole({ v: 12 }));
  assert.equal(shown(page).request.refusal, "");
  assert.equal(shown(page).request.on, true);
});

test("the button comes back when the reason ends, without asking for anything", (t) => {
  const { page } = start(t, {}, [aConsole({ request: off("self_assign_off") })]);
  assert.equal(shown(page).request.on, false);
  page.whenChanged(aConsole({ v: 11 }));
  assert.equal(shown(page).request.on, true);
});

test("first messages go out one by one, as shown, and the next one takes the place", async (t) => {
  const answers = {
    list_conversations: () => ({ conversations: [anInitial(1), anInitial(2)], next: null }),
    send_initial: ({ conversation }) => aConversation(conversation, { v: 11, lane: "quiet" }),
  };
  const { hub, page } = start(t, answers, [aConsole({ screen: "initials", initial: 2, batch: { size: 2, sent: 0 }, request: off("initials_left") })]);
  await settled();
  const [first] = page.lanes.of(7, "initial").items;
  const sending = sendInitial(page, first, first.draft);
  assert.deepEqual(page.initialsOf(7).map(({ id }) => id), [2]); // at once
  await sending;
  assert.deepEqual(hub.named("send_initial"), [{ campaign: 7, conversation: 1, text: "Hi 1" }]);
  assert.deepEqual(page.lanes.of(7, "initial").items.map(({ id }) => id), [2]);
  assert.deepEqual(shown(page).progress, { size: 2, sent: 0 });
  page.whenChanged(aConsole({ v: 11, screen: "initials", initial: 1, batch: { size: 2, sent: 1 } }));
  assert.deepEqual(shown(page).progress, { size: 2, sent: 1 });
});

test("a first message that isn't ours to send any more is passed over", async (t) => {
  const answers = { list_conversations: () => ({ conversations: [anInitial(1), anInitial(2)], next: null }), send_initial: refused("already_sent") };
  const { page } = start(t, answers, [aConsole({ screen: "initials", initial: 2 })]);
  await settled();
  const refusal = await sendInitial(page, anInitial(1), "Hi 1");
  assert.equal(refusal.code, "already_sent");
  assert.deepEqual(page.lanes.of(7, "initial").items.map(({ id }) => id), [2]);
});

test("a first message whose fate is unknown stays, and the refusal is passed on", async (t) => {
  const answers = { list_conversations: () => ({ conversations: [anInitial(1)], next: null }), send_initial: refused("connection_lost") };
  const { page } = start(t, answers, [aConsole({ screen: "initials", initial: 1 })]);
  await settled();
  await assert.rejects(sendInitial(page, anInitial(1), "Hi 1"), { code: "connection_lost" });
  assert.equal(page.lanes.of(7, "initial").items.length, 1);
});

test("more first messages assigned while the list runs out are fetched", async (t) => {
  let some = [];
  const { page } = start(t, { list_conversations: () => ({ conversations: some, next: null }) }, [aConsole({ screen: "initials", initial: 1 })]);
  await settled();
  some = [anInitial(5)];
  t.mock.timers.tick(500);
  await settled();
  assert.deepEqual(page.lanes.of(7, "initial").items.map(({ id }) => id), [5]);
});

const REPLYING = () => [aConsole({ screen: "replies", reply: 1, quiet: 1, request: off("replies_left") })];

test("a reply says which text was the newest shown, and leads back to who is next", async (t) => {
  const sent = aConversation(5, { v: 11, lane: "quiet" });
  const { hub, page, screen } = start(t, { open_conversation: () => aConversation(5), send_reply: () => sent }, REPLYING(), "#7/reply/5");
  await settled();
  assert.equal(screen(), "thread");
  await sendReply(page, page.conversation.thing, "It's me");
  assert.deepEqual(hub.named("send_reply"), [{ campaign: 7, conversation: 5, text: "It's me", last_seen: 2 }]);
  assert.equal(screen(), "replies");
  assert.equal(String(page.notice), "Sent to Ana No 5.");
  page.whenChanged(aConsole({ v: 11, screen: "inbox_zero", quiet: 2 }));
  assert.equal(String(page.notice), "Sent to Ana No 5.");
  page.whenChanged(aConsole({ v: 12, screen: "replies", reply: 1, quiet: 1 }));
  assert.equal(page.notice, "");
});

test("a text that came in between is shown before the refusal, and what was typed stays", async (t) => {
  const newer = aConversation(5, { v: 12, texts: [...aConversation(5).texts, { id: 3, direction: "in", text: "Hello?", at: 0, status: "received" }] });
  let now = aConversation(5);
  const { page } = start(t, { open_conversation: () => now, send_reply: refused("not_up_to_date") }, REPLYING(), "#7/reply/5");
  await settled();
  page.drafts.keep(now, "It's me");
  now = newer;
  await assert.rejects(sendReply(page, page.conversation.thing, "It's me"), { code: "not_up_to_date" });
  assert.equal(page.conversation.thing.texts.at(-1).text, "Hello?");
  assert.equal(page.drafts.of(now), "It's me");
});

test("a quiet conversation that is written to stays open", async (t) => {
  const quiet = aConversation(6, { lane: "quiet" });
  const { page, screen } = start(t, { open_conversation: () => quiet, send_reply: () => ({ ...quiet, v: 11 }) }, REPLYING(), "#7/quiet/6");
  await settled();
  await sendReply(page, quiet, "One more thing");
  assert.equal(screen(), "thread");
});

test("an open conversation follows what is pushed, but not a list's last text alone, nor what is older", async (t) => {
  const { page } = start(t, { open_conversation: () => aConversation(5) }, REPLYING(), "#7/reply/5");
  await settled();
  page.whenChanged(aConversation(5, { v: 11, lane: "closed" }));
  page.whenChanged(aConversation(5, { v: 9 }));
  page.whenChanged(aConversation(5, { v: 12, texts: aConversation(5).texts.slice(1) }));
  assert.deepEqual([page.conversation.thing.v, page.conversation.thing.lane], [11, "closed"]);
});

test("an open conversation that is taken away says so and leads back", async (t) => {
  const { page, screen, went } = start(t, { open_conversation: () => aConversation(5) }, REPLYING(), "#7/reply/5");
  await settled();
  page.whenGone({ kind: "conversation", id: 5, campaign: 7, v: 12 });
  assert.deepEqual(went, ["#7"]);
  assert.equal(screen(), "replies");
  assert.match(String(page.notice), /Ana No 5 was taken away/);
});

test("an address of somebody else's conversation leads back with the reason", async (t) => {
  const { page, screen } = start(t, { open_conversation: refused("not_yours") }, REPLYING(), "#7/reply/99");
  await settled();
  assert.equal(screen(), "replies");
  assert.equal(page.notice, "not_yours.");
});

test("after a lost connection everything shown is looked at again", async (t) => {
  const { hub, page } = start(t, { open_conversation: () => aConversation(5) }, REPLYING(), "#7/reply/5");
  await settled();
  page.whenOpened({ me: { id: 3, name: "Ana" }, things: REPLYING() });
  await settled();
  assert.equal(hub.named("open_conversation").length, 2);
});

test("a reply lost with the connection is no draft any more once it is found sent", async (t) => {
  let now = aConversation(5);
  const { page } = start(t, { open_conversation: () => now, send_reply: refused("connection_lost") }, REPLYING(), "#7/reply/5");
  await settled();
  page.drafts.keep(now, "It's me");
  await assert.rejects(sendReply(page, page.conversation.thing, "It's me"), { code: "connection_lost" });
  assert.equal(page.drafts.of(now), "It's me");
  now = aConversation(5, { v: 11, texts: [...now.texts, { id: 3, direction: "out", text: "It's me", at: 0, status: "queued" }] });
  page.whenOpened({ me: { id: 3, name: "Ana" }, things: REPLYING() });
  await settled();
  assert.equal(page.drafts.of(now), undefined);
});

test("who is no longer a sender is told, and shown another campaign or none", (t) => {
  const { page, screen } = start(t, {}, [aConsole(), aConsole({ campaign: 8, title: "Trees" })], "#7");
  page.whenGone({ kind: "console", id: 3, campaign: 7, v: 11 });
  assert.match(String(page.notice), /no longer a sender of “Parks”/);
  assert.equal(shown(page).title, "Trees");
  page.whenGone({ kind: "console", id: 3, campaign: 8, v: 11 });
  assert.equal(screen(), "nothing");
  page.whenChanged(aConsole({ campaign: 8, title: "Trees", v: 12 }));
  assert.equal(page.notice, "");
});

test("the campaign shown stays the same one when another needs something", (t) => {
  const { page, went } = start(t, {}, [aConsole(), aConsole({ campaign: 8, title: "Trees" })]);
  page.whenChanged(aConsole({ campaign: 8, title: "Trees", v: 11, screen: "replies", reply: 3 }));
  assert.equal(shown(page).title, "Parks");
  assert.equal(shown(page).needs, 3);
  assert.deepEqual(went, ["#7"]);
});

test("when something has moved the page lists again, though every count is the same", async (t) => {
  const { hub, page } = start(t, {}, REPLYING());
  await settled();
  t.mock.timers.tick(500);
  await settled();
  page.whenChanged({ ...REPLYING()[0], v: 11, moved: 11 });
  await settled();
  assert.equal(hub.named("list_conversations").length, 2);
});

test("what came is said until the first of it is sent", async (t) => {
  const answers = {
    request_conversations: () => ({ assigned: 2, initial: 2, reply: 0, quiet: 0 }),
    list_conversations: () => ({ conversations: [anInitial(1), anInitial(2)], next: null }),
    send_initial: ({ conversation }) => aConversation(conversation, { v: 12, lane: "quiet" }),
  };
  const { page } = start(t, answers, [aConsole()]);
  await request(page, 7);
  page.whenChanged(aConsole({ v: 11, moved: 11, screen: "initials", initial: 2, batch: { size: 2, sent: 0 } }));
  await settled();
  assert.equal(page.notice, "You have 2 new conversations. Both need a first message.");
  const sending = sendInitial(page, page.initialsOf(7)[0], "Hi 1");
  assert.equal(page.notice, "");
  await sending;
});

test("a first message that couldn't be sent comes back to its place", async (t) => {
  const answers = { list_conversations: () => ({ conversations: [anInitial(1), anInitial(2)], next: null }), send_initial: refused("connection_lost") };
  const { page } = start(t, answers, [aConsole({ screen: "initials", initial: 2 })]);
  await settled();
  const sending = sendInitial(page, anInitial(1), "Hi 1");
  assert.deepEqual(page.initialsOf(7).map(({ id }) => id), [2]);
  await assert.rejects(sending);
  assert.deepEqual(page.initialsOf(7).map(({ id }) => id), [1, 2]);
});

test("who moved my conversations, and how many, is said once and adds up", (t) => {
  const taken = { by: "Ada", move: "m1", moved: 10 };
  const { page } = start(t, {}, [aConsole({ quiet: 9, taken: { by: "Ada", move: "m0", moved: 3 } })]);
  assert.equal(page.notice, "");
  page.whenChanged(aConsole({ v: 11, screen: "inbox_zero", quiet: 7, taken }));
  assert.equal(String(page.notice), "Ada moved 10 conversations of yours. What you still hold is here.");
  page.whenChanged(aConsole({ v: 12, screen: "inbox_zero", closed: 1, taken: { ...taken, moved: 12 } }));
  assert.equal(String(page.notice), "Ada moved 12 conversations of yours.");
  page.went(placeOf("#7/closed"));
  page.whenChanged(aConsole({ v: 13, screen: "inbox_zero", quiet: 1, taken: { ...taken, moved: 12 } }));
  assert.equal(page.notice, "");
});
