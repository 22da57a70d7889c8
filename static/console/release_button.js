// "Done for the day": gives back what is held, after asking.

import { asking, outcome } from "../shared/asking.js";
import { confirmed } from "../shared/confirmed.js";
import { el } from "../shared/dom.js";

export function releaseButton(page) {
  let now;
  const says = outcome();
  const button = el("button", { type: "button", onclick: release }, "Done for the day");
  const element = el("section", { class: "release", "aria-label": "Done for the day" }, button, says);

  async function release() {
    const { campaign, release } = now;
    const sure = await confirmed({ question: "Done for the day?", says: release, verb: "Give them back" });
    if (sure) asking(button, says, () => page.release(campaign));
  }

  return {
    element,
    fill(shown) {
      now = shown;
      element.hidden = !shown.release;
    },
  };
}
