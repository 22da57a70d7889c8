import assert from "node:assert/strict";
import test from "node:test";

import { KEYS, OTHERS, meant } from "../../static/console/keys.js";

const press = (key, more = {}) => ({ key, ctrlKey: false, altKey: false, metaKey: false, repeat: false, isComposing: false, ...more });

test("a key means what the table says, also with the capitals lock", () => {
  assert.equal(meant(press("j"), false).act, "next");
  assert.equal(meant(press("J"), false).act, "next");
  assert.equal(meant(press("?", { shiftKey: true }), false).act, "help");
  assert.equal(meant(press("x"), false), null);
});

test("no key counts while a field has the focus, with another key, while it is held, or while a word is chosen", () => {
  assert.equal(meant(press("c"), true), null);
  for (const more of ["ctrlKey", "altKey", "metaKey", "repeat", "isComposing"]) assert.equal(meant(press("c", { [more]: true }), false), null, more);
});

test("no two entries share a key, each says what it does, and none sends", () => {
  const keys = KEYS.flatMap((one) => one.keys);
  assert.equal(new Set(keys).size, keys.length);
  for (const { shown, says } of [...KEYS, ...OTHERS]) assert.ok(shown.length && says);
  assert.ok(!keys.includes("enter") && !KEYS.some(({ act }) => act === "send"));
});
