/** A dialog that asks before an act that is hard to undo. */
import { el, newId, write } from "./dom.js";

/**
 * Open the dialog. Return a promise of whether the act was confirmed; Escape and Cancel mean no. `also` is an element to
 * stand before the buttons.
 */
export function confirmed({ question, says, verb, also = "" }) {
  const id = newId();
  const heading = el("h2", { id });
  write(heading, question);
  const dialog = el("dialog", { "aria-labelledby": id },
    el("form", { method: "dialog" },
      heading,
      el("p", {}, says), also,
      el("div", { class: "row" },
        el("button", { value: "", autofocus: true }, "Cancel"),
        el("button", { value: "yes", class: "danger" }, verb))));
  document.body.append(dialog);
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue === "yes");
    });
    dialog.showModal();
  });
}
