/** Review and launch: what is missing, what will happen, and the button. */
import { el } from "../dom.js";
import { asker } from "./fields.js";
import { keyed } from "../keyed.js";
import { missing, whatWillHappen } from "./launch.js";
import { setText } from "./live.js";
import { movesPart } from "./moves_view.js";
import { to } from "./routes.js";
import { titlePart } from "./title_view.js";

export function launchPart(here) {
  const { live, id, campaign, senders, ask, go } = here;
  const happens = el("ul", {});
  const show = keyed(happens, ({ place }) => place, sentenceLine);
  const inTurn = () => [...senders()].sort((a, b) => a.id - b.id); // as the launch goes round them
  live.each(() => show(whatWillHappen(campaign(), inTurn()).map((sentence, place) => ({ sentence, place }))));

  const lacks = el("ul", {});
  const showMissing = keyed(lacks, ({ page }) => page, ({ page, sentence }) =>
    ({ element: el("li", {}, el("a", { href: to(id, page) }, sentence)), fill() {} }));
  live.each(() => showMissing(missing(campaign())));

  const launch = asker("Launch", () => ask("launch_campaign", { campaign: id }), { class: "pink big" });
  live.each(() => {
    if (campaign().status !== "draft") go(to(id, "summary"), { instead: true });
  });
  return {
    element: el("section", {}, el("h2", {}, "Review and launch"),
      live.seen(el("div", { class: "refusal" }, el("p", {}, "Still missing:"), lacks), () => missing(campaign()).length > 0),
      el("div", { class: "card" },
        titlePart(here),
        el("h3", {}, "Message"), el("p", { class: "bubble out" }, live.text(() => campaign().script || "None yet.")),
        el("h3", {}, "What launching does"), happens),
      el("div", { class: "row" }, launch.element, ...movesPart(here))),
  };
}

function sentenceLine() {
  const text = document.createTextNode("");
  return { element: el("li", {}, text), fill: ({ sentence }) => setText(text, sentence) };
}
