// Listens to single keys, and does what keys.js says that they mean.

import { meant } from "./keys.js";

const FIELDS = "input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]";

/** `does(act, key)` does what a key means, and returns whether it was done; `on()`: single keys count; `rest()`: put the
 * focus where none is a field. */
export function listenToKeys({ does, on, rest }) {
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || document.querySelector("dialog[open]")) return;
    const typing = Boolean(event.target.closest?.(FIELDS));
    if (event.key === "Escape" && typing && !event.isComposing) rest();
    const one = on() && meant(event, typing);
    if (one && does(one.act, event.key)) event.preventDefault();
  });
}
