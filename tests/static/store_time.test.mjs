import assert from "node:assert/strict";
import test from "node:test";

import { clock } from "../../static/shared/clock.js";
import { storeNow, storeSays } from "../../static/shared/store_time.js";

const HOUR = 3_600_000;

test("it is this device's time until the store has said its own", (t) => {
  t.mock.timers.enable({ apis: ["Date"], now: 5_000 });
  assert.equal(storeNow(), 5_000);
});

test("whatever this device's clock says, what has just come is from now", (t) => {
  for (const off of [-30 * 24 * HOUR, -HOUR, 0, HOUR, 30 * 24 * HOUR]) {
    const store = 1_800_000_000_000;
    t.mock.timers.enable({ apis: ["Date"], now: store + off });
    storeSays(store);
    assert.equal(storeNow(), store);
    t.mock.timers.tick(7 * 60_000);
    assert.equal(storeNow(), store + 7 * 60_000);
    assert.doesNotMatch(clock(store), /,/, "it is today's");
    t.mock.timers.reset();
  }
});
