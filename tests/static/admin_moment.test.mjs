import assert from "node:assert/strict";
import test from "node:test";
import { asInput, fromInput, inWords, zoneOf } from "../../static/admin/moment.js";

const ZONES = ["America/New_York", "Asia/Kolkata", "Europe/Berlin", "UTC", "Pacific/Auckland"];

test("a moment is read and written by the clocks of a zone", () => {
  const evening = Date.parse("2026-12-02T18:00-05:00");
  assert.equal(fromInput("2026-12-02T18:00", "America/New_York"), evening);
  assert.equal(inWords(evening, "America/New_York"), "Dec 2 at 18:00 (New York)");
  assert.equal(inWords(Date.parse("2026-07-01T04:05Z"), "UTC"), "Jul 1 at 04:05 (UTC)");
});

test("what is written is read as the same moment, the year round", () => {
  for (const zone of ZONES) {
    for (let hour = 0; hour < 365 * 24; hour += 7) {
      const ms = Date.parse("2026-01-01T00:30Z") + hour * 3_600_000;
      const read = fromInput(asInput(ms, zone), zone);
      assert.ok(read === ms || asInput(read, zone) === asInput(ms, zone), `${zone} ${new Date(ms).toISOString()}`);
    }
  }
});

test("a time that the clocks leap over, or none, is no moment", () => {
  assert.equal(fromInput("2026-03-08T02:30", "America/New_York"), null);
  assert.equal(fromInput("", "UTC"), null);
  assert.equal(fromInput("x", "UTC"), null);
});

test("the zone is the account's, else this browser's", () => {
  assert.equal(zoneOf({ time_zone: "Asia/Kolkata" }), "Asia/Kolkata");
  assert.equal(zoneOf({ time_zone: null }), new Intl.DateTimeFormat().resolvedOptions().timeZone);
});
