/** A small plot of how many conversations were unassigned over the last hour, as far as this page has been open. */
import { inAll } from "./board.js";
import { el, setAttribute, svg } from "../dom.js";
import { clock, count } from "./numbers.js";
import { begin, highest, points } from "./plot.js";

const WIDTH = 600;
const HEIGHT = 120;

export function plotPart({ live, id, campaign, history }) {
  const line = svg("polyline", { class: "plot-line" });
  const label = svg("title", {});
  const drawing = svg("svg", { class: "plot", viewBox: `0 -4 ${WIDTH} ${HEIGHT + 8}`, role: "img", preserveAspectRatio: "none" }, label, line);
  live.each(() => {
    setAttribute(line, "points", points(history(id), Date.now(), WIDTH, HEIGHT));
    const says = `${count(inAll(campaign().unassigned))} now, at most ${count(highest(history(id)))}`;
    if (label.textContent !== says) label.textContent = says;
  });
  return el("figure", {}, drawing,
    el("figcaption", { class: "soft small row spread" },
      el("span", {}, live.text(() => clock(begin(history(id), Date.now())))), el("span", {}, live.text(() => `Most: ${count(highest(history(id)))}`)), el("span", {}, "Now")));
}
