import assert from "node:assert/strict";
import { test } from "node:test";
import { moved, preview, progress } from "../../static/admin/reassign.js";
import { campaign, sender } from "./admin_campaign.mjs";

const busy = campaign({ unassigned: { initial: 7, reply: 2, quiet: 1 }, held: { initial: 5, reply: 3, quiet: 4 }, senders: 2 });
const senders = [sender(1, "Ana", { initial: 5, reply: 1 }), sender(2, "Ben", { reply: 2, quiet: 4 }), sender(3, "Cleo")];
const choice = (change) => ({ verb: "reassign_all", lanes: "any", from: "unassigned", givers: [], to: [], count: null, ...change });
const planned = (change) => preview(choice(change), busy, senders);
const EVERY = ["initial", "reply", "quiet"];

test("Bulk Unassign All takes everything open that is held", () => {
  assert.deepEqual(planned({ verb: "unassign_all", from: "everybody" }), {
    moves: 12,
    sentence: "12 conversations of everybody will become unassigned.",
    command: ["unassign", { campaign: 7, holders: null, lanes: EVERY }],
  });
});

test("Bulk Unassign All of what needs a reply takes only that", () => {
  const { moves, command } = planned({ verb: "unassign_all", from: "everybody", lanes: "reply" });
  assert.equal(moves, 3);
  assert.deepEqual(command[1].lanes, ["reply"]);
});

test("Bulk Unassign All may be of some senders", () => {
  const { moves, sentence, command } = planned({ verb: "unassign_all", from: "senders", givers: [2] });
  assert.equal(moves, 6);
  assert.equal(sentence, "6 conversations of Ben will become unassigned.");
  assert.deepEqual(command[1].holders, [2]);
});

test("Reassign All from the unassigned ones is split evenly, one more to the first", () => {
  const { sentence, command } = planned({ lanes: "initial", to: [1, 2] });
  assert.equal(sentence, "7 conversations will move from the unassigned ones to Ana (4) and Ben (3).");
  assert.deepEqual(command, ["reassign", { campaign: 7, holders: null, to: [1, 2], lanes: ["initial"] }]);
});

test("Reassign All from senders takes what these hold", () => {
  const { moves, command } = planned({ from: "senders", givers: [1], to: [3] });
  assert.equal(moves, 6);
  assert.deepEqual(command[1].holders, [1]);
});

test("Reassign Some moves so many, or says that there are fewer", () => {
  assert.deepEqual(planned({ verb: "reassign_some", to: [3], count: 4 }).command[1].count, 4);
  const { moves, sentence } = planned({ verb: "reassign_some", to: [3], count: 40 });
  assert.equal(moves, 10);
  assert.match(sentence, /There are only 10\./);
});

test("what is missing is said and nothing can be asked", () => {
  const lacks = (change) => {
    const { sentence, command } = planned(change);
    assert.equal(command, null);
    return sentence;
  };
  assert.match(lacks({}), /who gets/);
  assert.match(lacks({ from: "senders", to: [3] }), /from whom/);
  assert.match(lacks({ from: "senders", givers: [1, 2], to: [2] }), /Ben can't both/);
  assert.match(lacks({ verb: "reassign_some", to: [3] }), /how many/);
  assert.match(lacks({ verb: "reassign_some", to: [3], count: 0 }), /how many/);
  assert.match(lacks({ from: "senders", givers: [3], to: [1] }), /Nothing to move/);
});

test("the count of what moved is told", () => {
  assert.equal(moved(choice({ verb: "unassign_all" }), 1), "1 conversation unassigned.");
  assert.equal(moved(choice({}), 1200), "1,200 conversations reassigned.");
});

test("how far a move is lies between nothing and all of it, whatever texters do meanwhile", () => {
  const move = { there: 277000, moves: 200000 };
  assert.deepEqual(progress(move, 230500), { done: 46500, sentence: "46,500 of 200,000 conversations moved so far." });
  assert.equal(progress(move, 277001).done, 0);
  assert.equal(progress(move, 50000).done, 200000);
});
