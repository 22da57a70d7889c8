// The bar below the box. It stays in sight, also above a phone's keyboard, and within a thumb's reach.

import { el } from "../shared/dom.js";

/** `buttons` are the box's; open() shows the answers at hand, unless `hidden()`: there are none. */
export function threadBar(page, buttons, { open, hidden }) {
  const turning = (way, says, sign) => el("button", {
    type: "button", class: "turn", "data-taps": "", "aria-label": says, title: says, disabled: () => !page.neighbours()[way], onclick: () => page.turn(way),
  }, sign);
  return el("div", { class: "row bar" }, ...buttons,
    el("button", { type: "button", class: "open-sheet", onclick: open, hidden }, "Answers"),
    el("span", { class: "soft small keys" }, "Enter sends · Shift+Enter starts a new line"),
    el("span", { class: "turns" }, turning("previous", "Previous conversation", "‹"), turning("next", "Next conversation", "›")));
}
