// The buttons below a thread, and the offer to opt out a contact whose text may be a wish for that.

import { el, seen } from "../shared/dom.js";
import { close, lastText, optOut, reportWrongNumber } from "./acts.js";
import { OPEN_NEXT } from "./choices.js";
import { chooser } from "./chooser.js";
import { askToOptOut, mayWishNoMore } from "./opt_out.js";
import { isAnswered } from "./words.js";

/**
 * `now()` returns the conversation, or null while it isn't here; `act(control, question)` asks, and says in the thread
 * what came of it. Return {element, wish, close}: the buttons, the offer, which stands above
 * the box, and close(), as the button does it.
 */
export function threadFoot(page, { now, act }) {
  let lastWords = null; // those of an opt-out that was refused
  const closing = el("button", { type: "button", onclick: closes }, "Close");
  const wrong = el("button", { type: "button", onclick: () => act(wrong, () => reportWrongNumber(page, now())) }, "Wrong number");
  const ending = el("button", { type: "button", class: "danger", onclick: () => endWith(ending) }, "Opt out");
  const wished = el("button", { type: "button", class: "small", onclick: () => endWith(wished) }, "Opt out");
  const open = () => now() !== null && isAnswered(now());
  const mayEnd = () => now() && now().lane !== "opted_out" && now().lane !== "initial" && now().contact.phone !== "";
  return {
    wish: seen(el("div", { class: "row notice wish" }, el("span", {}, "This may be a wish for no more texts."), wished),
      () => now() && mayWishNoMore(now())),
    element: el("div", {},
      el("div", { class: "row" }, seen(closing, open), seen(wrong, open), seen(ending, mayEnd)),
      seen(chooser(page.choices, OPEN_NEXT, "Open the next one after sending"), () => page.place.lane === "reply" && open())),
    close: closes,
  };

  function closes() {
    if (open()) act(closing, () => close(page, now()));
    return open();
  }

  // Opt the contact out, after asking for the last text. Words that weren't taken are offered again.
  async function endWith(control) {
    const conversation = now();
    let offered = lastWords;
    if (offered === null && !(await act(control, async () => ({ text: offered } = await lastText(page))))) return;
    const words = await askToOptOut(conversation, offered);
    lastWords = words ?? lastWords;
    if (words !== null && (await act(control, () => optOut(page, conversation, words)))) lastWords = null;
  }
}
