// The dialog with the list of keys, and the switch for them.

import { el, newId } from "../shared/dom.js";
import { SINGLE_KEYS } from "./choices.js";
import { chooser } from "./chooser.js";
import { KEYS, OTHERS } from "./keys.js";

/** Open the dialog. */
export function showKeys(choices) {
  const id = newId();
  const rows = [...KEYS, ...OTHERS].map(({ shown, says, between = " or " }) =>
    el("tr", {}, el("th", { scope: "row" }, ...shown.flatMap((key, nth) => (nth ? [between, el("kbd", {}, key)] : [el("kbd", {}, key)]))), el("td", {}, says)));
  const dialog = el("dialog", { "aria-labelledby": id, class: "keys-dialog", onclose: () => dialog.remove() },
    el("form", { method: "dialog" },
      el("h2", { id }, "Keys"),
      el("p", { class: "soft" }, "They count while no box has the focus. None of them sends a text."),
      el("table", {}, el("tbody", {}, ...rows)),
      chooser(choices, SINGLE_KEYS, "Single keys are on"),
      el("div", { class: "row" }, el("button", { autofocus: true }, "Done"))));
  document.body.append(dialog);
  dialog.showModal();
}
