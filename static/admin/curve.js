/** The numbers of a campaign over time, as curves with axes. Pure: points → coordinates and words. */
import { count } from "../shared/numbers.js";

export const CURVES = [
  { key: "unassigned", name: "Unassigned" },
  { key: "sent", name: "Sent" },
  { key: "answered", name: "Answered" },
];
export const SPANS = { hour: "Last hour", day: "Last day", whole: "Whole campaign" };

const MINUTE_MS = 60_000;
const SPAN_MS = { hour: 60 * MINUTE_MS, day: 24 * 60 * MINUTE_MS };
const TIME_STEPS_MINUTES = [1, 5, 10, 15, 30, 60, 180, 360, 720, 1440, 2880, 10080, 20160, 43200];

/** Return the hub's `points` with how the campaign is now as the last one. What an older version didn't note is null. */
export const upToNow = (points, campaign, now) => [
  ...points.filter(({ at }) => at < now).map(({ at, unassigned, sent = null, answered = null }) => ({ at: Math.min(at + MINUTE_MS, now), unassigned, sent, answered })),
  { at: now, unassigned: campaign.unassigned.initial + campaign.unassigned.reply + campaign.unassigned.quiet, sent: campaign.sent, answered: campaign.answered ?? null },
];

/** Return when a plot begins, in ms: at the span's beginning, or at the first point if that is later. */
export function beginning(points, span, now) {
  const first = points[0]?.at ?? now;
  return Math.min(span === "whole" ? first : Math.max(first, now - SPAN_MS[span]), now - MINUTE_MS);
}

/** Return round numbers from 0 up to at least `most`: [0, 500, 1000, 1500]. */
export function roundTicks(most, wanted = 4) {
  const rough = Math.max(1, most) / wanted;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = Math.max(1, [1, 2, 5, 10].find((each) => each * power >= rough) * power);
  return Array.from({ length: Math.ceil(Math.max(1, most) / step) + 1 }, (_, place) => place * step);
}

/** Return moments on round local times between two, at most `wanted` of them. `offset` is minutes from UTC, east positive. */
export function timeTicks(from, to, wanted, offset) {
  const step = MINUTE_MS * (TIME_STEPS_MINUTES.find((each) => (to - from) / (each * MINUTE_MS) <= wanted) ?? TIME_STEPS_MINUTES.at(-1));
  const shift = offset * MINUTE_MS;
  const first = Math.ceil((from + shift) / step) * step - shift;
  return Array.from({ length: Math.max(0, Math.floor((to - first) / step) + 1) }, (_, place) => first + place * step);
}

/** Return a curve as "x,y x,y …": each number holds until the next point. `box` is {from, to, top, width, height}. */
export function curve(points, key, box) {
  const corners = [];
  let last = null;
  for (const point of points) {
    if (point[key] === null) continue;
    const x = xOf(point.at, box);
    if (last !== null) corners.push(`${x},${yOf(last, box)}`);
    corners.push(`${x},${yOf(point[key], box)}`);
    last = point[key];
  }
  return corners.join(" ");
}

export const xOf = (at, { from, to, width }) => round(width * Math.min(1, Math.max(0, (at - from) / (to - from))));
export const yOf = (number, { top, height }) => round(height * (1 - number / top));

/** Return the place of the last point at or before a share of the width, 0 to 1. */
export function pointAt(points, share, { from, to }) {
  const at = from + share * (to - from);
  return Math.max(0, points.findLastIndex((point) => point.at <= at));
}

const MARKS = {
  launched: () => "Launched",
  paused: () => "Paused",
  resumed: () => "Resumed",
  imported: (number) => `${number} contacts came in`,
  unassigned: (number) => `${number} taken back`,
  reassigned: (number) => `${number} given to others`,
  taken_back: (number) => `${number} went back`,
  bulk_send: () => "Bulk send",
};

/** Return a mark in words. One that this page doesn't know is told by its name. */
export function markSays({ mark, count: number, by }) {
  const words = MARKS[mark]?.(number === null || number === undefined ? "Some" : count(number)) ?? mark.replaceAll("_", " ");
  return by ? `${words} by ${by}` : words;
}

/** Return a point in words, with the marks that are nearest to it: those since the point before. */
export function pointSays(points, place, marks, clock) {
  const { at, ...numbers } = points[place];
  const since = points[place - 1]?.at ?? -Infinity;
  const told = CURVES.filter(({ key }) => numbers[key] !== null).map(({ key, name }) => `${name.toLowerCase()} ${count(numbers[key])}`);
  const happened = marks.filter((mark) => mark.at > since && mark.at <= at).map(markSays);
  return [`${clock(at)}: ${told.join(", ")}`, ...happened].join(". ");
}

const round = (number) => Math.round(number * 10) / 10;
