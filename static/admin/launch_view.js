/** Review and launch: what is missing, what will happen, and the button. */
import { asking, outcome, refuse } from "../shared/asking.js";
import { el } from "../shared/dom.js";
import { keyed } from "../shared/keyed.js";
import { missing, unfinished, whatWillHappen } from "./launch.js";
import { setText } from "./live.js";
import { movesPart } from "./moves_view.js";
import { previewPart } from "./preview_view.js";
import { to } from "./routes.js";
import { hasScript } from "./steps.js";
import { titleForm } from "./title_view.js";

export function launchPart(here) {
  const { live, id, campaign, senders, ask, go, unsaved, uploads } = here;
  const happens = el("ul", {});
  const show = keyed(happens, ({ place }) => place, sentenceLine);
  const inTurn = () => [...senders()].sort((a, b) => a.id - b.id); // as the launch goes round them
  live.each(() => show(whatWillHappen(campaign(), inTurn()).map((sentence, place) => ({ sentence, place }))));

  const lacks = el("ul", {});
  const showMissing = keyed(lacks, ({ sentence }) => sentence, ({ page, sentence }) =>
    ({ element: el("li", {}, el("a", { href: to(id, page) }, sentence)), fill() {} }));
  const onlyHere = () => ({ uploading: uploads.running(id), unsaved: unsaved.has(id) });
  const lacking = () => missing(campaign(), onlyHere());
  live.each(() => showMissing(lacking()));

  const preview = previewPart(here, () => campaign().script ?? "");
  live.each(() => preview.update());
  const title = titleForm(here);
  const says = outcome();
  const button = el("button", { type: "button", class: "pink big", onclick: launch }, "Launch");
  live.each(() => {
    if (campaign().status !== "draft") go(to(id, "summary"), { instead: true });
  });
  return {
    element: el("section", {}, el("h2", {}, "Review and launch"),
      live.seen(el("div", { class: "refusal" }, el("p", {}, "Still missing:"), lacks), () => lacking().length > 0),
      el("div", { class: "card" },
        title.element,
        el("h3", {}, "Message"), el("p", { class: "bubble out" }, live.text(() => campaign().script || "None yet.")),
        live.seen(preview.element, () => hasScript(campaign())),
        el("h3", {}, "What launching does"), happens),
      el("div", { class: "row" }, el("div", { class: "asker" }, button, says), ...movesPart(here))),
  };

  /** With the title that stands here, and not while the server lacks what this browser has: it would launch without. */
  async function launch() {
    if (unfinished(onlyHere()).length) refuse(says, "Not launched: something is still missing, see above.");
    else if (await title.save()) await asking(button, says, () => ask("launch_campaign", { campaign: id }));
  }
}

function sentenceLine() {
  const text = document.createTextNode("");
  return { element: el("li", {}, text), fill: ({ sentence }) => setText(text, sentence) };
}
