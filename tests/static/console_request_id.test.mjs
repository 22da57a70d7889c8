import assert from "node:assert/strict";
import { webcrypto } from "node:crypto";
import test from "node:test";

import { requestId } from "../../static/console/request_id.js";

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

test("a request id is a UUID, and another one each time", () => {
  assert.match(requestId(), UUID);
  assert.notEqual(requestId(), requestId());
});

test("so it is on plain http, where browsers keep randomUUID back", () => {
  const plain = { getRandomValues: (bytes) => webcrypto.getRandomValues(bytes) };
  assert.match(requestId(plain), UUID);
  assert.notEqual(requestId(plain), requestId(plain));
});
