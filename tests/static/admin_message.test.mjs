import assert from "node:assert/strict";
import { test } from "node:test";
import { insertedAt, offered, rendered, unknown } from "../../static/admin/message.js";

const ana = { first_name: "Ana", last_name: "Lima", phone: "+12025550123", fields: { "Polling Place": "City Hall" } };

test("a merge field is found whatever its case, spaces, underlines and hyphens", () => {
  assert.equal(rendered("Hi {First Name} {LAST-NAME}, vote at {polling_place}.", ana), "Hi Ana Lima, vote at City Hall.");
});

test("the CSV's other names for the same column work too", () => {
  assert.equal(rendered("{first} {given name} {surname} {cell}", ana), "Ana Ana Lima +12025550123");
});

test("values are put in literally and not read again", () => {
  assert.equal(rendered("Hi {first_name}!", { ...ana, first_name: "$& {last_name}" }), "Hi $& {last_name}!");
});

test("a field that this contact lacks is empty", () => {
  assert.equal(rendered("Hi {nickname}!", ana), "Hi !");
});

test("braces around nothing are no field", () => {
  assert.equal(rendered("{} {first_name}", ana), "{} Ana");
});

test("fields that no contact has are named once each", () => {
  assert.deepEqual(unknown("{first_name} {city} {City Name} {city} {polling place} {phone}", ["Polling Place"]), ["city", "City Name"]);
});

test("names and columns are offered, each once", () => {
  assert.deepEqual(offered(["Polling Place", "given name", "city"]), ["first_name", "last_name", "Polling Place", "city"]);
});

test("a field goes in where the cursor is, instead of what is selected", () => {
  assert.deepEqual(insertedAt("Hi you!", 3, 6, "{first_name}"), { text: "Hi {first_name}!", cursor: 15 });
});
