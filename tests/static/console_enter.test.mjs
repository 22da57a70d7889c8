import assert from "node:assert/strict";
import test from "node:test";

import { EnterKey } from "../../static/console/enter.js";

const down = (more = {}) => ({ key: "Enter", repeat: false, shiftKey: false, isComposing: false, ...more });
const up = { key: "Enter" };

test("a press counts when the key comes up, once", () => {
  const enter = new EnterKey();
  assert.equal(enter.down(down(), "one"), true);
  assert.equal(enter.up(up), "one");
  assert.equal(enter.up(up), null);
});

test("a held key goes down many times and counts once", () => {
  const enter = new EnterKey();
  enter.down(down(), "one");
  for (let i = 0; i < 20; i++) assert.equal(enter.down(down({ repeat: true }), "one"), true);
  assert.equal(enter.up(up), "one");
});

test("a key held over to the next message is a press on the one before", () => {
  const enter = new EnterKey();
  enter.down(down(), "one");
  enter.down(down({ repeat: true }), "two");
  assert.equal(enter.up(up), "one");
  enter.down(down(), "two");
  assert.equal(enter.up(up), "two");
});

test("a key that was down before the message was there is no press", () => {
  const enter = new EnterKey();
  enter.down(down({ repeat: true }), "one");
  assert.equal(enter.up(up), null);
});

test("a press that comes up elsewhere is forgotten", () => {
  const enter = new EnterKey();
  enter.down(down(), "one");
  enter.forget();
  assert.equal(enter.up(up), null);
});

test("Shift and Enter, a word being composed, and other keys are left to the browser", () => {
  const enter = new EnterKey();
  for (const more of [{ shiftKey: true }, { isComposing: true }, { keyCode: 229 }, { key: "a" }]) assert.equal(enter.down(down(more), "one"), false);
  assert.equal(enter.up(up), null);
  assert.equal(enter.up({ key: "a" }), null);
});
