import assert from "node:assert/strict";
import test from "node:test";

import { Listing, conversationsOf } from "../../static/shared/listing.js";
import { Refusal } from "../../static/shared/socket.js";
import { aConversation, aHub, anInitial, settled } from "./console_things.mjs";

const ids = (lane) => lane.items.map(({ id }) => id);
const page = (from, to, next = null, v = 10) => ({
  conversations: Array.from({ length: to - from + 1 }, (_, i) => anInitial(from + i, { v })), next,
});

function start(t, answer) {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const hub = aHub({ list_conversations: answer });
  const read = conversationsOf(hub.ask, { campaign: 7, lane: "initial" });
  return { hub, lane: new Listing({ read, belongs: (thing) => thing.lane === "initial", changed: () => {} }) };
}

async function rested(t) {
  await settled();
  t.mock.timers.tick(500);
  await settled();
}

test("it lists when something has moved, and not when nothing has", async (t) => {
  const { hub, lane } = start(t, () => page(1, 3));
  lane.follow(0);
  await rested(t);
  lane.follow(0);
  await rested(t);
  assert.equal(hub.asked.length, 1);
  lane.follow(4);
  await rested(t);
  assert.equal(hub.asked.length, 2);
  assert.deepEqual(ids(lane), [1, 2, 3]);
});

test("what we moved ourselves isn't listed again", async (t) => {
  const { hub, lane } = start(t, () => page(1, 20));
  lane.follow(10);
  await rested(t);
  lane.drop(1, 11);
  lane.knows(11);
  lane.follow(11);
  await rested(t);
  assert.equal(hub.asked.length, 1);
});

test("after the connection was away a conversation may be back in its lane, at an older version", async (t) => {
  let v = 10;
  const { lane } = start(t, () => page(1, 20, null, v));
  lane.follow(10);
  await rested(t);
  lane.drop(1, 12);
  v = 9; // the store went back
  lane.doubt();
  lane.follow(9);
  await rested(t);
  assert.deepEqual(ids(lane), Array.from({ length: 20 }, (_, i) => i + 1));
});

test("asked many times while it lists, it lists once more", async (t) => {
  const { hub, lane } = start(t, () => page(1, 3));
  for (const moved of [1, 2, 3, 4]) lane.follow(moved);
  await rested(t);
  await rested(t);
  assert.equal(hub.asked.length, 2);
});

test("it fetches the following page before it runs out, from where the last ended", async (t) => {
  const { hub, lane } = start(t, ({ after }) => (after ? page(51, 60) : page(1, 50, "mark")));
  lane.follow(1);
  await rested(t);
  for (let id = 1; id <= 36; id++) lane.drop(id, 11);
  await settled();
  assert.deepEqual(hub.asked.map(([, { after }]) => after), [undefined, "mark"]);
  assert.deepEqual(ids(lane), Array.from({ length: 24 }, (_, i) => 37 + i));
});

test("listing again shows as many as before", async (t) => {
  const { lane } = start(t, ({ after }) => (after ? page(51, 100, "more") : page(1, 50, "mark")));
  lane.follow(1);
  await rested(t);
  await lane.more();
  lane.follow(2);
  await rested(t);
  assert.equal(lane.items.length, 100);
  assert.equal(lane.next, "more");
});

test("more can be had while it rests, and what moved meanwhile is listed after that", async (t) => {
  const { hub, lane } = start(t, ({ after }) => (after ? page(51, 60) : page(1, 50, "mark")));
  lane.follow(1);
  await settled();
  lane.follow(2);
  await lane.more();
  assert.equal(lane.items.length, 60);
  await rested(t);
  assert.deepEqual(hub.asked.map(([, { after }]) => after), [undefined, "mark", undefined, "mark"]);
});

test("a listing from before a send doesn't bring the sent one back", async (t) => {
  const { lane } = start(t, () => page(1, 3, null, 10));
  lane.follow(1);
  await rested(t);
  lane.drop(2, 11);
  lane.follow(12);
  await rested(t);
  assert.deepEqual(ids(lane), [1, 3]);
});

test("one that comes again is listed again", async (t) => {
  let v = 10;
  const { lane } = start(t, () => page(1, 3, null, v));
  lane.follow(1);
  await rested(t);
  lane.drop(2, 11);
  v = 12;
  lane.follow(12);
  await rested(t);
  assert.deepEqual(ids(lane), [1, 2, 3]);
});

test("a change shows in its row; one that has left the lane leaves the list", async (t) => {
  const { lane } = start(t, () => page(1, 3));
  lane.follow(1);
  await rested(t);
  lane.change(anInitial(1, { v: 11, draft: "Hello" }));
  lane.change(anInitial(3, { v: 9, draft: "old" }));
  lane.change(aConversation(2, { v: 11 }));
  assert.deepEqual(lane.items.map(({ id, draft }) => [id, draft]), [[1, "Hello"], [3, "Hi 3"]]);
});

test("a temporary refusal is shown, and mended by asking again", async (t) => {
  let away = true;
  const { lane } = start(t, () => {
    if (away) throw new Refusal("try_again", "The store is away.");
    return page(1, 3);
  });
  lane.follow(1);
  await settled();
  assert.equal(lane.refusal, "The store is away.");
  away = false;
  await rested(t);
  assert.deepEqual([ids(lane), lane.refusal], [[1, 2, 3], ""]);
});
