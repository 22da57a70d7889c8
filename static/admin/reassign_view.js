/** Bulk reassign: what to move, from whom, to whom, a preview of it, and how many did move. */
import { asking, outcome } from "../asking.js";
import { chooser } from "./chooser_view.js";
import { confirmed } from "../confirmed.js";
import { el, setAttribute } from "../dom.js";
import { choice, field } from "./fields.js";
import { wholeNumber } from "./numbers.js";
import { LANES, VERBS, moved, preview } from "./reassign.js";

export function reassignPart({ live, campaign, senders, ask }) {
  const picked = { verb: "unassign_all", lanes: "any", from: "unassigned" };
  const pick = (name) => (key) => {
    picked[name] = key;
    live.update();
  };
  const people = () => [...senders()].sort((a, b) => a.name.localeCompare(b.name));
  const givers = chooser(live, "From whom", people);
  const getters = chooser(live, "To whom", people);
  const number = field("How many", el("input", { type: "text", inputmode: "numeric", class: "short", autocomplete: "off", oninput: () => live.update() }));
  for (const each of [givers, getters]) each.changed(() => live.update());

  const now = () => ({ ...picked, givers: givers.chosen(), to: getters.chosen(), count: wholeNumber(number.input.value) });
  const planned = () => preview(now(), campaign(), senders());
  const giving = () => picked.verb !== "unassign_all";
  const says = outcome();
  const busy = el("progress", { hidden: true, "aria-label": "Moving" });
  const go = el("button", { type: "submit", class: "pink" }, live.text(() => VERBS.find(({ key }) => key === picked.verb).title));
  live.each(() => setAttribute(go, "aria-disabled", planned().command ? null : "true"));

  const form = el("form", { novalidate: true, onsubmit: move },
    choice("What to do", VERBS, picked.verb, pick("verb")),
    choice("Which ones", LANES, picked.lanes, pick("lanes")),
    live.seen(choice("From", [{ key: "unassigned", title: "Unassigned" }, { key: "senders", title: "Senders" }], picked.from, pick("from")), giving),
    live.seen(givers.element, () => giving() && picked.from === "senders"),
    live.seen(number.element, () => picked.verb === "reassign_some"),
    live.seen(getters.element, giving),
    el("p", { class: "notice", role: "status" }, live.text(() => planned().sentence)),
    el("div", { class: "asker" }, go, busy, says));
  return el("details", { class: "card" }, el("summary", {}, "Bulk reassign"), form);

  async function move(event) {
    event.preventDefault();
    const choiceNow = now();
    const { command, sentence } = planned();
    if (!command || go.getAttribute("aria-busy") === "true") return;
    if (!(await confirmed({ question: "Move them?", says: sentence, verb: VERBS.find(({ key }) => key === choiceNow.verb).title }))) return;
    busy.hidden = false;
    await asking(go, says, () => ask(...command), ({ moved: many }) => moved(choiceNow, many));
    busy.hidden = true;
  }
}
