import assert from "node:assert/strict";
import { test } from "node:test";
import { alsoCalled, erasingSays, mayBeTexted, personName, personsStanding } from "../../static/admin/person.js";
import { route, toPerson, toSearch } from "../../static/admin/routes.js";

const when = (at) => `at ${at}`;

test("a person goes by the newest name, or by the number", () => {
  assert.equal(personName({ names: ["Anna", "Ana"], phone: "+1" }), "Anna");
  assert.equal(personName({ names: [], phone: "+1" }), "+1");
  assert.equal(alsoCalled({ names: ["Anna", "Ana"] }), "Also called Ana.");
  assert.equal(alsoCalled({ names: ["Anna"] }), "");
});

test("who opted them out, or in again, and when", () => {
  const told = (opted_out, opt_out) => mayBeTexted({ opted_out, opt_out }, when);
  assert.equal(told(false, null), "");
  assert.equal(told(true, null), "Opted out of all texts.");
  assert.equal(told(true, { by: null, how: "text", at: 5 }), "Opted out of all texts by a text from them, at 5.");
  assert.equal(told(true, { by: "Root", how: "import", at: 5 }), "Opted out of all texts by Root, with an imported list, at 5.");
  assert.equal(told(false, { by: "Root", how: "admin", at: 5 }), "Opted in again by Root, at 5.");
  assert.equal(told(true, { by: null, how: null, at: null }), "Opted out of all texts.");
});

test("what erasing does is said before", () => {
  assert.equal(erasingSays({ conversations: [{}, {}], opted_out: true }), "Name, phone and texts go for good in 2 campaigns; open conversations are closed. That the phone has opted out stays noted. It can't be undone.");
  assert.equal(erasingSays({ conversations: [], opted_out: false }), "It can't be undone.");
});

test("where a conversation stands", () => {
  assert.equal(personsStanding({ lane: "quiet", holder_name: "Ben" }), "Quiet · Ben");
  assert.equal(personsStanding({ lane: "initial", holder_name: null }), "To send · Unassigned");
});

test("a search and a person have addresses", () => {
  assert.deepEqual(route(toSearch("ana lo & co")), { page: "search", query: "ana lo & co" });
  assert.deepEqual(route(toSearch("")), { page: "search", query: "" });
  assert.deepEqual(route(toPerson("+12025550123")), { page: "person", phone: "+12025550123" });
  assert.deepEqual(route("#/person/%2B12025550123"), { page: "person", phone: "+12025550123" });
  for (const hash of ["#/person/ana", "#/person", "#/person/+1202/x", "#/search/x"]) assert.equal(route(hash).page, "lost");
});
