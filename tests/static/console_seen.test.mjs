import assert from "node:assert/strict";
import test from "node:test";

import { Seen } from "../../static/console/seen.js";

test("a press is meant for what had been shown when the finger went down", () => {
  const seen = new Seen(50);
  seen.show("one", 1_000);
  seen.show("two", 2_000);
  assert.deepEqual([1_049, 2_049, 2_050, 9_000].map((time) => seen.at(time)), ["one", "one", "two", "two"]);
});

test("what has only just come, with nothing before it, is meant by nobody", () => {
  const seen = new Seen(50);
  seen.show("one", 1_000);
  assert.deepEqual([seen.at(1_010), seen.at(1_050)], [null, "one"]);
});

test("eight taps in a second mean eight things, and a double tap one", () => {
  const seen = new Seen(50);
  seen.show(0, 0);
  const meant = [];
  for (let tap = 1; tap <= 8; tap++) {
    meant.push(seen.at(tap * 125), seen.at(tap * 125 + 10)); // the second comes too soon for what the first has brought
    seen.show(tap, tap * 125 + 5);
    assert.equal(seen.at(tap * 125 + 10), tap - 1);
  }
  assert.deepEqual(meant.filter((_, nth) => nth % 2 === 0), [0, 1, 2, 3, 4, 5, 6, 7]);
});

test("things that come one upon the other are seen when the last has been there for a while", () => {
  const seen = new Seen(50);
  seen.show("one", 0);
  seen.show("two", 1_000);
  seen.show("three", 1_010);
  assert.deepEqual([seen.at(1_040), seen.at(1_060)], ["one", "three"]);
});

test("the same thing as it looks now needs no time to be seen", () => {
  const seen = new Seen(50);
  seen.show({ v: 1 }, 1_000);
  seen.renew({ v: 2 });
  assert.deepEqual([seen.at(1_010), seen.at(1_100)], [null, { v: 2 }]);
});
