// The strip that asks whether the texter is still there, before conversations go back to others. One for each campaign.

import { asking, outcome } from "../shared/asking.js";
import { el } from "../shared/dom.js";
import { keyed } from "../shared/keyed.js";
import { goesBack, goingBack } from "./idle.js";

export function stillThere(page, now) {
  return keyed(el("div", { class: "still-there", role: "status" }), () => goingBack(page.consoles, now().campaign),
    ({ campaign }) => campaign, (one) => strip(page, now, one));
}

function strip(page, now, one) {
  const says = outcome();
  const campaign = one().campaign;
  const keep = el("button", { type: "button", onclick: () => asking(keep, says, () => page.doing.keep(campaign)) }, "Keep them");
  const asked = el("p", {}, () => goesBack(one(), campaign !== now().campaign, page.at));
  return el("div", { class: "notice row" }, asked, keep, says);
}
