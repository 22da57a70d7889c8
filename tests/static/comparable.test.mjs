import assert from "node:assert/strict";
import { test } from "node:test";
import { filtered } from "../../static/admin/senders.js";
import { comparable } from "../../static/admin/comparable.js";

const INVISIBLE = ["\u200b", "\u200e", "\u202a", "\u2066", "\ufeff", "\u00ad", "\u034f", "\ufe0f", "\x07"];

test("a word is the same in whatever letters, with whatever marks in it", () => {
  for (const [one, other] of [["ＺＯＥ", "zoe"], ["Zoe\u0308", "zoë"], ["STRASSE", "straße"], ["ﬁn", "FIN"], [" a \u00a0 b ", "A B"], ["ΣΟΦΟΣ", "σοφος"]]) {
    assert.equal(comparable(one), comparable(other));
  }
  for (const mark of INVISIBLE) assert.equal(comparable(`Z${mark}oë${mark}`), "zoë");
  assert.notEqual(comparable("zoe"), comparable("zoë"));
});

test("comparing a compared word again changes nothing", () => {
  for (const text of ["İstanbul", "e\u200b\u0301", "ǅ", "\u0345", "ẞ"]) assert.equal(comparable(comparable(text)), comparable(text));
});

test("people are found by their name in whatever form it was typed", () => {
  const people = [{ name: "Zoë\u200b Ångström", email: "z@example.org" }];
  for (const words of ["zoe\u0308", "ＡＮＧ".replace("Ａ", "Å"), "\u202aZOË\u202c ång"]) assert.equal(filtered(people, words).length, 1, words);
});
