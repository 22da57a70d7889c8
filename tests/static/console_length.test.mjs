import assert from "node:assert/strict";
import test from "node:test";

import { lengthOf } from "../../static/console/length.js";

test("the length of a text is said in characters and segments", () => {
  assert.deepEqual(lengthOf("", 1600), { says: "0 characters, 0 segments", warns: "" });
  assert.deepEqual(lengthOf("a", 1600), { says: "1 character, 1 segment", warns: "" });
  assert.deepEqual(lengthOf("a".repeat(84), 1600), { says: "84 characters, 1 segment", warns: "" });
});

test("a second segment is worth an interruption, and so is the limit", () => {
  assert.deepEqual(lengthOf("👋".repeat(36), 1600), { says: "36 characters, 2 segments", warns: "2 segments." });
  assert.deepEqual(lengthOf("a".repeat(1612), 1600), { says: "1,612 of 1,600 characters", warns: "Longer than 1,600 characters." });
});
