import assert from "node:assert/strict";
import { test } from "node:test";
import { sizeOf } from "../../static/admin/segments.js";
import { segments } from "../../static/shared/segments.js";

const counted = (text) => {
  const { encoding, length, segments: parts, left } = segments(text);
  return [encoding, length, parts, left];
};

test("an empty text has no segment", () => {
  assert.deepEqual(counted(""), ["GSM-7", 0, 0, 160]);
});

test("160 GSM-7 characters fit into one segment, 161 need two of 153", () => {
  assert.deepEqual(counted("é".repeat(160)), ["GSM-7", 160, 1, 0]);
  assert.deepEqual(counted("a".repeat(161)), ["GSM-7", 161, 2, 145]);
  assert.deepEqual(counted("a".repeat(306)), ["GSM-7", 306, 2, 0]);
  assert.deepEqual(counted("a".repeat(307)), ["GSM-7", 307, 3, 152]);
});

test("a character of the extension table counts double", () => {
  assert.deepEqual(counted("€".repeat(80)), ["GSM-7", 160, 1, 0]);
  assert.deepEqual(counted("€".repeat(81)), ["GSM-7", 162, 2, 143]);
});

test("an escaped character is never cut in two", () => {
  assert.equal(segments(`${"a".repeat(152)}€${"a".repeat(152)}`).segments, 3);
  assert.equal(segments(`${"a".repeat(151)}€${"a".repeat(153)}`).segments, 2);
});

test("one character outside GSM-7 makes it UCS-2, 70 and then 67 to a segment", () => {
  assert.deepEqual(counted("ж".repeat(70)), ["UCS-2", 70, 1, 0]);
  assert.deepEqual(counted("ж".repeat(71)), ["UCS-2", 71, 2, 63]);
  assert.deepEqual(segments("it’s a ж").odd, ["’", "ж"]);
});

test("an emoji is two units that stay together", () => {
  assert.deepEqual(counted("🙂".repeat(35)), ["UCS-2", 70, 1, 0]);
  assert.equal(segments("🙂".repeat(66)).segments, 2);
  assert.equal(segments("🙂".repeat(67)).segments, 3);
});

test("every character of the basic table is GSM-7, the currency sign and the line feed among them", () => {
  assert.equal(segments("@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ ¤¡ÄÖÑÜ§¿äöñüà^{}\\[~]|€").encoding, "GSM-7");
  for (const other of "`çáíóúâêÁ\t") assert.equal(segments(other).encoding, "UCS-2", other);
});

test("the size of a text is said in words, and that it is too long", () => {
  assert.equal(sizeOf("Bye.", 1600), "1 segment (GSM-7, 4 used, 156 left in the last one).");
  assert.match(sizeOf("x".repeat(11), 10), /Longer than 10 characters: it would be refused\.$/);
});
