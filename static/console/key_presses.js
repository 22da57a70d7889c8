// Listens to single keys, and does what keys.js says that they mean.

import { meant } from "./keys.js";

const TYPED_MS = 1_000; // ms: who types on when the box has gone, with its conversation, say, means no key
const ENDS = ["Enter", "Escape", "Tab", "ArrowDown", "ArrowUp"]; // keys with which one leaves a field, or is done with it
const FIELDS = "input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]";

/** `does(act, key)` does what a key means, and returns whether it was done; `on()`: single keys count; `rest()`: put the
 * focus where none is a field. */
export function listenToKeys({ does, on, rest }) {
  let typed = -Infinity; // ms of the page's own clock at the last character that was typed
  document.addEventListener("pointerdown", () => (typed = -Infinity), { capture: true });
  document.addEventListener("keydown", (event) => {
    const typing = Boolean(event.target.closest?.(FIELDS));
    const typesOn = typing || event.timeStamp - typed < TYPED_MS;
    if (ENDS.includes(event.key)) typed = -Infinity;
    else if (typesOn && event.key.length === 1) typed = event.timeStamp;
    if (event.defaultPrevented || document.querySelector("dialog[open]")) return;
    if (event.key === "Escape" && typing && !event.isComposing) rest();
    const one = on() && meant(event, typesOn);
    if (one && does(one.act, event.key)) event.preventDefault();
  });
}
