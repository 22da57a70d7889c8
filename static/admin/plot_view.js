/** A small plot of how many conversations were unassigned over the last hour, live. */
import { asking, outcome } from "../shared/asking.js";
import { clock } from "../shared/clock.js";
import { el, setAttribute, svg } from "../shared/dom.js";
import { storeNow } from "../shared/store_time.js";
import { inAll } from "./board.js";
import { count } from "./numbers.js";
import { begin, highest, joined, points } from "./plot.js";

const WIDTH = 600;
const HEIGHT = 120;

export function plotPart({ live, id, campaign, history: seen, ask }) {
  let kept = [];
  const history = () => joined(kept, seen(id));
  const says = outcome();
  asking(says, says, () => ask("campaign_history", { campaign: id }), ({ points: noted }) => {
    kept = noted;
    live.update();
  });
  const line = svg("polyline", { class: "plot-line" });
  const label = svg("title", {});
  const viewBox = `0 -4 ${WIDTH} ${HEIGHT + 8}`;
  const drawing = svg("svg", { class: "plot", viewBox, role: "img", preserveAspectRatio: "none" }, label, line);
  live.each(() => {
    setAttribute(line, "points", points(history(), storeNow(), WIDTH, HEIGHT));
    const says = `${count(inAll(campaign().unassigned))} now, at most ${count(highest(history()))}`;
    if (label.textContent !== says) label.textContent = says;
  });
  return el("figure", {}, drawing, says,
    el("figcaption", { class: "soft small row spread" },
      el("span", {}, live.text(() => clock(begin(history(), storeNow())))),
      el("span", {}, live.text(() => `Most: ${count(highest(history()))}`)),
      el("span", {}, "Now")));
}
