/** A plot of a campaign's numbers, with axes, the values under the pointer, and marks for what happened. */
import { asking, outcome } from "../shared/asking.js";
import { clock } from "../shared/clock.js";
import { el, follow, setAttribute, svg, write } from "../shared/dom.js";
import { count } from "../shared/numbers.js";
import { storeNow } from "../shared/store_time.js";
import { CURVES, SPANS, beginning, curve, markSays, pointAt, pointSays, roundTicks, timeTicks, upToNow, xOf, yOf } from "./curve.js";

const HEIGHT = 220;
const LEFT = 52; // px for the numbers
const BOTTOM = 24; // px for the times
const TOP = 14; // px for the marks
const RIGHT = 8;
const PX_PER_TIME = 84;
const LISTED_AGAIN_MS = 60_000;

/** Return {element, close()}. */
export function curvePart({ id, campaign, ask }) {
  let [span, points, marks, place, drawn] = ["hour", [], [], null, ""];
  let [noted, happened] = [[], []]; // as the hub gave them
  let box;
  const says = outcome();
  const reading = el("p", { class: "reading number", "aria-hidden": "true" });
  const picture = svg("svg", { class: "curves", height: HEIGHT, tabindex: 0, role: "slider", "aria-label": "A moment of the campaign",
    onpointermove: point, onpointerleave: () => move(null), onkeydown: step });
  const buttons = Object.entries(SPANS).map(([key, title]) =>
    el("button", { type: "button", class: "small", "aria-pressed": () => String(span === key), onclick: () => choose(key) }, title));
  const legend = el("ul", { class: "legend" }, ...CURVES.map(({ key, name }) => el("li", {}, sample(key), name)));
  const element = el("figure", { class: "curve" }, el("div", { class: "row spread" }, legend, el("div", { class: "row spans" }, ...buttons)), picture, reading, says);
  const resized = new ResizeObserver(() => draw());
  resized.observe(picture);
  const again = setInterval(list, LISTED_AGAIN_MS);
  follow(element, draw);
  list();
  return { element, close };

  function close() {
    clearInterval(again);
    resized.disconnect();
  }

  function choose(key) {
    span = key;
    move(null);
    list();
  }

  async function list() {
    const asked = span;
    await asking(says, says, () => ask("campaign_history", { campaign: id, ...(span !== "hour" && { span }) }), (answer) => {
      if (asked === span) [noted, happened] = [answer.points, answer.marks ?? []];
    });
    draw();
  }

  function draw() {
    const now = storeNow();
    points = upToNow(noted, campaign(), now);
    marks = happened;
    const width = Math.max(120, (picture.clientWidth || 600) - LEFT - RIGHT);
    const minute = Math.floor(now / LISTED_AGAIN_MS);
    const like = JSON.stringify([span, width, minute, noted.length, happened.length, points.at(-1).unassigned, points.at(-1).sent, points.at(-1).answered]);
    if (like === drawn) return;
    drawn = like;
    const most = points.reduce((high, point) => Math.max(high, ...CURVES.map(({ key }) => point[key] ?? 0)), 0);
    const numbers = roundTicks(most);
    box = { from: beginning(points, span, now), to: now, top: numbers.at(-1), width, height: HEIGHT - BOTTOM - TOP };
    const inside = svg("g", { transform: `translate(${LEFT} ${TOP})` }, ...grid(numbers), ...times(), ...marks.filter(({ at }) => at >= box.from).map(flag),
      ...CURVES.map(({ key }) => svg("polyline", { class: "curve-line", "data-curve": key, points: curve(points, key, box) })), svg("line", { class: "cursor", y1: 0, y2: box.height }));
    picture.replaceChildren(inside);
    move(place === null ? null : Math.min(place, points.length - 1));
  }

  function grid(numbers) {
    return numbers.flatMap((number) => {
      const y = yOf(number, box);
      return [svg("line", { class: "grid", x1: 0, x2: box.width, y1: y, y2: y }), svg("text", { class: "tick-number", x: -8, y: y + 4 }, count(number))];
    });
  }

  function times() {
    const offset = -new Date(box.to).getTimezoneOffset();
    return timeTicks(box.from, box.to, Math.max(2, Math.floor(box.width / PX_PER_TIME)), offset).map((at) =>
      svg("text", { class: "tick-time", x: xOf(at, box), y: box.height + 18 }, clock(at)));
  }

  function flag(mark) {
    const x = xOf(mark.at, box);
    return svg("g", { class: "flag" }, svg("title", {}, `${clock(mark.at)}: ${markSays(mark)}`),
      svg("line", { x1: x, x2: x, y1: -6, y2: box.height }), svg("path", { d: `M${x - 5} -12h10l-5 7z` }));
  }

  function point(event) {
    const { left } = picture.getBoundingClientRect();
    move(pointAt(points, Math.min(1, Math.max(0, (event.clientX - left - LEFT) / box.width)), box));
  }

  function step(event) {
    const by = { ArrowLeft: -1, ArrowRight: 1, Home: -Infinity, End: Infinity }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    move(Math.min(points.length - 1, Math.max(0, (place ?? points.length - 1) + by)));
  }

  // Show the values of a moment; without one, those of now.
  function move(to) {
    place = to;
    const shown = place ?? points.length - 1;
    if (shown < 0) return;
    const words = pointSays(points, shown, marks, clock);
    write(reading, words);
    const cursor = picture.querySelector(".cursor");
    if (cursor) {
      const x = xOf(points[shown].at, box);
      for (const end of ["x1", "x2"]) setAttribute(cursor, end, x);
      setAttribute(cursor, "visibility", place === null ? "hidden" : "visible");
    }
    for (const [name, value] of [["valuemin", 0], ["valuemax", points.length - 1], ["valuenow", shown], ["valuetext", words]]) setAttribute(picture, `aria-${name}`, value);
  }
}

const sample = (key) => svg("svg", { class: "sample", width: 28, height: 12, "aria-hidden": "true" }, svg("line", { class: "curve-line", "data-curve": key, x1: 0, x2: 28, y1: 6, y2: 6 }));
