import assert from "node:assert/strict";
import test from "node:test";
import { chosenBy, drafting, found, keyOf, pressed, searchable, surveyOf, tagsOf } from "../../static/console/at_hand.js";

const canned = [
  { id: 1, title: "How to get there", text: "Take the bus to the polling place." },
  { id: 2, title: "Polling place", text: "You vote at the town hall." },
  { id: 3, title: "Your place to vote", text: "Look it up at vote.org." },
  { id: 4, title: "Élection", text: "On Tuesday." },
];
const own = [{ id: 1, title: "Place of mine", text: "Hi" }];
const entries = searchable({ canned, own });
const keys = (wanted) => found(entries, wanted).map(({ key }) => key);

test("titles that begin so come first, then words of titles, then words anywhere, each in their order", () => {
  assert.deepEqual(keys("place"), ["own 1", "canned 2", "canned 3", "canned 1"]);
  assert.deepEqual(keys("pol pla"), ["canned 2", "canned 1"]);
  assert.deepEqual(keys("vote place"), ["canned 3", "canned 2"]);
});

test("without words all are there, and none with words that nobody has", () => {
  assert.deepEqual(keys(" "), ["canned 1", "canned 2", "canned 3", "canned 4", "own 1"]);
  assert.deepEqual(keys("zebra"), []);
});

test("case and accents don't count", () => {
  assert.deepEqual(keys("ELEC"), ["canned 4"]);
  assert.deepEqual(keys("élec"), ["canned 4"]);
});

test("words of nothing but marks are looked for as they stand", () => {
  assert.deepEqual(keys("."), ["canned 1", "canned 2", "canned 3", "canned 4"]);
});

test("a digit chooses the reply that shows it", () => {
  const shown = found(entries, "");
  assert.equal(chosenBy("2", shown).key, "canned 2");
  assert.equal(chosenBy("6", shown), undefined);
  for (const key of ["0", "a", "Enter", "10", ""]) assert.equal(chosenBy(key, shown), undefined);
  assert.deepEqual([0, 8, 9].map(keyOf), ["1", "9", ""]);
  assert.deepEqual(drafting(shown[4]), { own: 1 });
});

test("200 replies are searched in far less than a frame", () => {
  const many = searchable({ canned: Array.from({ length: 200 }, (_, id) => ({ id, title: `Title ${id}`, text: "Ünd ".repeat(400) })), own: [] });
  const begun = performance.now();
  for (let nth = 0; nth < 20; nth += 1) found(many, "title 19 und");
  assert.ok((performance.now() - begun) / 20 < 16);
});

test("tags and answers show what a conversation has, and an answer that is given is taken back", () => {
  const survey = [{ id: 7, question: "Will you?", answers: [{ id: 1, answer: "Yes", reply: null }, { id: 2, answer: "No", reply: null }] }];
  const hand = { tags: [{ id: 1, name: "A" }, { id: 2, name: "B" }], survey };
  const conversation = { tags: [2, 9], answers: { 7: 2 } };
  assert.deepEqual(tagsOf(hand, conversation).map(({ on }) => on), [false, true]);
  const [question] = surveyOf(hand, conversation);
  assert.deepEqual(question.answers.map(({ on }) => on), [false, true]);
  assert.deepEqual(pressed(question, question.answers[0]), { question: 7, answer: 1 });
  assert.deepEqual(pressed(question, question.answers[1]), { question: 7, answer: null });
  assert.deepEqual(tagsOf(hand, {}).map(({ on }) => on), [false, false]);
});
