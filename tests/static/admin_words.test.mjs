import assert from "node:assert/strict";
import { test } from "node:test";
import { details, holderName, snippet } from "../../static/admin/conversation.js";
import { clock } from "../../static/shared/clock.js";
import { split, wholeNumber } from "../../static/admin/numbers.js";
import { tokenRows } from "../../static/admin/tokens.js";
import { rejectedCsv, toMend } from "../../static/admin/rejected.js";

test("only a whole number is read as one", () => {
  assert.deepEqual(["300", " 5,000 ", "0", "12"].map(wholeNumber), [300, 5000, 0, 12]);
  assert.deepEqual(["", "abc", "1.5", "-3", "1e3", "5,00", "٣"].map(wholeNumber), Array(7).fill(null));
});

test("a remainder goes to the first ones", () => {
  assert.deepEqual(split(8, 3), [3, 3, 2]);
});

test("a time of today has no date, another has", () => {
  const at = new Date(2026, 10, 21, 9, 5).getTime();
  assert.equal(clock(at, at + 1000), "09:05");
  assert.equal(clock(at, at + 86_400_000), "Nov 21, 09:05");
});

test("rejected rows come with reason and cells, and nothing a spreadsheet would run", () => {
  const csv = rejectedCsv([
    { line: 3, reason: "bad_number", sentence: "Not a number.", row: ["=1+1", 'say "hi"'] },
    { line: 9, reason: "no_phone", sentence: "No number, none.", row: ["Ana"] },
  ], ["=phone", "First, last"]);
  assert.equal(csv, "\ufeffline,reason,sentence,'=phone,\"First, last\"\r\n"
    + "3,bad_number,Not a number.,'=1+1,\"say \"\"hi\"\"\"\r\n"
    + '9,no_phone,"No number, none.",Ana\r\n');
});

test("no cell of a rejected row is a formula to a spreadsheet, which passes over NULs", () => {
  for (const cell of ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1"]) {
    for (const nul of ["", "\0", "\0\0"]) {
      assert.ok(rejectedCsv([{ line: 3, reason: "r", sentence: "s", row: [nul + cell] }], ["Phone"]).endsWith(`\r\n3,r,s,'${cell}\r\n`));
    }
  }
  assert.ok(rejectedCsv([{ line: 3, reason: "r", sentence: "s", row: ["\n=1"] }], ["Phone"]).endsWith(`\r\n3,r,s,"'\n=1"\r\n`));
});

test("rejected rows have the file's columns, whether they have fewer cells or more", () => {
  const rejected = [[], ["1", "2", "3"]].map((row) => ({ line: 3, reason: "r", sentence: "s", row }));
  assert.equal(rejectedCsv(rejected, ["a", "b"]), "\ufeffline,reason,sentence,a,b,column 3\r\n3,r,s\r\n3,r,s,1,2,3\r\n");
});

test("rejected rows without cells are told without", () => {
  assert.match(rejectedCsv([{ line: 3, reason: "bad_number", sentence: "Not a number." }], []), /^\ufeffline,reason,sentence\r\n3,/);
});

test("a contact that was there already needs no mending", () => {
  const rejected = ["bad_number", "duplicate_in_campaign", "duplicate_in_file", "opted_out"].map((reason) => ({ reason }));
  assert.deepEqual(toMend({ rejected }).map(({ reason }) => reason), ["bad_number", "duplicate_in_file", "opted_out"]);
});

test("a list shows the last text, or the message as it will be sent", () => {
  const text = (direction, said) => ({ texts: [{ direction, text: said }] });
  assert.equal(snippet(text("in", "Who is this?")), "Who is this?");
  assert.equal(snippet(text("out", "Hi")), "We: Hi");
  assert.equal(snippet({ texts: [], draft: "Hi Ana" }), "Not sent yet: Hi Ana");
  assert.equal(snippet({ texts: [] }), "");
});

test("a conversation is somebody's, nobody's, or a former sender's", () => {
  const senders = [{ id: 3, name: "Ana" }];
  assert.deepEqual([3, null, 4].map((holder) => holderName(holder, senders)), ["Ana", "Unassigned", "a former sender"]);
});

test("a contact's columns are in the order of their names", () => {
  assert.deepEqual(details({ fields: { city: "Rome", age: "40" } }), [["age", "40"], ["city", "Rome"]]);
});

test("a token says whose it is and whether it was ever used", () => {
  const at = new Date(2026, 10, 21, 9, 5).getTime();
  const tokens = [{ token: "a", member: 1, name: "", created: at, used: null }, { token: "b", member: 9, name: "load", created: at, used: at }];
  assert.deepEqual(tokenRows(tokens, [{ id: 1, name: "Ana" }], at), [
    { token: "a", name: "Without a name", whose: "Ana", created: "09:05", used: "Never" },
    { token: "b", name: "load", whose: "A former member", created: "09:05", used: "09:05" },
  ]);
});
