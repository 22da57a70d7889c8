import assert from "node:assert/strict";
import test from "node:test";

import { clock, sameDay } from "../../static/shared/clock.js";

const at = new Date(2026, 10, 21, 9, 5).getTime();

test("a time is the hour today, else the day, too", () => {
  assert.equal(clock(at, at + 1000), "09:05");
  assert.equal(clock(at, at + 86_400_000), "Nov 21, 09:05");
});

test("a day ends at the reader's own midnight", () => {
  assert.equal(sameDay(at, new Date(2026, 10, 21, 23, 59).getTime()), true);
  assert.equal(sameDay(at, new Date(2026, 10, 22, 0, 0).getTime()), false);
});
