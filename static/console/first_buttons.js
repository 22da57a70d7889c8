// The other buttons of a first message: small, and below Send, so that nobody who taps fast hits them.

import { el } from "../shared/dom.js";
import { optOutUntexted, reportWrongNumber, skip } from "./first_acts.js";
import { askToOptOutUntexted } from "./opt_out.js";

/**
 * `meant(at)`: the message that a press at this time of the page's clock meant; `isHere(message)`: whether it is the one
 * that is shown; `asked(message, question)` asks, and says what came of it.
 */
export function firstButtons(page, { meant, isHere, asked }) {
  const button = (label, press) => el("button", { type: "button", class: "small", onclick: ({ timeStamp }) => {
    const message = meant(timeStamp);
    if (message && isHere(message)) press(message);
  } }, label);
  return el("div", { class: "row others" },
    button("Skip", (one) => asked(one, () => skip(page, one))),
    button("Wrong number", (one) => asked(one, () => reportWrongNumber(page, one))),
    button("Opt out", async (one) => (await askToOptOutUntexted(one)) && asked(one, () => optOutUntexted(page, one))));
}
