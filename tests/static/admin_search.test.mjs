import assert from "node:assert/strict";
import { test } from "node:test";
import { foundSays, grouped, inShort, standing, stepped } from "../../static/admin/search.js";
import { Typing } from "../../static/admin/typing.js";
import { Refusal } from "../../static/shared/socket.js";

const place = (phone, title, more = {}) => ({ phone, title, campaign: 1, conversation: 1, first_name: "Ana", last_name: "López", opted_out: false, lane: "reply", holder: null, ...more });

test("a person in several campaigns is one, with the places in their order", () => {
  const people = grouped([place("+1", "New"), place("+2", "New"), place("+1", "Old")]);
  assert.deepEqual(people.map(({ phone, name, places }) => [phone, name, places.map(({ title }) => title)]), [["+1", "Ana López", ["New", "Old"]], ["+2", "Ana López", ["New"]]]);
  assert.equal(inShort(people[0]), "New and 1 other");
  assert.equal(inShort(people[1]), "New");
});

test("somebody without a name goes by the number", () => {
  assert.equal(grouped([place("+1", "New", { first_name: "", last_name: "" })])[0].name, "+1");
});

test("where a conversation stands is told with its holder", () => {
  assert.equal(standing(place("+1", "New")), "Reply waiting · Unassigned");
  assert.equal(standing(place("+1", "New", { holder: "Ben" })), "Reply waiting · Ben");
});

test("what was found is one sentence", () => {
  assert.equal(foundSays(null), "");
  assert.equal(foundSays({ people: [], more: false, hint: null }), "Nobody is called like that or has that number.");
  assert.equal(foundSays({ people: [], more: false, hint: "Type more." }), "Type more.");
  assert.equal(foundSays({ people: [place("+1", "A")], more: false, hint: null }), "1 person");
  assert.equal(foundSays({ people: [place("+1", "A"), place("+2", "A")], more: true, hint: null }), "The first 2 people. Type more to see fewer.");
});

test("arrows go through the people and back to the field", () => {
  assert.deepEqual([-1, 0, 1].map((at) => stepped(at, "ArrowDown", 2)), [0, 1, -1]);
  assert.deepEqual([-1, 0, 1].map((at) => stepped(at, "ArrowUp", 2)), [1, -1, 0]);
  assert.equal(stepped(1, "Home", 2), 1);
});

function asked() {
  const waiting = [];
  const rests = [];
  const typing = new Typing((typed) => new Promise((resolve, reject) => waiting.push({ typed, resolve, reject })), () => {}, (press) => rests.push(press));
  const rest = () => rests.splice(0).forEach((press) => press());
  return { typing, waiting, rest };
}
const settled = () => new Promise((done) => setImmediate(done));

test("only the last of what is typed is asked for", () => {
  const { typing, waiting, rest } = asked();
  typing.type("a");
  typing.type("an");
  typing.type(" ana ");
  rest();
  assert.deepEqual(waiting.map(({ typed }) => typed), ["ana"]);
});

test("an answer that comes late, after another question, is ignored", async () => {
  const { typing, waiting, rest } = asked();
  typing.type("ana");
  rest();
  typing.type("ben");
  rest();
  waiting[1].resolve("Ben");
  await settled();
  waiting[0].resolve("Ana");
  await settled();
  assert.deepEqual([typing.answer, typing.asked, typing.busy], ["Ben", "ben", false]);
});

test("an emptied field asks nothing and shows nothing", async () => {
  const { typing, waiting, rest } = asked();
  typing.type("ana");
  rest();
  typing.type("");
  waiting[0].resolve("Ana");
  await settled();
  assert.equal(typing.answer, null);
});

test("a refusal is shown until something else is typed", async () => {
  const { typing, waiting, rest } = asked();
  typing.type("ana");
  rest();
  waiting[0].reject(new Refusal("try_again", "Not now."));
  await settled();
  assert.deepEqual([typing.answer, typing.refusal], [null, "Not now."]);
  typing.type("");
  assert.equal(typing.refusal, "");
});
