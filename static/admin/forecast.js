/** The forecast of a launch, and what a campaign waits for, as sentences. Pure. */
import { count, many } from "../shared/numbers.js";
import { duration, money } from "./money.js";

/**
 * Return sentences about the first messages that aren't sent yet: how long they take, for whom texting hours end before,
 * what they cost. `estimate` is the answer of the server, null until there is one. Of the campaign, `budget` is "" without
 * one, and `closes` says whose hours end first; `now` is in ms by the store's clock.
 */
export function forecast(estimate, { budget = "", closes = null } = {}, now = 0) {
  if (!estimate?.texts) return [];
  return [takes(estimate), closesBefore(estimate, closes, now), costs(estimate, budget)].filter(Boolean);
}

function takes({ texts, segments, per_minute, per_day, seconds, until_midnight }) {
  const all = many(texts, "first message");
  if (seconds === null) return `${all} ${texts === 1 ? "goes" : "go"} out as fast as their carrier takes them.`;
  const pace = per_minute === null ? "" : ` at ${count(Math.round(per_minute * 10) / 10)} a minute`;
  if (per_day === null || seconds <= until_midnight) {
    return `${all}${pace} ${texts === 1 ? "takes" : "take"} ${duration(seconds)}.`;
  }
  const days = 1 + Math.ceil((seconds - until_midnight) / 86400);
  return `${all}${pace} need ${many(segments, "segment")}, and ${count(per_day)} may go out in a day: they are out on day ${days}, in ${duration(seconds)}.`;
}

/** Say for about how many texting hours end before their turn, if their contacts are spread evenly over the list. */
function closesBefore({ seconds }, closes, now) {
  const left = closes && seconds ? 1 - (closes.at - now) / 1000 / seconds : 0;
  const late = Math.round((closes?.people ?? 0) * left);
  if (late < 1) return "";
  return `${closes.sentence} About ${count(late)} of them have their turn only after that, and wait until their hours begin again.`;
}

function costs({ segments, cost, currency }, budget) {
  if (cost === null) return "";
  const over = budget && Number(cost) > Number(budget) ? ` That is more than the budget of ${money(budget, currency)}: the campaign pauses before.` : "";
  return `They cost about ${money(cost, currency)} (${many(segments, "segment")}).${over}`;
}

/** Return why a campaign's queued texts wait for long, "" if they don't. */
export function waiting({ status, waits, over_budget, budget }, currency) {
  if (status === "paused" && over_budget) return `Paused: its budget of ${money(budget, currency)} is used up. Raise it, then resume.`;
  if (status !== "active" || !waits) return "";
  const whose = { campaign: "", carrier: " of the carrier", numbers: " of its numbers" }[waits.whose];
  return `Over today's ${count(waits.segments)} segments${whose}: goes on at 00:00 Pacific.`;
}

/** Return what the campaign has come to so far: "3,120 segments, $24.65 of $50.00"; "" before the first. */
export function spent({ segments, cost, budget }, currency) {
  if (!segments) return "";
  const of = budget ? ` of ${money(budget, currency)}` : "";
  return `${many(segments, "segment")}${cost === null ? "" : `, ${money(cost, currency)}${of}`}`;
}

/** Return the limits of a campaign in words, "" without any. */
export function limits({ per_second, per_day }) {
  const parts = [];
  if (per_second) parts.push(`${many(per_second, "segment")} a second`);
  if (per_day) parts.push(`${count(per_day)} a day`);
  return parts.length ? `At most ${parts.join(", ")}.` : "";
}
