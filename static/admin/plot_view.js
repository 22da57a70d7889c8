/** A small plot of how many conversations were unassigned over the last hour. */
import { asking, outcome } from "../shared/asking.js";
import { clock } from "../shared/clock.js";
import { el, refresh, svg } from "../shared/dom.js";
import { count } from "../shared/numbers.js";
import { storeNow } from "../shared/store_time.js";
import { inAll } from "./board.js";
import { begin, highest, joined, points } from "./plot.js";

const WIDTH = 600;
const HEIGHT = 120;

export function plotPart({ id, campaign, history: seen, ask }) {
  let kept = [];
  const history = () => joined(kept, seen(id));
  const says = outcome();
  asking(says, says, () => ask("campaign_history", { campaign: id }), ({ points: noted }) => {
    kept = noted;
    refresh(figure);
  });
  const line = svg("polyline", { class: "plot-line", points: () => points(history(), storeNow(), WIDTH, HEIGHT) });
  const label = svg("title", {}, () => `${count(inAll(campaign().unassigned))} now, at most ${count(highest(history()))}`);
  const viewBox = `0 -4 ${WIDTH} ${HEIGHT + 8}`;
  const drawing = svg("svg", { class: "plot", viewBox, role: "img", preserveAspectRatio: "none" }, label, line);
  const figure = el("figure", {}, drawing, says,
    el("figcaption", { class: "soft small row spread" },
      el("span", {}, () => clock(begin(history(), storeNow()))),
      el("span", {}, () => `Most: ${count(highest(history()))}`),
      el("span", {}, "Now")));
  return figure;
}
