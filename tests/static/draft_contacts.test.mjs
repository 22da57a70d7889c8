import assert from "node:assert/strict";
import { test } from "node:test";
import { corrections, removedSays } from "../../static/admin/draft_contacts.js";

const ANA = { first_name: "Ana", last_name: "Doe", phone: "+12025550101", fields: { town: "Ulm" } };
const typed = { first_name: "Ana", last_name: "Doe", phone: "+12025550101" };

test("only what differs is given", () => {
  assert.equal(corrections(ANA, typed, { town: "Ulm", team: "" }), null);
  assert.deepEqual(corrections(ANA, { ...typed, first_name: "Anna " }, { town: "Ulm" }), { first_name: "Anna " });
  assert.deepEqual(corrections(ANA, typed, { town: "", team: "Red" }), { fields: { town: "", team: "Red" } });
});

test("a removal says who stays", () => {
  assert.equal(removedSays({ removed: 1, kept: 0 }), "1 contact removed.");
  assert.equal(removedSays({ removed: 3, kept: 2 }), "3 contacts removed. 2 stay, who have written already.");
});
