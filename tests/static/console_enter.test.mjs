import assert from "node:assert/strict";
import test from "node:test";

import { EnterKey } from "../../static/console/enter.js";

const down = (more = {}) => ({ key: "Enter", repeat: false, shiftKey: false, isComposing: false, ...more });
const up = { key: "Enter" };

test("a press counts when the key comes up, once", () => {
  const enter = new EnterKey();
  assert.equal(enter.down(down(), 1), true);
  assert.equal(enter.up(up, 1), true);
  assert.equal(enter.up(up, 1), false);
});

test("a held key goes down many times and counts once", () => {
  const enter = new EnterKey();
  enter.down(down(), 1);
  for (let i = 0; i < 20; i++) assert.equal(enter.down(down({ repeat: true }), 1), true);
  assert.equal(enter.up(up, 1), true);
});

test("a key held over to the next message doesn't send it: that takes a fresh press", () => {
  const enter = new EnterKey();
  enter.down(down(), 1);
  enter.down(down({ repeat: true }), 2);
  assert.equal(enter.up(up, 2), false);
  enter.down(down(), 2);
  assert.equal(enter.up(up, 2), true);
});

test("a key that was down before the message was there doesn't send it", () => {
  const enter = new EnterKey();
  enter.down(down({ repeat: true }), 1);
  assert.equal(enter.up(up, 1), false);
});

test("a press forgotten because the screen changed under it doesn't count", () => {
  const enter = new EnterKey();
  enter.down(down(), 1);
  enter.forget();
  assert.equal(enter.up(up, 1), false);
});

test("Shift and Enter, a word being composed, and other keys are left to the browser", () => {
  const enter = new EnterKey();
  for (const more of [{ shiftKey: true }, { isComposing: true }, { key: "a" }]) assert.equal(enter.down(down(more), 1), false);
  assert.equal(enter.up(up, 1), false);
  assert.equal(enter.up({ key: "a" }, 1), false);
});
