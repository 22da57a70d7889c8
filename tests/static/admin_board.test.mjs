import assert from "node:assert/strict";
import { test } from "node:test";
import { carriedBy, figures, moves, onBoard, ordered, whereabouts } from "../../static/admin/board.js";
import { campaign } from "./admin_campaign.mjs";

const busy = campaign({
  contacts: 20, unassigned: { initial: 3, reply: 2, quiet: 1 }, held: { initial: 4, reply: 1, quiet: 5 }, closed: 3, opted_out: 1, sent: 13,
});

test("a card counts what is unassigned, held, waiting and sent", () => {
  assert.deepEqual(figures(busy), {
    unassigned: 6, held: 10, waiting: 3, sent: 13, contacts: 20, closed: 3, optedOut: 1, share: 0.65,
  });
});

test("a campaign without contacts has sent none of them", () => {
  assert.equal(figures(campaign()).share, 0);
});

test("active campaigns come first, then paused ones and drafts, the newest of each first", () => {
  const all = [[1, "draft"], [2, "active"], [3, "archived"], [4, "paused"], [5, "active"]].map(([id, status]) => campaign({ id, status }));
  assert.deepEqual(ordered(all).map(({ id }) => id), [5, 2, 4, 1, 3]);
});

test("an archived campaign can't be moved any more", () => {
  assert.deepEqual(moves(campaign({ status: "archived" })), []);
  assert.deepEqual(moves(campaign({ status: "paused" })), ["resume", "archive"]);
});

test("archived campaigns are on the board only when asked for", () => {
  const all = [campaign({ id: 1, status: "active" }), campaign({ id: 2, status: "archived" })];
  assert.deepEqual(onBoard(all, false).map(({ id }) => id), [1]);
  assert.deepEqual(onBoard(all, true).map(({ id }) => id), [1, 2]);
});

test("where the conversations are adds up to all contacts, lane by lane", () => {
  const { contacts, ...parts } = whereabouts(busy);
  assert.deepEqual(contacts, { initial: 7, reply: 3, quiet: 6, all: 20 });
  for (const column of Object.keys(contacts)) {
    assert.equal(Object.values(parts).reduce((sum, part) => sum + (part[column] ?? 0), 0), contacts[column], column);
  }
});

test("a campaign that one carrier alone carries says which, and that a simulated one reaches nobody", () => {
  assert.equal(carriedBy({ carrier: "" }), "");
  assert.match(carriedBy({ carrier: "simulator" }), /nobody real is texted/);
  assert.match(carriedBy({ carrier: "telnyx" }), /Only the carrier telnyx/);
});
