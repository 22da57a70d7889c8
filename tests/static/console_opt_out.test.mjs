import assert from "node:assert/strict";
import { test } from "node:test";
import { mayWishNoMore } from "../../static/console/opt_out.js";

const wish = { direction: "in", wish: true };
const yes = { direction: "in" };
const ours = { direction: "out" };

test("the newest text from them counts, whatever we wrote since", () => {
  const asks = (lane, ...texts) => mayWishNoMore({ lane, texts });
  assert.equal(asks("reply", ours, wish), true);
  assert.equal(asks("quiet", ours, wish, ours), true);
  assert.equal(asks("reply", ours, wish, yes), false);
  assert.equal(asks("reply", ours, yes), false);
  assert.equal(asks("opted_out", ours, wish), false);
  assert.equal(asks("initial"), false);
});
