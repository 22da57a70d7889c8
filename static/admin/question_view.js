/** A dialog that asks for one thing before an act: a number, some words. */
import { asking, outcome, refuse } from "../shared/asking.js";
import { el, newId, setAttribute, write } from "../shared/dom.js";
import { field } from "./fields.js";

/**
 * Open the dialog. `read(text)` returns the value to ask with, or undefined if the text can't be read: then `cannot` is
 * said. `does(value)` asks the hub; a refusal stays in the dialog.
 */
export function ask({ question, label, hint = "", input, read, cannot, verb, does }) {
  const id = newId();
  const heading = el("h2", { id });
  write(heading, question);
  const { element, says: beside } = field(label, input, hint);
  const says = outcome();
  const go = el("button", { type: "submit", class: "primary" }, verb);
  const dialog = el("dialog", { "aria-labelledby": id, onclose: () => dialog.remove() },
    el("form", { novalidate: true, onsubmit: submit }, heading, element, says,
      el("div", { class: "row" }, el("button", { type: "button", onclick: () => dialog.close() }, "Cancel"), go)));
  document.body.append(dialog);
  dialog.showModal();
  input.focus();

  async function submit(event) {
    event.preventDefault();
    const value = read(input.value);
    refuse(beside, value === undefined ? cannot : "");
    setAttribute(input, "aria-invalid", value === undefined && "true");
    if (value !== undefined && (await asking(go, says, () => does(value)))) dialog.close();
    else input.focus();
  }
}
