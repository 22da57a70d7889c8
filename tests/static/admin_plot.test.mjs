import assert from "node:assert/strict";
import { test } from "node:test";
import { HOUR_MS, begin, highest, joined, points, remembered } from "../../static/admin/plot.js";

const SECOND = 1000;

test("at most one reading is kept for every ten seconds, the last one", () => {
  let history = [];
  for (const [second, number] of [[0, 9], [4, 8], [9, 7], [10, 6]]) history = remembered(history, second * SECOND, number);
  assert.deepEqual(history, [[9 * SECOND, 7], [10 * SECOND, 6]]);
});

test("readings older than an hour go, but for the one the hour began with", () => {
  const history = [[0, 9], [HOUR_MS / 2, 8], [HOUR_MS, 7]];
  const now = HOUR_MS * 1.75;
  assert.deepEqual(remembered(history, now, 6), [[HOUR_MS / 2, 8], [HOUR_MS, 7], [now, 6]]);
});

test("a number holds until the next reading, and the last one until now", () => {
  const history = [[0, 10], [HOUR_MS / 2, 5]];
  assert.equal(points(history, HOUR_MS, 100, 10), "0,0 50,0 50,5 100,5");
});

test("what is before the hour stands at its left edge", () => {
  assert.equal(points([[0, 10]], 3 * HOUR_MS, 100, 10), "0,0 100,0");
});

test("nothing unassigned is a line on the ground", () => {
  assert.equal(points([[0, 0]], HOUR_MS, 100, 10), "0,10 100,10");
  assert.equal(highest([]), 0);
});

test("the plot begins with its first reading, but never spans more than an hour nor less than a minute", () => {
  assert.equal(begin([[HOUR_MS / 2, 1]], HOUR_MS), HOUR_MS / 2);
  assert.equal(begin([[0, 1]], 3 * HOUR_MS), 2 * HOUR_MS);
  assert.equal(begin([[HOUR_MS - SECOND, 1]], HOUR_MS), HOUR_MS - 60 * SECOND);
  assert.equal(begin([], HOUR_MS), HOUR_MS - 60 * SECOND);
});

test("how the minutes before ended comes in front of what the page has seen", () => {
  const minute = 60 * SECOND;
  const kept = [{ at: 0, unassigned: 9 }, { at: minute, unassigned: 7 }, { at: 2 * minute, unassigned: 1 }];
  assert.deepEqual(joined(kept, [[2.5 * minute, 6]]), [[minute, 9], [2 * minute, 7], [2.5 * minute, 6]]);
  assert.deepEqual(joined([], [[6, 6]]), [[6, 6]]);
});
