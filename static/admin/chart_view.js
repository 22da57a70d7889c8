/** Bars for the answers to each question of the survey and for the tags, with their numbers; they grow live. */
import { el, follow, seen, setAttribute, svg } from "../shared/dom.js";
import { keyed } from "../shared/keyed.js";
import { many } from "../shared/numbers.js";
import { barSays, charted, chartedTags } from "./labels.js";
import { toList } from "./routes.js";

/** Return the card, hidden while a campaign has neither tags nor a survey. */
export function chartPart({ id, campaign }) {
  const questions = () => campaign().survey.map(charted).filter(({ bars }) => bars.length);
  const tags = () => [chartedTags(campaign().tags, campaign().contacts)].filter(({ bars }) => bars.length);
  const charts = (list, kind, says) => keyed(el("div"), list, (each) => each.id, (now) => chart(id, now, kind, says));
  const card = el("div", { class: "card" }, el("h2", {}, "Survey and tags"),
    charts(questions, "answer", (now) => `${many(now.all, "answer")}`), charts(tags, "tag", () => "Of all contacts"));
  return seen(card, () => questions().length + tags().length > 0);
}

function chart(id, now, kind, says) {
  return el("section", { class: "chart" }, el("h3", {}, () => now().title), el("p", { class: "soft small number" }, () => says(now())),
    keyed(el("ul", { class: "bars" }), () => now().bars, (bar) => bar.id, (bar) => line(id, bar, kind)));
}

function line(id, now, kind) {
  const rect = svg("rect", { class: "bar", height: "100%", rx: 3 });
  follow(rect, () => setAttribute(rect, "width", `${now().percent}%`));
  return el("li", {},
    el("a", { href: toList(id, { [kind]: now().id }), "aria-label": () => `Read: ${now().name}` }, () => now().name),
    svg("svg", { class: "bar-room", "aria-hidden": "true" }, rect),
    el("span", { class: "number" }, () => barSays(now())));
}
