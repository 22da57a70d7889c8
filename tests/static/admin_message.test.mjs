import assert from "node:assert/strict";
import { test } from "node:test";
import { gaps, hint, insertedAt, note, offered, savesItself, unfit } from "../../static/admin/message.js";
import { campaign } from "./admin_campaign.mjs";

test("the fields that some contact has are on offer, and the names until there are contacts", () => {
  const merge_fields = [{ field: "last_name", contacts: 2 }, { field: "Polling Place", contacts: 1 }];
  assert.deepEqual(offered(campaign({ contacts: 2, merge_fields })), ["last_name", "Polling Place"]);
  assert.deepEqual(offered(campaign()), ["first_name", "last_name"]);
});

test("how many contacts lack which field is a sentence each", () => {
  const said = gaps([{ field: "town", contacts: 1200 }, { field: "last_name", contacts: 1 }], 3000);
  assert.match(said[0], /^1,200 of 3,000 contacts have no \{town\}\. Their message goes without; write \{town\|other words\}/);
  assert.match(said[1], /^1 of 3,000 contacts has no \{last_name\}\./);
  assert.deepEqual(gaps([], 3000), []);
});

test("a field goes in where the cursor is, instead of what is selected", () => {
  assert.deepEqual(insertedAt("Hi you!", 3, 6, "{first_name}"), { text: "Hi {first_name}!", cursor: 15 });
});

const draft = campaign({ script: "A", contacts: 1 });
const typed = (text, ...known) => ({ text, known: new Set(known) });
const judged = (script, sentence = "") => ({ script, sentence });

test("a draft's message is saved as it is written", () => {
  assert.match(hint(draft), /saved as you write/);
  assert.equal(savesItself(draft, typed("B", "A")), true);
  assert.equal(note(draft, typed("B", "A"), judged("B")), "");
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

test("what the server finds wrong with what is written is said, and that isn't saved", () => {
  const wrong = judged("Hi {nope}", "Line 1, character 4: no contact has {nope}.");
  assert.equal(note(draft, typed("Hi {nope}", "A"), wrong), `${wrong.sentence} What you wrote isn't saved.`);
  assert.equal(savesItself(draft, typed("Hi {nope}", "A"), wrong), false);
});

test("what the server has found wrong with another text isn't said", () => {
  assert.equal(note(draft, typed("Hi", "A"), judged("Hi {nope}", "No.")), "");
  assert.equal(savesItself(draft, typed("Hi", "A"), judged("Hi {nope}", "No.")), true);
});

test("a saved message with a field that no contact has says so", () => {
  assert.equal(unfit(draft), "");
  assert.equal(note({ ...draft, unknown_field: "nope" }), "No contact has {nope}.");
});

test("another admin's message isn't replaced by itself", () => {
  const changed = { ...draft, script: "C" };
  assert.equal(savesItself(changed, typed("B", "A")), false);
  assert.match(note(changed, typed("B", "A")), /^The message was changed elsewhere meanwhile; saving replaces that\. What/);
});
