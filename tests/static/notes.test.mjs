import assert from "node:assert/strict";
import { test } from "node:test";
import { attached, byThemselves, isPicture, notesOf, optedOut, pictureName, saves } from "../../static/shared/notes.js";

const when = (at) => `at ${at}`;
const out = (by, at) => ({ opted_out: true, by, at });
const back = (by, at) => ({ opted_out: false, by, at });

test("who opted out is said with who and when", () => {
  assert.equal(optedOut({ opt_outs: [out("Ana", 5)] }, when), "Opted out by Ana, at 5.");
  assert.equal(optedOut({ opt_outs: [out("Ana", 5), out(null, 6)] }, when), "Opted out by Ana, at 5, and by a text from them, at 6.");
});

test("a text of their own isn't hidden behind what a member did later", () => {
  const both = { opt_outs: [out("Zoe", 1), back("Ada", 2), out(null, 5), out(null, 6), out("Ana", 7)] };
  assert.equal(optedOut(both, when), "Opted out by a text from them, at 6, and by Ana, at 7.");
  assert.equal(byThemselves(both), true);
  assert.equal(byThemselves({ opt_outs: [out(null, 1), back("Ada", 2), out("Ana", 7)] }), false);
});

test("an opt-out says how it came, if that is known", () => {
  const says = (note) => optedOut({ opt_outs: [{ opted_out: true, at: 5, ...note }] }, when);
  assert.equal(says({ by: null, how: "text" }), "Opted out by a text from them, at 5.");
  assert.equal(says({ by: null, how: "carrier" }), "Opted out by them, at their carrier, at 5.");
  assert.equal(says({ by: "Ana", how: "texter" }), "Opted out by Ana, at 5.");
  assert.equal(says({ by: "Ada", how: "import" }), "Opted out by Ada, with an imported list, at 5.");
  assert.equal(says({ by: null, how: "import" }), "Opted out by an imported list, at 5.");
  assert.equal(says({ by: null, how: "command" }), "Opted out by a command, at 5.");
  assert.equal(says({ by: null, how: "of a newer version" }), "Opted out by a command, at 5.");
  const themselves = (how) => byThemselves({ opt_outs: [{ opted_out: true, at: 5, by: null, how }] });
  assert.deepEqual(["text", "carrier", undefined, "import", "command"].map(themselves), [true, true, true, false, false]);
});

test("who came back is said with both", () => {
  assert.equal(optedOut({ opt_outs: [out("Ana", 5), back("Ada", 6)] }, when),
    "Opted in again by Ada, at 6. They had been opted out by Ana, at 5.");
  assert.equal(optedOut({ opt_outs: [back(null, 6)] }, when), "Opted in again by a text from them, at 6.");
});

test("the other campaigns are those of the newest text from them", () => {
  const texts = [
    { direction: "in", also_in: ["Parks"] },
    { direction: "in", also_in: ["Parks", "Schools"] },
    { direction: "out" },
  ];
  assert.deepEqual(notesOf({ texts }, when), ["This person is in other campaigns, too: “Parks”, “Schools”."]);
  assert.deepEqual(notesOf({ texts: texts.slice(0, 1) }, when), ["This person is in another campaign, too: “Parks”."]);
  assert.deepEqual(notesOf({ texts: [...texts, { direction: "in" }] }, when), []);
  assert.deepEqual(notesOf({ texts: [] }, when), []);
});

test("what came with the words is said", () => {
  assert.equal(attached({}), "");
  assert.equal(attached({ media: 1 }), "with a picture");
  assert.equal(attached({ media: 3 }), "with 3 pictures");
  assert.equal(attached({ media: 1, files: [{ path: "/media/1/1/1/1", type: "image/png" }] }), "", "it is shown");
});

test("a picture has a name, and what is none can be saved", () => {
  const files = ["image/jpeg", "text/vcard", "image/png"].map((type, n) => ({ path: `/media/1/1/2/${n + 1}`, type }));
  assert.deepEqual(files.map(isPicture), [true, false, true]);
  assert.equal(pictureName(files, files[2], "Ana"), "Picture 2 of 2 from Ana");
  assert.equal(pictureName(files.slice(0, 2), files[0], "Ana"), "Picture from Ana");
  assert.deepEqual(["image/svg+xml", "image/heic", ""].map((type) => isPicture({ type })), [false, false, false]);
  assert.deepEqual(["text/vcard; charset=utf-8", "application/pdf", "audio/amr", "image/svg+xml", "application/x-thing", ""].map(saves),
    ["Save the contact card", "Save the PDF", "Save the sound", "Save the picture", "Save the file", "Save the file"]);
});
