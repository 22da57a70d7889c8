import assert from "node:assert/strict";
import test from "node:test";
import { added, editable, given, moved, same, without } from "../../static/admin/entries.js";
import { barSays, charted, chartedTags, choices, choosing, narrowed, narrowings, noted } from "../../static/admin/labels.js";

const tags = [{ id: 2, name: "Two", count: 3, offered: true }, { id: 1, name: "One", count: 1, offered: false }];
const survey = [
  { id: 1, question: "Will you?", offered: true, answers: [
    { id: 1, answer: "Yes", count: 2, offered: true }, { id: 2, answer: "No", count: 1, offered: false }, { id: 3, answer: "Eh", count: 0, offered: false }] },
];

test("a campaign chooses among the account's tags, and keeps one that was taken off the account", () => {
  const all = choices([{ id: 1, name: "One" }, { id: 3, name: "Three" }], tags);
  assert.deepEqual(all, [{ id: 1, name: "One", on: false }, { id: 3, name: "Three", on: false }, { id: 2, name: "Two", on: true }]);
  assert.deepEqual(choosing(all, 3, true), [3, 2]);
  assert.deepEqual(choosing(all, 2, false), []);
});

test("a chart has the share of each answer, also of one that was taken off and given before", () => {
  const { title, all, bars } = charted(survey[0]);
  assert.deepEqual([title, all], ["Will you?", 3]);
  assert.deepEqual(bars.map(({ name, count, percent }) => [name, count, Math.round(percent)]), [["Yes", 2, 67], ["No (taken off)", 1, 33]]);
  assert.equal(barSays(bars[0]), "2 · 67 %");
  assert.deepEqual(charted({ ...survey[0], answers: [{ id: 1, answer: "Yes", count: 0, offered: true }] }).bars[0].percent, 0);
  assert.deepEqual(chartedTags(tags, 10).bars.map(barSays), ["3 · 30 %", "1 · 10 %"]);
  assert.equal(chartedTags(tags, 0).bars[0].percent, 0);
});

test("a list is named by what it is narrowed to", () => {
  const campaign = { tags, survey };
  assert.deepEqual(narrowings(campaign).map(([key]) => key), ["tag 2", "tag 1", "answer 1", "answer 2", "answer 3"]);
  assert.equal(narrowed({ tag: 2 }, campaign), "Tag: Two");
  assert.equal(narrowed({ answer: 1 }, campaign), "Will you? Yes");
  assert.equal(narrowed({ lane: "reply" }, campaign), undefined);
  assert.deepEqual(noted({ tags: [1, 2, 9], answers: { 1: 2 } }, campaign), [["Tags", "One, Two"], ["Will you?", "No"]]);
  assert.deepEqual(noted({}, campaign), []);
});

test("entries are moved, added and taken off, and given as the hub takes them", () => {
  const list = editable([{ id: 4, question: "A", answers: [{ id: 1, answer: "Yes", reply: null }] }, { id: 5, question: "B", answers: [] }], "answers");
  moved(list, 0, 1);
  moved(list, 0, -1);
  const entry = added(list, { question: "", answers: [] });
  entry.question = "C";
  added(entry.answers, { answer: "x", reply: "" });
  without(list, 0);
  const inner = { name: "answers", fields: ["answer", "reply"] };
  assert.deepEqual(given(list, ["question"], inner), [
    { id: 4, question: "A", answers: [{ id: 1, answer: "Yes", reply: "" }] },
    { question: "C", answers: [{ answer: "x", reply: "" }] },
  ]);
  assert.notEqual(list[0].key, list[1].key);
  assert.ok(same(given(list, ["question"]), given(list, ["question"])));
});
