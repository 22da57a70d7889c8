// The other buttons of a first message: small, and below Send, so that nobody who taps fast hits them.

import { el } from "../shared/dom.js";
import { optOutUntexted, reportWrongNumber, skip } from "./first_acts.js";
import { askToOptOutUntexted } from "./opt_out.js";

/**
 * `now()`: the message that is shown; `meant(at)`: the one that a press at this time of the page's clock meant;
 * `asked(conversation, question)` asks, and says what came of it.
 */
export function firstButtons(page, { now, meant, asked }) {
  const button = (label, press) => el("button", { type: "button", class: "small", onclick: (event) => {
    const conversation = event.detail > 0 ? meant(event.timeStamp) : now();
    if (conversation) press(conversation);
  } }, label);
  return el("div", { class: "row others" },
    button("Skip", (one) => asked(one, () => skip(page, one))),
    button("Wrong number", (one) => asked(one, () => reportWrongNumber(page, one))),
    button("Opt out", async (one) => (await askToOptOutUntexted(one)) && asked(one, () => optOutUntexted(page, one))));
}
