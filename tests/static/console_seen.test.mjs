import assert from "node:assert/strict";
import test from "node:test";

import { Seen } from "../../static/console/seen.js";

test("a press is meant for what had been shown when the finger went down", () => {
  const seen = new Seen();
  seen.show("one", 950, 1_000);
  seen.show("two", 1_950, 2_000);
  assert.deepEqual([1_001, 1_999, 2_000, 9_000].map((time) => seen.at(time)), ["one", "one", "two", "two"]);
});

test("what has only just come, with nothing before it, is meant by nobody", () => {
  const seen = new Seen();
  seen.show("one", 950, 1_000);
  assert.deepEqual([seen.at(999), seen.at(1_000)], [null, "one"]);
});

test("things that come one upon the other are seen when the last has been there for a while", () => {
  const seen = new Seen();
  seen.show("one", 0, 50);
  seen.show("two", 1_000, 1_050);
  seen.show("three", 1_010, 1_060);
  assert.deepEqual([seen.at(1_040), seen.at(1_060)], ["one", "three"]);
});

test("the same thing as it looks now needs no time to be seen", () => {
  const seen = new Seen();
  seen.show({ v: 1 }, 1_000, 1_050);
  seen.renew({ v: 2 });
  assert.deepEqual([seen.at(1_010), seen.at(1_100)], [null, { v: 2 }]);
});
