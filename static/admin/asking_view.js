/** The queue of texters who wait for an admin's yes to their first batch, the longest waiting first. */
import { asking as wait, outcome } from "../shared/asking.js";
import { clock } from "../shared/clock.js";
import { el, seen } from "../shared/dom.js";
import { keyed } from "../shared/keyed.js";
import { sentence } from "../shared/sentence.js";
import { asking, askingSays } from "./senders.js";

export function askingPart({ id, campaign, senders, ask }) {
  const heading = el("h3", { tabindex: "-1" }, () => askingSays(campaign()));
  const says = outcome();
  const list = keyed(el("ul", { class: "asking" }), () => asking(senders()), (each) => each.id, row);
  const element = el("section", { class: "card notice", "aria-label": "First batches" }, heading,
    el("p", { class: "soft small" }, "With a yes they get it at once, and request by themselves from then on."), list, says);
  return element;

  function row(now) {
    const label = () => `Yes, ${now().name} gets a first batch`;
    const yes = el("button", { type: "button", class: "primary small", "aria-label": label, onclick: () => allow(now(), yes) }, "Yes");
    return el("li", {}, el("span", {}, () => sentence`${now().name}`), el("span", { class: "soft small" }, () => `since ${clock(now().waits_since)}`), yes);
  }

  // The row goes with the answer, so the next button takes the focus, or the heading.
  async function allow({ id: member, name }, yes) {
    const next = yes.closest("li").nextElementSibling ?? yes.closest("li").previousElementSibling;
    const done = () => sentence`${name} has a first batch, or gets it as soon as there is one.`;
    if (await wait(yes, says, () => ask("approve_sender", { campaign: id, member }), done)) (next?.querySelector("button") ?? heading).focus();
  }
}
