import assert from "node:assert/strict";
import test from "node:test";

import { OpenConversation } from "../../static/console/conversation.js";
import { aConversation, aHub, settled } from "./console_things.mjs";

const nothing = () => {};

test("an older version changes nothing, and after the connection was away it replaces what is shown", async () => {
  let v = 12;
  const hub = aHub({ open_conversation: () => aConversation(3, { v }) });
  const open = new OpenConversation(hub.ask, 7, 3, nothing, nothing);
  open.follow(12);
  await settled();
  open.change(aConversation(3, { v: 11 }));
  assert.equal(open.thing.v, 12);

  v = 9; // the store went back
  open.doubt();
  assert.equal(open.thing.v, 12, "it is shown until the hub has answered");
  open.follow(9);
  await settled();
  assert.equal(open.thing.v, 9);
});
