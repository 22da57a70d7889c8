import assert from "node:assert/strict";
import { test } from "node:test";
import { chosen, kept, lacking, lookedAt, unrecognised } from "../../static/admin/contacts_file.js";
import { summary, whatAddingDoes } from "../../static/admin/uploads.js";

const columns = (...meanings) => meanings.map((meaning, place) => ({ name: `column ${place + 1}`, meaning }));
const seen = (...meanings) => ({ columns: columns(...meanings), doubtful: false });

test("of a text file the beginning is looked at, of a workbook all", () => {
  const file = new Blob(["x".repeat(300_000)]);
  assert.equal(lookedAt(file, [0x66, 0x69]).size, 262_144);
  assert.equal(lookedAt(file, [0x50, 0x4b]).size, 300_000);
});

test("what no column stands for is told", () => {
  assert.deepEqual(unrecognised(columns("first_name", "field")), ["last_name", "phone"]);
});

test("a column chosen for one meaning is taken from the other", () => {
  const mapping = chosen({ last_name: "Handy", first_name: "Name" }, "phone", "Handy");
  assert.deepEqual(mapping, { first_name: "Name", phone: "Handy" });
  assert.deepEqual(chosen(mapping, "phone", "Tel"), { first_name: "Name", phone: "Tel" });
  assert.deepEqual(chosen(mapping, "phone", ""), { first_name: "Name" });
});

test("read anew, columns that are still there and free keep what was chosen for them", () => {
  const all = [{ name: "Handy", meaning: "field" }, { name: "Name", meaning: "first_name" }];
  assert.deepEqual(kept({ phone: "Handy", first_name: "Name", last_name: "Gone" }, all), { phone: "Handy" });
});

test("without a column for the numbers it is asked for, where there is one to choose", () => {
  const sentence = "Choose the column with the phone numbers.";
  assert.equal(lacking(seen("first_name", "field"), {}), sentence);
  assert.equal(lacking(seen("first_name", "field"), { last_name: "Handy" }), sentence);
  assert.equal(lacking(seen("first_name", "field"), { phone: "Handy" }), "");
  assert.equal(lacking(seen("first_name", "phone"), {}), "");
  assert.equal(lacking(seen("first_name", "last_name"), {}), "");
  assert.equal(lacking(seen(), {}), "");
});

test("while its encoding is in doubt a file can't be uploaded", () => {
  assert.match(lacking({ ...seen("phone"), doubtful: true }, {}), /^Choose the encoding/);
});

test("what adding contacts does is said once a campaign is launched", () => {
  const bulk = "This campaign is sent in bulk: everybody you add is texted";
  assert.equal(whatAddingDoes({ status: "active", bulk_send: true }), `${bulk} at once.`);
  assert.equal(whatAddingDoes({ status: "paused", bulk_send: true }), `${bulk} once it is resumed.`);
  assert.equal(whatAddingDoes({ status: "paused", bulk_send: false }), "The contacts you add become unassigned conversations.");
  for (const status of ["draft", "archived"]) assert.equal(whatAddingDoes({ status, bulk_send: true }), "");
});

test("the result of an upload names the file, and counts those who were there already apart", () => {
  const said = (added, there, inAll) => summary({ name: "a.csv", answer: { added, already_there: there, rejected_in_all: inAll } });
  assert.equal(said(6, 4, 6), "a.csv: 6 contacts added, 4 were there already, 2 rows rejected.");
  assert.equal(said(0, 1, 2), "a.csv: 0 contacts added, 1 was there already, 1 row rejected.");
  assert.equal(said(1200, 0, 0), "a.csv: 1,200 contacts added.");
});
