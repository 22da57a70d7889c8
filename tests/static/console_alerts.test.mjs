import assert from "node:assert/strict";
import test from "node:test";

import { NAME, choices, choose } from "../../static/console/alert_choices.js";
import { Alerts, happened, wordsOf } from "../../static/console/alerts.js";
import { aConsole } from "./console_things.mjs";

const served = { at: 5, assigned: 20, initial: 20, reply: 0, quiet: 0, fair: false };
const idle = { at: 900_000, initial: 41, reply: 0 };

/** Look at consoles one after the other, a minute apart; return the kinds of the last look. */
const kinds = (alerts, ...consoles) => consoles.map((one, nth) => alerts.look([one], nth * 60_000, false)).at(-1).map(({ kind }) => kind);

test("nothing is told at first sight, nor of a console that stays as it is", () => {
  const alerts = new Alerts();
  const first = aConsole({ reply: 3, served, idle });
  assert.deepEqual(kinds(alerts, first, first, { ...first }), []);
});

test("an answer is a conversation of the texter's own that waits for a reply now", () => {
  const before = aConsole({ quiet: 2, closed: 1 });
  assert.deepEqual(happened(before, aConsole({ quiet: 1, reply: 1, closed: 1 })), ["reply"]);
  assert.deepEqual(happened(before, aConsole({ quiet: 2, reply: 1 })), ["reply"]);
  assert.deepEqual(happened(aConsole({ opted_out: 1 }), aConsole({ reply: 1 })), ["reply"]);
});

test("replies that come with a batch, or that an admin moves, are no answers", () => {
  assert.deepEqual(happened(aConsole(), aConsole({ reply: 5 })), []);
  assert.deepEqual(happened(aConsole({ reply: 5 }), aConsole({ reply: 4, quiet: 1 })), []);
});

test("a batch that came by itself and one that is about to be taken back are told once", () => {
  const alerts = new Alerts();
  assert.deepEqual(kinds(alerts, aConsole(), aConsole({ initial: 20, served })), ["served"]);
  assert.deepEqual(kinds(alerts, aConsole({ initial: 19, quiet: 1, served })), []);
  assert.deepEqual(kinds(alerts, aConsole({ initial: 19, quiet: 1, served, idle })), ["idle"]);
  assert.deepEqual(kinds(alerts, aConsole({ initial: 18, quiet: 2, served, idle })), []);
  assert.deepEqual(kinds(alerts, aConsole({ initial: 18, quiet: 2, served })), []);
  assert.deepEqual(kinds(alerts, aConsole({ initial: 18, quiet: 2, served: { ...served, at: 6 } })), ["served"]);
});

test("a conversation that the texter's own undoing brings back is no answer", () => {
  const alerts = new Alerts();
  alerts.look([aConsole({ closed: 1 })], 0, false);
  alerts.acted("undo", { campaign: 7, conversation: 1 }, 1_000);
  assert.deepEqual(alerts.look([aConsole({ reply: 1 })], 1_200, false), []);
  assert.deepEqual(alerts.look([aConsole({ closed: 1 })], 2_000, false), []);
  assert.deepEqual(alerts.look([aConsole({ reply: 1 })], 9_000, false).map(({ kind }) => kind), ["reply"]);
});

test("other acts of the texter's hide no answer", () => {
  const alerts = new Alerts();
  alerts.look([aConsole({ quiet: 2 })], 0, false);
  alerts.acted("send_reply", { campaign: 7 }, 100);
  alerts.acted("open_console", undefined, 100);
  assert.equal(alerts.look([aConsole({ quiet: 1, reply: 1 })], 200, false).length, 1);
});

test("who looks at the page and has somebody to write to isn't told of a further answer", () => {
  const alerts = new Alerts();
  alerts.look([aConsole({ quiet: 3, reply: 1 })], 0, true);
  assert.deepEqual(alerts.look([aConsole({ quiet: 2, reply: 2 })], 1, true), []);
  assert.equal(alerts.look([aConsole({ quiet: 1, reply: 3 })], 2, false).length, 1);
  alerts.look([aConsole({ quiet: 4 })], 3, true);
  assert.equal(alerts.look([aConsole({ quiet: 3, reply: 1 })], 4, true).length, 1);
});

test("each campaign is looked at by itself, and one that has gone is forgotten", () => {
  const alerts = new Alerts();
  const other = aConsole({ campaign: 8, quiet: 1, title: "Vote!" });
  alerts.look([aConsole({ quiet: 1 }), other], 0, false);
  const told = alerts.look([aConsole({ quiet: 1 }), { ...other, quiet: 0, reply: 1 }], 1, false);
  assert.deepEqual(told, [{ kind: "reply", campaign: 8, words: "Somebody answered in “Vote!”" }]);
  alerts.look([], 2, false);
  assert.deepEqual(alerts.look([aConsole({ reply: 1 })], 3, false), []);
});

test("the words name the campaign and nobody", () => {
  assert.equal(wordsOf("served", aConsole({ served })), "20 conversations came in “Parks”");
  assert.equal(wordsOf("idle", aConsole({ idle })), "Still there? 41 people of “Parks” go back to others soon");
});

test("the choices are off until they are chosen, and whatever the storage holds", () => {
  const kept = new Map();
  const storage = { getItem: (name) => kept.get(name) ?? null, setItem: (name, value) => kept.set(name, value) };
  assert.deepEqual(choices(storage), { sound: false, notify: false });
  assert.deepEqual(choose({ sound: true }, storage), { sound: true, notify: false });
  assert.deepEqual(choices(storage), { sound: true, notify: false });
  for (const odd of ["", "{", "[]", "null", '{"sound":1}', '"yes"']) {
    kept.set(NAME, odd);
    assert.deepEqual(choices(storage), { sound: false, notify: false }, odd);
  }
  assert.deepEqual(choices(undefined), { sound: false, notify: false });
});
