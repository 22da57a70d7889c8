/** A question before something that one should be sure of. */
import { el, newId, write } from "./dom.js";

/** Opens a dialog → a promise of whether it was confirmed; Escape and Cancel mean no. */
export function confirmed({ question, says, verb }) {
  const id = newId();
  const heading = el("h2", { id });
  write(heading, question);
  const dialog = el("dialog", { "aria-labelledby": id },
    el("form", { method: "dialog" },
      heading,
      el("p", {}, says),
      el("div", { class: "row" },
        el("button", { value: "" }, "Cancel"),
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
