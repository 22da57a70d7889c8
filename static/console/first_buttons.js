// The other buttons of a first message: small, and below Send, so that nobody who taps fast hits them.

import { el } from "../shared/dom.js";
import { optOutUntexted, reportWrongNumber, skip } from "./first_acts.js";
import { askToOptOutUntexted } from "./opt_out.js";

/**
 * `meant(at)`: the message that a press at this time of the page's clock meant; `isHere(message)`: whether it is the one
 * that is shown; `asked(message, question)` asks, and says what came of it.
 */
export function firstButtons(page, { meant, isHere, asked }) {
  let aimed = null; // the message that was there when the finger went down
  const aim = ({ timeStamp }) => (aimed = meant(timeStamp));
  const button = (label, press) => el("button", { type: "button", class: "small", onpointerdown: aim, onclick: ({ detail, timeStamp }) => {
    const message = detail > 0 ? aimed : meant(timeStamp); // else by a key or by a screen reader
    if (message && isHere(message)) press(message);
  } }, label);
  return el("div", { class: "row others" },
    button("Skip", (one) => asked(one, () => skip(page, one))),
    button("Wrong number", (one) => asked(one, () => reportWrongNumber(page, one))),
    button("Opt out", async (one) => (await askToOptOutUntexted(one)) && asked(one, () => optOutUntexted(page, one))));
}
