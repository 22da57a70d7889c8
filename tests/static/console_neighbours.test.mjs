import assert from "node:assert/strict";
import test from "node:test";

import { neighbours, others } from "../../static/console/neighbours.js";

const items = [{ id: 5 }, { id: 7 }, { id: 9 }];
const ids = (list) => list.map(({ id }) => id);

test("a conversation has those before and after it beside it, and none beyond the ends", () => {
  assert.deepEqual(neighbours(items, 7), { previous: items[0], next: items[2] });
  assert.deepEqual(neighbours(items, 5), { previous: null, next: items[1] });
  assert.deepEqual(neighbours(items, 9), { previous: items[1], next: null });
});

test("after one that has left the list comes the first", () => {
  assert.deepEqual(neighbours(items, 1), { previous: null, next: items[0] });
  assert.deepEqual(neighbours([], 1), { previous: null, next: null });
});

test("to go on, those that have waited less come first, and then the longest waiting", () => {
  assert.deepEqual(ids(others(items, 7)), [9, 5]);
  assert.deepEqual(ids(others(items, 5)), [7, 9]);
  assert.deepEqual(ids(others(items, 1)), [5, 7, 9]);
});
