import assert from "node:assert/strict";
import { test } from "node:test";
import { about, doneAt, joined, minutes, perMinute, rateSays, read, remembered, waited, waitsLong } from "../../static/admin/pace.js";
import { Readings } from "../../static/admin/readings.js";
import { spark } from "../../static/admin/spark.js";
import { campaign } from "./admin_campaign.mjs";

const MINUTE = 60_000;
const NOON = Date.UTC(2026, 11, 1, 12);
const ago = (minutesAgo, unassigned, sent) => ({ at: NOON - minutesAgo * MINUTE, unassigned, sent });

test("the rate is that of the last ten minutes", () => {
  assert.equal(perMinute([ago(60, 100, 0), ago(10, 60, 40), ago(5, 50, 50)], 70, NOON), 3);
  assert.equal(perMinute([ago(60, 100, 0)], 20, NOON), 2, "nothing has changed since, until those ten minutes");
  assert.equal(perMinute([ago(2, 100, 10)], 20, NOON), 5, "since the first reading");
});

test("less than a minute tells no rate, and undone texts make none below nothing", () => {
  assert.equal(perMinute([], 20, NOON), null);
  assert.equal(perMinute([ago(0.5, 100, 0)], 20, NOON), null);
  assert.equal(perMinute([ago(5, 100, 21)], 20, NOON), 0);
});

test("it is done when what isn't sent is sent at this rate", () => {
  const some = campaign({ status: "active", contacts: 100, sent: 40, unassigned: { initial: 50, reply: 0, quiet: 0 }, held: { initial: 10, reply: 0, quiet: 30 } });
  assert.equal(doneAt(some, 2, NOON), NOON + 30 * MINUTE);
  assert.equal(doneAt(some, 0, NOON), null);
  assert.equal(doneAt(some, null, NOON), null);
  assert.equal(doneAt(some, 0.001, NOON), null, "over a month");
  assert.equal(doneAt({ ...some, status: "paused" }, 2, NOON), null);
  assert.equal(doneAt({ ...some, unassigned: { initial: 0, reply: 0, quiet: 0 }, held: { initial: 0, reply: 0, quiet: 0 } }, 2, NOON), null);
});

test("a time to come is said with its day, in a time zone, and to ten minutes if it is far", () => {
  assert.equal(about(NOON + 31 * MINUTE, NOON, "UTC"), "12:31");
  assert.equal(about(NOON + 403 * MINUTE, NOON, "UTC"), "18:40");
  assert.equal(about(NOON + 21 * 60 * MINUTE, NOON, "UTC"), "tomorrow, 09:00");
  assert.equal(about(NOON + 93 * 60 * MINUTE, NOON, "UTC"), "Dec 5, 09:00");
  assert.equal(about(NOON, NOON, "America/New_York"), "07:00");
});

test("somebody waits long after ten minutes", () => {
  assert.equal(waited({ waiting_since: null }, NOON), null);
  assert.equal(waited({ waiting_since: NOON - 14.5 * MINUTE }, NOON), 14);
  assert.equal(waitsLong({ waiting_since: NOON - 10 * MINUTE }, NOON), false);
  assert.equal(waitsLong({ waiting_since: NOON - 10 * MINUTE - 1 }, NOON), true);
  assert.deepEqual([minutes(14), minutes(125), minutes(3000)], ["14 min", "2 h 5 min", "2 days"]);
  assert.deepEqual([0, 0.44, 4, 12.3].map(rateSays), ["0", "0.4", "4", "12"]);
});

test("the hub's readings come before the page's own, and an hour of these is kept", () => {
  const hubs = remembered({ unassigned: [9, null, 7], sent: [1, null, 3] }, 0, 5 * MINUTE);
  assert.deepEqual(hubs, [{ at: 5 * MINUTE, unassigned: 9, sent: 1 }, { at: 15 * MINUTE, unassigned: 7, sent: 3 }]);
  assert.deepEqual(joined(hubs, [{ at: 12 * MINUTE, unassigned: 8, sent: 2 }]).map(({ unassigned }) => unassigned), [9, 8]);
  let own = [];
  for (let at = 0; at < 200 * MINUTE; at += 5_000) own = read(own, campaign(), at);
  assert.equal(own.length, 361);
});

test("each campaign has readings of its own", () => {
  const all = new Readings();
  all.note(campaign({ id: 7, sent: 4 }), NOON);
  all.learn({ since: NOON - 60 * MINUTE, every: 5 * MINUTE, campaigns: [{ campaign: 7, unassigned: [5], sent: [1] }] });
  assert.deepEqual(all.of(7).map(({ sent }) => sent), [1, 4]);
  assert.deepEqual(all.of(8), []);
});

test("a spark line goes from an hour ago to now, and one reading makes none", () => {
  assert.equal(spark([ago(60, 100, 0), ago(30, 50, 0)], NOON, 120, 32), "0,1 60,16 120,16");
  assert.equal(spark([ago(1, 5, 0)], NOON, 120, 32), "");
});
