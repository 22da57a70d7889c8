import assert from "node:assert/strict";
import test from "node:test";

import { added, editable, given, isOf, parts, takeIn, without } from "../../static/admin/entries.js";

const FIELDS = ["question"];
const ANSWERS = { name: "answers", fields: ["answer"] };

test("what was saved gets its ids, in the inner lists too, and what was changed meanwhile stays", () => {
  const list = editable([{ id: 1, question: "Vote?", answers: [{ id: 1, answer: "Yes" }] }], "answers");
  added(list[0].answers, { answer: " No " });
  added(list, { question: "Ride?", answers: [] });
  const [pressed, sent] = [parts(list, "answers"), given(list, FIELDS, ANSWERS)];
  const keys = list.map(({ key }) => key);
  list[1].question = "A ride?";
  without(list[0].answers, 0);
  const now = [{ id: 1, question: "Vote?", answers: [{ id: 1, answer: "Yes" }, { id: 2, answer: "No" }] }, { id: 5, question: "Ride?", answers: [] }];
  assert.ok(isOf(now, sent, ANSWERS));
  takeIn(pressed, sent, now, FIELDS, ANSWERS);
  assert.deepEqual(given(list, FIELDS, ANSWERS), [
    { id: 1, question: "Vote?", answers: [{ id: 2, answer: "No" }] },
    { id: 5, question: "A ride?", answers: [] },
  ]);
  assert.deepEqual(list.map(({ key }) => key), keys, "the rows stay");
});

test("what somebody else has saved since is not what was sent", () => {
  const sent = [{ id: 1, question: "Vote?", answers: [] }];
  assert.ok(!isOf([{ id: 2, question: "Vote?", answers: [] }], sent, ANSWERS));
  assert.ok(!isOf([], sent, ANSWERS));
  assert.ok(!isOf([{ id: 1, question: "Vote?", answers: [{ id: 1, answer: "Yes" }] }], sent, ANSWERS));
});
