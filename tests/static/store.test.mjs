import assert from "node:assert/strict";
import test from "node:test";

import { Things } from "../../static/shared/store.js";

const thing = (v, more = {}) => ({ kind: "console", id: 3, campaign: 7, v, ...more });

test("the newest v of a thing wins, whatever order they come in", () => {
  const things = new Things();
  things.change(thing(5, { title: "new" }));
  assert.equal(things.change(thing(4, { title: "old" })), false);
  assert.equal(things.get("console", 3, 7).title, "new");
});

test("an equal v replaces", () => {
  const things = new Things();
  things.change(thing(5, { title: "first" }));
  things.change(thing(5, { title: "second" }));
  assert.equal(things.get("console", 3, 7).title, "second");
});

test("what has gone isn't brought back by an older change, but is by a newer one", () => {
  const things = new Things();
  things.change(thing(5));
  things.gone(thing(7));
  things.change(thing(6));
  assert.equal(things.get("console", 3, 7), undefined);
  things.change(thing(8));
  assert.equal(things.get("console", 3, 7).v, 8);
});

test("what went before it was heard of isn't brought in by an older change", () => {
  const things = new Things();
  things.gone(thing(7));
  things.change(thing(6));
  assert.deepEqual(things.all("console"), []);
});

test("an older going doesn't take a newer thing away", () => {
  const things = new Things();
  things.change(thing(5));
  assert.equal(things.gone(thing(4)), undefined);
  assert.equal(things.get("console", 3, 7).v, 5);
});

test("the same id in another campaign or of another kind is another thing", () => {
  const things = new Things();
  things.change(thing(5));
  things.change(thing(5, { campaign: 8 }));
  things.change(thing(5, { kind: "sender" }));
  assert.equal(things.all("console").length, 2);
  assert.equal(things.all("console", 8).length, 1);
});

test("things of the account are found without a campaign", () => {
  const things = new Things();
  things.change({ kind: "member", id: 3, campaign: null, v: 1 });
  assert.equal(things.get("member", 3).v, 1);
});

test("an opening replaces everything, even with older things, and what had gone may be back", () => {
  const things = new Things();
  things.change(thing(9));
  things.change(thing(9, { campaign: 8 }));
  things.gone(thing(12, { campaign: 9 }));
  things.replaceAll([thing(2), thing(2, { campaign: 9 })]);
  assert.deepEqual(things.all("console").map(({ campaign, v }) => [campaign, v]), [[7, 2], [9, 2]]);
  things.gone(thing(12));
  things.replaceAll([]);
  assert.equal(things.change(thing(3)), true);
});

test("who subscribes hears of what has changed and of nothing else", () => {
  const things = new Things();
  const heard = [];
  const stop = things.subscribe((one, gone) => heard.push([one?.v ?? null, gone]));
  things.change(thing(5));
  things.change(thing(4));
  things.gone(thing(6));
  things.gone(thing(7));
  things.replaceAll([]);
  stop();
  things.change(thing(8));
  assert.deepEqual(heard, [[5, false], [5, true], [null, false]]);
});
