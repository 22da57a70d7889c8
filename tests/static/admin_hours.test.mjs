import assert from "node:assert/strict";
import { test } from "node:test";
import { days, formOf, hoursNow, hoursOf } from "../../static/admin/hours.js";

const USUAL = { from: "09:00", to: "21:00", holidays: [] };

test("what is written comes back as it was", () => {
  const sunday = { from: "12:00", to: "17:00" };
  for (const hours of [null, USUAL, { ...USUAL, sunday: null }, { ...USUAL, sunday, holidays: ["2026-12-25", "2027-01-01"] }]) {
    assert.deepEqual(hoursOf(formOf(hours)), hours);
  }
});

test("days may be written in lines, with commas or blanks", () => {
  assert.deepEqual(days(" 2026-12-25,2027-01-01\n\n2026-07-04 ; "), ["2026-12-25", "2027-01-01", "2026-07-04"]);
});

test("a form for hours that there are none of yet has what most would write", () => {
  const form = formOf(null);
  assert.deepEqual([form.any, form.from, form.to, form.sundays], [true, "09:00", "21:00", "same"]);
});

test("a campaign says until when people may be texted, and when others may be", () => {
  const closes = { sentence: "Closes at 21:00 in Denver for 80 people." };
  const later = { opens: { sentence: "Opens at 9:00 in New York for 1 person." } };
  assert.deepEqual(hoursNow({ closes, later }), [closes.sentence, later.opens.sentence]);
  assert.deepEqual(hoursNow({ closes: null, later: null }), []);
});
