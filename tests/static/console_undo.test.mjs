import assert from "node:assert/strict";
import test from "node:test";

import { close, optOut, sendReply } from "../../static/console/acts.js";
import { reportWrongNumber, sendInitial, skip } from "../../static/console/first_acts.js";
import { Page } from "../../static/console/page.js";
import { hashOf, placeOf } from "../../static/console/route.js";
import { undo } from "../../static/console/undo.js";
import { Undoing } from "../../static/console/undoing.js";
import { Refusal } from "../../static/shared/socket.js";
import { storeSays } from "../../static/shared/store_time.js";
import { aConsole, aConversation, aHub, anInitial, off, settled } from "./console_things.mjs";

globalThis.document ??= {}; // undo.js draws the bar, too

const soon = () => Date.now() + 3_000;

function start(t, answers, consoles, hash = "") {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const hub = aHub({ list_conversations: () => ({ conversations: [], next: null }), open_conversation: ({ conversation }) => aConversation(conversation), ...answers });
  const went = [];
  const page = new Page({ ask: hub.ask, go: (place) => went.push(hashOf(place)), changed: () => {} });
  page.went(placeOf(hash));
  page.whenOpened({ me: { id: 3, name: "Ana" }, things: consoles });
  return { hub, page, went };
}

const replies = aConsole({ screen: "replies", reply: 1, request: off("replies_left") });
const sent = (more = {}) => aConversation(5, { v: 11, lane: "quiet", undo_until: soon(), ...more });

test("an act can be undone until its time is over, and only the last one", () => {
  const undoing = new Undoing(() => {});
  undoing.did(sent(), "Sent.", "Hi");
  assert.equal(undoing.act.says, "Sent.");
  undoing.did(sent({ id: 6, undo_until: undefined }), "Sent.");
  assert.equal(undoing.act, null);
  undoing.did(sent({ undo_until: Date.now() - 1 }), "Sent.");
  assert.equal(undoing.act, null);
  undoing.did(sent(), "Sent.");
  assert.notEqual(undoing.take(), null);
  assert.equal(undoing.take(), null);
});

test("when its time is over is told also if our clock was set right since, as by a new connection", (t) => {
  t.mock.timers.enable({ apis: ["setTimeout", "Date"], now: 50_000 });
  storeSays(50_000);
  const undoing = new Undoing(() => (shown = undoing.act));
  undoing.did(sent({ undo_until: 53_000 }), "Sent.");
  let shown = undoing.act;
  storeSays(49_600);
  t.mock.timers.tick(3_000);
  t.mock.timers.tick(400);
  assert.equal(shown, null);
  storeSays(Date.now());
});

test("a reply that is undone comes back with its words in the box", async (t) => {
  const answers = { send_reply: () => sent(), undo: () => aConversation(5, { v: 12 }) };
  const { hub, page, went } = start(t, answers, [replies], "#7/reply/5");
  await settled();
  page.drafts.keep(aConversation(5), "Grate!");
  await sendReply(page, aConversation(5), "Grate!");
  assert.equal(page.notice, "", "the bar says it");
  assert.equal(String(page.undoing.act.says), "Sent to Ana No 5.");
  assert.equal(page.drafts.of(aConversation(5)), undefined);
  await undo(page);
  assert.deepEqual(hub.named("undo"), [{ campaign: 7, conversation: 5 }]);
  assert.equal(page.drafts.of(aConversation(5)), "Grate!");
  assert.equal(went.at(-1), "#7/reply/5");
  assert.equal(page.undoing.act, null);
});

test("where nothing can be undone a notice says what was sent", async (t) => {
  const { page } = start(t, { send_reply: () => aConversation(5, { v: 10, lane: "quiet" }) }, [replies], "#7/reply/5");
  await settled();
  await sendReply(page, aConversation(5), "Great!");
  assert.equal(String(page.notice), "Sent to Ana No 5.");
  assert.equal(page.undoing.act, null);
});

test("too late: a sentence, and the words aren't put back", async (t) => {
  const too_late = () => {
    throw new Refusal("too_late", "It's too late to undo this.");
  };
  const { page } = start(t, { close_conversation: () => sent({ lane: "closed" }), undo: too_late }, [replies], "#7/reply/5");
  await settled();
  await close(page, aConversation(5));
  await undo(page);
  assert.equal(page.notice, "It's too late to undo this.");
});

test("what wasn't tried for want of a connection is offered again, until its time is over", async (t) => {
  const refusals = [["connection_lost", { sent: false }], ["try_again", null], ["connection_lost", null]];
  const undoing = () => {
    const [code, details] = refusals.shift();
    throw new Refusal(code, "Not now.", details);
  };
  const { page } = start(t, { close_conversation: () => sent({ lane: "closed" }), undo: undoing }, [replies], "#7/reply/5");
  await settled();
  await close(page, aConversation(5));
  for (const offered of [true, true, false]) {
    await undo(page);
    assert.equal(page.notice, "Not now.");
    assert.equal(page.undoing.act !== null, offered);
  }
});

test("Undo means the act that was pressed last, though its answer isn't here yet", async (t) => {
  let answer;
  const answers = {
    send_reply: ({ conversation }) => (conversation === 5 ? sent() : new Promise((...settle) => (answer = settle))),
    undo: ({ conversation }) => aConversation(conversation, { v: 12 }),
  };
  const { hub, page } = start(t, answers, [replies], "#7/reply/5");
  await settled();
  await sendReply(page, aConversation(5), "Great!");
  const refused = sendReply(page, aConversation(6), "Grate!");
  const nothing = undo(page);
  answer[1](new Refusal("not_yours", "It isn't yours."));
  await assert.rejects(refused);
  await settled();
  t.mock.timers.tick(1);
  await nothing;
  assert.deepEqual(hub.named("undo"), []);
  assert.equal(page.undoing.act.conversation.id, 5, "it is offered still");

  sendReply(page, aConversation(6), "Grate!");
  const undone = undo(page);
  answer[0](sent({ id: 6 }));
  await settled();
  t.mock.timers.tick(1);
  await undone;
  assert.deepEqual(hub.named("undo"), [{ campaign: 7, conversation: 6 }]);
});

test("words that an opt-out dropped come back when it is undone, those that a close kept once", async (t) => {
  const answers = {
    opt_out: () => sent({ lane: "opted_out" }),
    close_conversation: () => sent({ lane: "closed" }),
    undo: () => aConversation(5, { v: 12 }),
  };
  const { page } = start(t, answers, [replies], "#7/reply/5");
  await settled();
  page.drafts.keep(aConversation(5), "At three");
  for (const act of [() => optOut(page, aConversation(5), ""), () => close(page, aConversation(5))]) {
    await act();
    await undo(page);
    assert.equal(page.drafts.of(aConversation(5)), "At three");
  }
});

test("an undone first message is shown again, with the texter's own words", async (t) => {
  let listed = [anInitial(1), anInitial(2)];
  const answers = {
    list_conversations: () => ({ conversations: listed, next: null }),
    send_initial: () => aConversation(1, { v: 11, lane: "quiet", undo_until: soon() }),
    undo: () => anInitial(1, { v: 12 }),
  };
  const { page } = start(t, answers, [aConsole({ screen: "initials", initial: 2, batch: { size: 2, sent: 0 } })]);
  await settled();
  await sendInitial(page, page.initialsOf(7)[0], "My own words");
  listed = [anInitial(1, { v: 12 }), anInitial(2, { v: 12 })];
  await undo(page);
  assert.equal(page.undoing.brought(page.initialsOf(7)), undefined, "it isn't listed yet");
  page.lanes.of(7, "initial").refresh();
  t.mock.timers.tick(500);
  await settled();
  assert.equal(page.undoing.brought(page.initialsOf(7)).id, 1);
  assert.equal(page.undoing.brought(page.initialsOf(7)), undefined, "once");
  assert.equal(page.drafts.of(anInitial(1)), "My own words");
});

test("a skipped first message comes last, and one skipped twice is told", async (t) => {
  let listed = [anInitial(1), anInitial(2)];
  const answers = {
    list_conversations: () => ({ conversations: listed, next: null }),
    skip_conversation: ({ conversation }) => anInitial(conversation, { v: 11, holder: conversation === 1 ? 3 : null }),
    report_wrong_number: ({ conversation }) => aConversation(conversation, { v: 12, lane: "closed", wrong_number: true }),
  };
  const { page } = start(t, answers, [aConsole({ screen: "initials", initial: 2, batch: { size: 2, sent: 0 } })]);
  await settled();
  listed = [anInitial(2, { v: 11 }), anInitial(1, { v: 11 })];
  assert.equal(await skip(page, page.initialsOf(7)[0]), null);
  t.mock.timers.tick(500);
  await settled();
  assert.deepEqual(page.initialsOf(7).map(({ id }) => id), [2, 1]);
  await skip(page, page.initialsOf(7)[0]);
  assert.match(String(page.notice), /skipped Ana No 2 twice/);
  await reportWrongNumber(page, anInitial(1));
  assert.deepEqual(page.initialsOf(7), []);
  assert.match(String(page.notice), /^Wrong number/);
});
