import assert from "node:assert/strict";
import test from "node:test";

import { shown } from "../../static/console/console.js";
import { Page } from "../../static/console/page.js";
import { finishDay, release, request, stopWaiting, waitForMore } from "../../static/console/pool.js";
import { placeOf } from "../../static/console/route.js";
import { aConsole, aHub, off, settled } from "./console_things.mjs";

/** A page of these consoles, its hub, and the screen that is shown. */
function start(t, answers, consoles) {
  t.mock.timers.enable({ apis: ["setTimeout", "Date"], now: Date.now() });
  const hub = aHub({ list_conversations: () => ({ conversations: [], next: null }), ...answers });
  const page = new Page({ ask: hub.ask, go: () => {}, changed: () => {} });
  page.went(placeOf("#7"));
  page.whenOpened({ me: { id: 3, name: "Ana" }, things: consoles });
  return { hub, page, screen: () => shown(page).screen };
}

const doneNow = () => ({ since: Date.now(), last: Date.now(), initials: 20, replies: 1, done: Date.now() });

test("done for the day asks once for all campaigns, and says goodbye and how many went back, until the texter goes on", async (t) => {
  const answers = { finish_day: () => ({ moved: 21, initial: 0, reply: 1, quiet: 20 }), request_conversations: () => ({ assigned: 1, initial: 1 }) };
  const { hub, page, screen } = start(t, answers, [aConsole({ screen: "replies", reply: 1, quiet: 10 }), aConsole({ campaign: 8, quiet: 10 })]);
  await finishDay(page);
  assert.deepEqual(hub.named("finish_day"), [{}]);
  page.whenChanged(aConsole({ v: 11, screen: "inbox_zero", closed: 1, day: doneNow() }));
  assert.equal(screen(), "inbox_zero"); // something is still held in the other campaign
  page.whenChanged(aConsole({ campaign: 8, v: 11, day: doneNow() }));
  assert.equal(screen(), "goodbye");
  assert.equal(page.notice, "You have given back 21 conversations, so that others can go on.");
  await request(page, 7);
  assert.equal(page.notice, "");
});

test("nothing is said to have gone back where nothing was held", async (t) => {
  const { page } = start(t, { finish_day: () => ({ moved: 0, initial: 0, reply: 0, quiet: 0 }) }, [aConsole()]);
  await finishDay(page);
  page.whenChanged(aConsole({ v: 11, day: doneNow() }));
  assert.equal(page.notice, "");
});

test("one campaign given back alone says so there, and the others stay", async (t) => {
  const consoles = [aConsole({ screen: "replies", reply: 2 }), aConsole({ campaign: 8, screen: "inbox_zero", quiet: 3 })];
  const { hub, page, screen } = start(t, { release_conversations: () => ({ moved: 2 }) }, consoles);
  await release(page, 7);
  assert.deepEqual(hub.named("release_conversations"), [{ campaign: 7 }]);
  page.whenChanged(aConsole({ v: 11, day: doneNow() }));
  assert.equal(screen(), "looking");
  assert.equal(page.notice, "You have given back 2 conversations, so that others can go on.");
});

test("waiting is asked for once, and can be ended", async (t) => {
  const request = { ...off("none_unassigned"), may_wait: true };
  const { hub, page } = start(t, { wait_for_more: () => ({}), stop_waiting: () => ({}) }, [aConsole({ request })]);
  await Promise.all([waitForMore(page, 7), waitForMore(page, 7)]);
  assert.deepEqual(hub.named("wait_for_more"), [{ campaign: 7 }]);
  assert.equal(shown(page).request.busy, true);
  page.whenChanged(aConsole({ v: 11, request: { ...request, may_wait: false, waits_since: Date.now() } }));
  assert.deepEqual([shown(page).request.busy, shown(page).request.waits], [false, true]);
  await stopWaiting(page, 7);
  assert.deepEqual(hub.named("stop_waiting"), [{ campaign: 7 }]);
});

const served = (at) => ({ at, assigned: 2, initial: 2, reply: 0, quiet: 0, fair: false });

test("a batch that comes by itself changes the screen and is told, once", async (t) => {
  const { page, screen } = start(t, {}, [aConsole({ served: served(1) })]);
  assert.equal(page.notice, ""); // one from before the page was opened is no news
  page.whenChanged(aConsole({ v: 11, screen: "initials", initial: 2, served: served(2) }));
  await settled();
  assert.equal(screen(), "initials");
  assert.equal(page.notice, "2 people came. Both need a first message.");
  page.hush();
  page.whenChanged(aConsole({ v: 12, screen: "initials", initial: 1, served: served(2) }));
  assert.equal(page.notice, "");
});

test("a batch that came in another campaign, or while the connection was away, is told too", (t) => {
  const trees = (changes) => aConsole({ campaign: 8, title: "Trees", ...changes });
  const { page } = start(t, {}, [aConsole({ screen: "inbox_zero", quiet: 1 }), trees()]);
  page.whenChanged(trees({ v: 11, screen: "initials", initial: 2, served: served(2) }));
  assert.equal(String(page.notice), "“Trees”: 2 people came. Both need a first message.");
  page.whenOpened({ me: { id: 3, name: "Ana" }, things: [aConsole({ screen: "initials", initial: 2, served: served(3) }), trees({ served: served(2) })] });
  assert.equal(page.notice, "2 people came. Both need a first message.");
});

test("what is given back can't be undone any more, and what was done in another campaign can", async (t) => {
  const consoles = [aConsole({ screen: "replies", reply: 2 }), aConsole({ campaign: 8, screen: "inbox_zero", quiet: 3 })];
  const { page } = start(t, { release_conversations: () => ({ moved: 2 }), finish_day: () => ({ moved: 3 }) }, consoles);
  const act = (campaign) => page.undoing.did({ campaign, id: 1, undo_until: Date.now() + 3_000 }, "Sent.");
  act(8);
  await release(page, 7);
  assert.equal(page.undoing.act?.says, "Sent.");
  act(7);
  await release(page, 7);
  assert.equal(page.undoing.act, null);
  act(8);
  await finishDay(page);
  assert.equal(page.undoing.act, null);
});
