import assert from "node:assert/strict";
import test from "node:test";

import { hashOf, placeOf } from "../../static/console/route.js";

test("an address leads to its place and back", () => {
  for (const hash of ["#7", "#7/quiet", "#7/closed", "#7/reply/12", "#7/quiet/12"]) assert.equal(hashOf(placeOf(hash)), hash);
  assert.deepEqual(placeOf("#7/quiet/12"), { campaign: 7, lane: "quiet", conversation: 12 });
});

test("what isn't an address of ours leads nowhere in particular", () => {
  const nowhere = { campaign: null, lane: null, conversation: null };
  for (const hash of ["", "#", "#main", "#0", "#-7", "#7.5", "#<b>", "#99999999999999999"]) assert.deepEqual(placeOf(hash), nowhere, hash);
  assert.deepEqual(placeOf("#7/initial/3"), { campaign: 7, lane: null, conversation: null });
  assert.deepEqual(placeOf("#7/quiet/x"), { campaign: 7, lane: "quiet", conversation: null });
});
