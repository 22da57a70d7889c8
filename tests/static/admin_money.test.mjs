import assert from "node:assert/strict";
import { test } from "node:test";
import { amount, duration, money } from "../../static/admin/money.js";

test("an amount is told in its currency, to the hundredth", () => {
  assert.equal(money("31.6", "USD"), "$31.60");
  assert.equal(money("1234", "USD"), "$1,234.00");
  assert.equal(money("24.648", "USD"), "$24.65");
  assert.equal(money("5", "EUR"), "€5.00");
});

test("a duration is rounded up to what people would say", () => {
  for (const [seconds, says] of [
    [0, "1 second"], [40, "40 seconds"], [60, "1 minute"], [3200, "54 minutes"], [3600, "1 hour"], [7500, "2 hours 5 minutes"], [172800, "2 days"], [172801, "3 days"],
  ]) assert.equal(duration(seconds), says);
});

test("a typed number may have commas and decimals, or be none", () => {
  for (const [text, value] of [["1.25", 1.25], [" 2,000 ", 2000], ["", ""], ["  ", ""], ["0", 0]]) assert.equal(amount(text), value);
  for (const text of ["abc", "-1", "1,5", "1.2345678", "1e3", "1,2345"]) assert.equal(amount(text), undefined, text);
});
