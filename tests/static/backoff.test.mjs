import assert from "node:assert/strict";
import test from "node:test";

import { wait, whyLost } from "../../static/shared/backoff.js";

const most = () => 1;

test("the longest wait doubles with each attempt, up to 15 seconds", () => {
  assert.deepEqual([0, 1, 2, 3].map((attempt) => wait(1006, attempt, most)), [500, 1000, 2000, 4000]);
  assert.equal(wait(1006, 40, most), 15_000);
});

test("the wait is anywhere between nothing and the longest, so that browsers don't come back together", () => {
  assert.equal(wait(1006, 3, () => 0), 0);
  assert.equal(wait(1006, 3, () => 0.5), 2000);
});

test("a restarting server spreads the first attempts", () => {
  assert.equal(wait(1012, 0, most), 2000);
});

test("every close code has a sentence, and being offline has its own", () => {
  const sentences = [1006, 1009, 1012, 1013, 4400, 4408, 4429].map((code) => whyLost(code));
  assert.equal(new Set(sentences).size, sentences.length);
  assert.match(whyLost(1006, false), /offline/);
});
