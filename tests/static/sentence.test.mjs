import assert from "node:assert/strict";
import test from "node:test";

import { sentence } from "../../static/shared/sentence.js";

test("a sentence keeps its own words and those of others apart, and reads as one", () => {
  const said = sentence`Sent to ${"שלום"}, ${7} times.`;
  assert.deepEqual([said.ours, said.theirs], [["Sent to ", ", ", " times."], ["שלום", "7"]]);
  assert.equal(String(said), "Sent to שלום, 7 times.");
});
