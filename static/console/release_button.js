// The button "Done for the day", which gives back all that the texter holds in any campaign, after asking; and the one
// for a campaign alone.

import { asking, outcome } from "../shared/asking.js";
import { confirmed } from "../shared/confirmed.js";
import { el, seen } from "../shared/dom.js";
import { finishDay, release } from "./pool.js";

export function releaseButton(page, now) {
  const says = outcome();
  const done = el("button", { type: "button", onclick: askToFinish }, "Done for the day");
  const only = seen(el("button", { type: "button", class: "plain", onclick: askToRelease }, "Give back only these"), () => now().release);
  return el("section", { class: "release", "aria-label": "Done for the day", hidden: () => !now().finish }, done, only, says);

  async function askToFinish() {
    if (await confirmed({ question: "Done for the day?", ...now().finish })) asking(done, says, () => finishDay(page));
  }

  async function askToRelease() {
    const { campaign, release: gives } = now();
    const sure = await confirmed({ question: "Give back only these?", says: gives, verb: "Give them back" });
    if (sure) asking(only, says, () => release(page, campaign));
  }
}
