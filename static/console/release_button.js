// The button "Done for the day", which gives back what the texter holds, after asking.

import { asking, outcome } from "../shared/asking.js";
import { confirmed } from "../shared/confirmed.js";
import { el } from "../shared/dom.js";
import { release } from "./acts.js";

export function releaseButton(page, now) {
  const says = outcome();
  const button = el("button", { type: "button", onclick: askToRelease }, "Done for the day");
  return el("section", { class: "release", "aria-label": "Done for the day", hidden: () => !now().release }, button, says);

  async function askToRelease() {
    const { campaign, release: gives } = now();
    const sure = await confirmed({ question: "Done for the day?", says: gives, verb: "Give them back" });
    if (sure) asking(button, says, () => release(page, campaign));
  }
}
