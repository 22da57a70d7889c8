import assert from "node:assert/strict";
import { test } from "node:test";
import { movedSays } from "../../static/admin/ticked.js";

test("what stayed is told", () => {
  assert.equal(movedSays({ moved: 1 }), "1 conversation moved.");
  assert.equal(movedSays({ moved: 3, skipped: 2 }), "3 conversations moved. 2 stayed: closed, opted out, or there already.");
});
