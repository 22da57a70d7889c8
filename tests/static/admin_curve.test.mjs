import assert from "node:assert/strict";
import { test } from "node:test";
import { beginning, curve, markSays, pointAt, pointSays, roundTicks, timeTicks, upToNow } from "../../static/admin/curve.js";
import { campaign } from "./admin_campaign.mjs";

const MINUTE = 60_000;
const point = (at, unassigned, sent = null, answered = null) => ({ at, unassigned, sent, answered });

test("numbers of the axis are round, and reach over the highest", () => {
  assert.deepEqual(roundTicks(1234), [0, 500, 1000, 1500]);
  assert.deepEqual(roundTicks(0), [0, 1]);
  assert.deepEqual(roundTicks(3), [0, 1, 2, 3]);
  assert.deepEqual(roundTicks(100), [0, 50, 100]);
});

test("times of the axis are round where the reader is", () => {
  const from = Date.UTC(2026, 0, 1, 10, 7);
  const hours = (ticks) => ticks.map((at) => new Date(at + 330 * MINUTE).toISOString().slice(11, 16));
  assert.deepEqual(hours(timeTicks(from, from + 60 * MINUTE, 4, 330)), ["15:45", "16:00", "16:15", "16:30"].filter((_, n) => n < 5));
});

test("a curve holds each number until the next point, and leaves out what wasn't noted", () => {
  const box = { from: 0, to: 100, top: 10, width: 100, height: 50 };
  assert.equal(curve([point(0, 10), point(50, 5), point(100, 0)], "unassigned", box), "0,0 50,0 50,25 100,25 100,50");
  assert.equal(curve([point(0, 10), point(50, 5, 4)], "sent", box), "50,30");
});

test("the campaign as it is now is the last point", () => {
  const now = 10 * MINUTE;
  const all = upToNow([{ at: 0, unassigned: 9 }, { at: 9.5 * MINUTE, unassigned: 8, sent: 1, answered: 0 }],
    campaign({ unassigned: { initial: 5, reply: 1, quiet: 1 }, sent: 3, answered: 1 }), now);
  assert.deepEqual(all, [point(MINUTE, 9), point(now, 8, 1, 0), point(now, 7, 3, 1)]);
  assert.equal(beginning(all, "whole", now), MINUTE);
});

test("the moment under the pointer is told with what happened there", () => {
  const points = [point(0, 10, 0, 0), point(50, 5, 5, 1)];
  assert.equal(pointAt(points, 0.9, { from: 0, to: 100 }), 1);
  const said = pointSays(points, 1, [{ at: 20, mark: "imported", count: 1200, by: "Ada" }], (at) => `t${at}`);
  assert.equal(said, "t50: unassigned 5, sent 5, answered 1. 1,200 contacts came in by Ada");
  assert.equal(markSays({ mark: "something_new" }), "something new");
});
