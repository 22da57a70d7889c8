import assert from "node:assert/strict";
import { test } from "node:test";
import { forecast, limits, spent, waiting } from "../../static/admin/forecast.js";

const estimate = {
  texts: 4000, segments: 4000, cost: "31.60", currency: "USD", per_minute: 75, per_day: null, seconds: 3200, until_midnight: 36000,
};

test("a forecast says how long the first messages take and what they cost", () => {
  assert.deepEqual(forecast(estimate), ["4,000 first messages at 75 a minute take 54 minutes.", "They cost about $31.60 (4,000 segments)."]);
});

test("a cost over the budget is told", () => {
  assert.equal(forecast(estimate, { budget: "31.60" }).length, 2);
  assert.equal(forecast(estimate, { budget: "20" })[1],
    "They cost about $31.60 (4,000 segments). That is more than the budget of $20.00: the campaign pauses before.");
});

test("it says for how many texting hours end before their turn", () => {
  const closes = { at: 1_000_000 + 1_600_000, people: 600, sentence: "Closes at 21:00 in New York for 600 people." };
  assert.equal(forecast(estimate, { closes }, 1_000_000)[1],
    "Closes at 21:00 in New York for 600 people. About 300 of them have their turn only after that, and wait until their hours begin again.");
  assert.equal(forecast(estimate, { closes: { ...closes, at: 5_000_000 } }, 1_000_000).length, 2);
  assert.equal(forecast({ ...estimate, seconds: null }, { closes }, 1_000_000).length, 2);
});

test("without a known price it says nothing of the cost, and without limits it says so", () => {
  assert.deepEqual(forecast({ ...estimate, cost: null }), ["4,000 first messages at 75 a minute take 54 minutes."]);
  assert.deepEqual(forecast({ ...estimate, texts: 1, segments: 1, cost: null, per_minute: null, seconds: null }),
    ["1 first message goes out as fast as their carrier takes them."]);
});

test("a limit of a day that doesn't suffice is told with the days that it takes", () => {
  const long = { ...estimate, cost: null, per_day: 2000, seconds: 36000 + 500, until_midnight: 36000 };
  assert.deepEqual(forecast(long),
    ["4,000 first messages at 75 a minute need 4,000 segments, and 2,000 may go out in a day: they are out on day 2, in 10 hours 9 minutes."]);
  assert.deepEqual(forecast({ ...long, seconds: 3200 }), ["4,000 first messages at 75 a minute take 54 minutes."]);
});

test("before the answer, and without first messages, there is no forecast", () => {
  assert.deepEqual(forecast(null), []);
  assert.deepEqual(forecast({ ...estimate, texts: 0 }), []);
});

test("a campaign says why its texts wait", () => {
  const active = { status: "active", waits: { whose: "campaign", segments: 2000, until: 1 }, over_budget: false, budget: "50.00" };
  assert.equal(waiting(active, "USD"), "Over today's 2,000 segments: goes on at 00:00 Pacific.");
  assert.equal(waiting({ ...active, waits: { ...active.waits, whose: "carrier" } }, "USD"), "Over today's 2,000 segments of the carrier: goes on at 00:00 Pacific.");
  assert.equal(waiting({ ...active, waits: null }, "USD"), "");
  assert.equal(waiting({ ...active, status: "paused" }, "USD"), "");
  assert.equal(waiting({ ...active, status: "paused", over_budget: true }, "USD"), "Paused: its budget of $50.00 is used up. Raise it, then resume.");
});

test("a campaign says what it has come to", () => {
  assert.equal(spent({ segments: 3120, cost: "24.648", budget: "50" }, "USD"), "3,120 segments, $24.65 of $50.00");
  assert.equal(spent({ segments: 1, cost: null, budget: "50" }, "USD"), "1 segment");
  assert.equal(spent({ segments: 0, cost: null, budget: "" }, "USD"), "");
  assert.equal(limits({ per_second: 1.25, per_day: 2000 }), "At most 1.25 segments a second, 2,000 a day.");
  assert.equal(limits({ per_second: 0, per_day: 0 }), "");
});
