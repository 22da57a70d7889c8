import assert from "node:assert/strict";
import { test } from "node:test";
import { hint, insertedAt, note, offered, rendered, savesItself, unknown } from "../../static/admin/message.js";
import { campaign } from "./admin_campaign.mjs";

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

const draft = campaign({ script: "A", contacts: 1 });
const typed = (text, ...known) => ({ text, known: new Set(known) });

test("a draft's message is saved as it is written", () => {
  assert.match(hint(draft), /saved as you write/);
  assert.equal(savesItself(draft, typed("B", "A")), true);
  assert.equal(note(draft, typed("B", "A")), "");
});

test("a message that contacts get already is saved by a press only", () => {
  for (const status of ["active", "paused"]) {
    const launched = { ...draft, status };
    assert.match(hint(launched), /when you press Save/);
    assert.equal(savesItself(launched, typed("B", "A")), false);
    assert.equal(note(launched, typed("B", "A")), "What you wrote isn't saved.");
    assert.equal(note(launched), "");
  }
});

test("a message with a field that no contact has says that it isn't saved; one that was saved before they came, only that", () => {
  assert.equal(note(draft, typed("Hi {nope}", "A")), "No contact has {nope}. What you wrote isn't saved.");
  assert.equal(note({ ...draft, script: "Hi {nope}" }), "No contact has {nope}.");
  assert.equal(note({ ...draft, contacts: 0 }, typed("Hi {nope}", "A")), "");
});

test("another admin's message isn't replaced by itself", () => {
  const changed = { ...draft, script: "C" };
  assert.equal(savesItself(changed, typed("B", "A")), false);
  assert.match(note(changed, typed("B", "A")), /^The message was changed elsewhere meanwhile; saving replaces that\. What/);
});
