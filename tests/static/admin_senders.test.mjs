import assert from "node:assert/strict";
import { test } from "node:test";
import { candidates, memberRows, otherRole } from "../../static/admin/members.js";
import { asking, askingSays, filtered, found, ownLimits, pace, pressed, roomSays, row, sorted } from "../../static/admin/senders.js";
import { sender } from "./admin_campaign.mjs";

const [ana, ben, cleo] = [sender(1, "Ana", { reply: 2 }), sender(2, "Ben", { reply: 5 }), sender(3, "Cléo", { reply: 2 })];
const nobodyOnline = new Map();
const names = (rows) => rows.map(({ name }) => name);

test("a row says whether its sender is online and when they last came or went", () => {
  const presences = new Map([[1, { online: true, v: 500 }], [2, { online: false, v: 400 }]]);
  const rows = [ana, ben, cleo].map((each) => row(each, presences));
  assert.deepEqual(rows.map(({ online, seen }) => [online, seen]), [[true, 500], [false, 400], [false, null]]);
});

test("a filter takes every word of the name and the e-mail address", () => {
  const rows = [ana, ben].map((each) => row(each, nobodyOnline));
  assert.deepEqual(names(filtered(rows, "  AN example ")), ["Ana"]);
  assert.deepEqual(names(filtered(rows, "")), ["Ana", "Ben"]);
  assert.deepEqual(names(filtered(rows, "zoe")), []);
});

test("those who are online can be looked at alone", () => {
  const rows = [ana, ben].map((each) => row(each, new Map([[2, { online: true, v: 1 }]])));
  assert.deepEqual(names(filtered(rows, "", true)), ["Ben"]);
});

test("equal numbers are in the order of the names whichever way they are sorted", () => {
  const rows = [cleo, ben, { ...ana, id: 9 }].map((each) => row(each, nobodyOnline));
  assert.deepEqual(names(sorted(rows, { column: "reply", down: true })), ["Ben", "Ana", "Cléo"]);
  assert.deepEqual(names(sorted(rows, { column: "reply", down: false })), ["Ana", "Cléo", "Ben"]);
  assert.deepEqual(names(sorted(rows, { column: "name", down: true })), ["Cléo", "Ben", "Ana"]);
});

test("a press on a heading begins with A or with the most, the next one turns it round", () => {
  const byReplies = pressed({ column: "name", down: false }, "reply");
  assert.deepEqual(byReplies, { column: "reply", down: true });
  assert.deepEqual(pressed(byReplies, "reply"), { column: "reply", down: false });
  assert.deepEqual(pressed(byReplies, "name"), { column: "name", down: false });
});

test("members who may be added are neither disabled nor senders already", () => {
  const members = [{ id: 1, name: "Ana" }, { id: 4, name: "Zoe", disabled: true }, { id: 2, name: "Ben", disabled: false }];
  assert.deepEqual(names(candidates(members, [ana])), ["Ben"]);
});

test("disabled members come last and are never online", () => {
  const members = [{ id: 1, name: "Ana", disabled: true }, { id: 2, name: "Ben", disabled: false }];
  const presences = new Map([[1, { online: true }], [2, { online: true }]]);
  assert.deepEqual(memberRows(members, presences).map(({ name, online }) => [name, online]), [["Ben", true], ["Ana", false]]);
});

test("a member can be given the role that they don't have", () => {
  assert.deepEqual([otherRole({ name: "Ana", role: "texter" }), otherRole({ name: "Ana", role: "admin" })].map(({ role, done }) => [role, done]), [
    ["admin", "Ana is an admin now."],
    ["texter", "Ana is a texter now."],
  ]);
});

test("the pace is that of a sender's day, from the first text to the last", () => {
  const HOUR_MS = 3_600_000;
  const day = (since, last, initials, replies) => ({ day: { since, last, initials, replies, done: null } });
  assert.equal(pace({ day: null }), 0);
  assert.equal(pace(day(0, 2 * HOUR_MS, 50, 10)), 30);
  assert.equal(pace(day(0, 1, 5, 0)), 20, "a day that has just begun counts as a quarter of an hour");
});

test("it is said how many of all senders are found, or that nobody is", () => {
  assert.deepEqual([found(1499, 1499), found(1, 1499), found(0, 2), found(0, 0)], [
    "1,499 senders", "1 of 1,499 senders", "Nobody matches.", "0 senders",
  ]);
});

test("those who wait for a yes are in the order in which they asked", () => {
  const waiting = (id, waits_since, needs_yes = true) => ({ ...sender(id, `No ${id}`), waits_since, needs_yes });
  const rows = [waiting(1, 30), waiting(2, 10), waiting(3, 5, false), sender(4, "Dan"), waiting(5, 10)];
  assert.deepEqual(asking(rows).map(({ id }) => id), [2, 5, 1]);
});

test("a campaign says how many wait, and nothing when nobody does or an older hub doesn't tell", () => {
  assert.equal(askingSays({ asking: 3 }), "3 texters wait for their first batch.");
  assert.equal(askingSays({ asking: 1 }), "1 texter waits for their first batch.");
  assert.equal(roomSays({ room: 2 }), "2 texters wait for more conversations.");
  assert.equal(roomSays({ room: 1 }), "1 texter waits for more conversations.");
  assert.deepEqual([askingSays({}), roomSays({}), askingSays({ asking: 0 }), roomSays({ room: 0 })], ["", "", "", ""]);
});

test("a sender's own limits are told, and the campaign's are not", () => {
  assert.equal(ownLimits({ most_held: 50, most_a_day: 1_200 }), "50 held · 1,200 a day");
  assert.equal(ownLimits({ most_held: 0, most_a_day: null }), "any number held");
  assert.equal(ownLimits({ most_held: null, most_a_day: null }) + ownLimits({}), "");
});
