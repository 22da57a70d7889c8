import assert from "node:assert/strict";
import test from "node:test";

import { Choices, OPEN_NEXT, SINGLE_KEYS } from "../../static/console/choices.js";

class Storage {
  kept = new Map();
  getItem = (name) => this.kept.get(name) ?? null;
  setItem = (name, value) => this.kept.set(name, value);
  removeItem = (name) => this.kept.delete(name);
}

function choicesOf(member, storage) {
  const choices = new Choices(storage);
  choices.belongTo(member);
  return choices;
}

test("a choice is on until it is switched off, and stays so in this browser", () => {
  const storage = new Storage();
  const choices = choicesOf(3, storage);
  assert.equal(choices.isOn(OPEN_NEXT), true);
  choices.choose(OPEN_NEXT, false);
  assert.equal(choicesOf(3, storage).isOn(OPEN_NEXT), false);
  assert.equal(choicesOf(3, storage).isOn(SINGLE_KEYS), true);
  choices.choose(OPEN_NEXT, true);
  assert.equal(choices.isOn(OPEN_NEXT), true);
  assert.equal(storage.kept.size, 0);
});

test("two texters at one browser have choices of their own", () => {
  const storage = new Storage();
  const choices = choicesOf(3, storage);
  choices.choose(SINGLE_KEYS, false);
  choices.belongTo(4);
  assert.equal(choices.isOn(SINGLE_KEYS), true);
  choices.belongTo(3);
  assert.equal(choices.isOn(SINGLE_KEYS), false);
});

test("in a browser that keeps nothing, a choice lasts as long as the page", () => {
  const choices = choicesOf(3, undefined);
  choices.choose(SINGLE_KEYS, false);
  assert.equal(choices.isOn(SINGLE_KEYS), false);
  choices.choose(SINGLE_KEYS, true);
  assert.equal(choices.isOn(SINGLE_KEYS), true);
});
