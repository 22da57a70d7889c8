import assert from "node:assert/strict";
import { test } from "node:test";
import { rowsOf, sentences } from "../../static/admin/ledger.js";

const name = (member) => ({ 1: "Ana", 2: "Ben", 3: "Ada" })[member];
const says = (verb, by, ...moves) => sentences({ verb, by, moves }, name);
const move = (holder, lane, new_holder, new_lane, count = 1) => ({ holder, lane, new_holder, new_lane, count });

test("moves are told in plain sentences", () => {
  assert.deepEqual(says("request_conversations", 1, move(null, "initial", 1, "initial", 300)), ["Ana requested 300 conversations"]);
  assert.deepEqual(says("request_conversations", 1, move(null, "reply", 1, "reply", 2), move(null, "quiet", 1, "quiet", 1)),
    ["Ana requested 2 conversations with a reply waiting", "Ana requested 1 conversation that are quiet".replace("are", "is")]);
  assert.deepEqual(says("unassign", 3, move(2, "initial", null, "initial", 12)), ["Ada took back 12 conversations from Ben"]);
  assert.deepEqual(says("reassign", 3, move(null, "initial", 2, "initial", 4)), ["Ada gave 4 conversations of the unassigned to Ben"]);
  assert.deepEqual(says("take_back", null, move(2, "initial", null, "initial", 40)), ["40 conversations of Ben went back: they did nothing"]);
  assert.deepEqual(says("add_contacts", null, move(null, "none", null, "initial", 1000)), ["1,000 contacts came in"]);
  assert.deepEqual(says("receive_text", null, move(1, "quiet", 1, "reply")), ["The contact wrote"]);
  assert.deepEqual(says("send_reply", 1, move(1, "reply", 1, "quiet"), move(1, "quiet", 1, "closed")), ["Ana answered", "Ana closed it"]);
});

test("a verb without words is told all the same", () => {
  assert.deepEqual(says("shuffle_all", 3, move(1, "initial", 2, "quiet", 3)), ["Ada: shuffle all, 3 conversations from To send to Quiet"]);
});

test("each move is a row, and a single conversation's leads there", () => {
  const entry = { id: "5-0", at: 5, verb: "close_conversation", by: 1, moves: [{ ...move(1, "reply", 1, "closed"), conversation: 7 }] };
  assert.deepEqual(rowsOf(entry, name), [{ id: "5-0 0", at: 5, says: "Ana closed it", conversation: 7 }]);
});
