/** A dialog for a sender's own limits. */
import { asking, outcome, refuse } from "../shared/asking.js";
import { el, newId, setAttribute, write } from "../shared/dom.js";
import { sentence } from "../shared/sentence.js";
import { field } from "./fields.js";
import { wholeNumber } from "./numbers.js";

const HINTS = {
  most_held: "Conversations that they may hold at once.",
  most_a_day: "Conversations that they may take in a day.",
};

/** Ask for the limits of a sender, with those in force filled in; `set({most_held, most_a_day})` asks the hub. */
export function askForLimits(sender, set) {
  const id = newId();
  const heading = el("h2", { id });
  write(heading, sentence`Limits of ${sender.name}`);
  const typed = (label, name) => {
    const input = el("input", { type: "text", inputmode: "numeric", autocomplete: "off", class: "short" });
    input.value = sender[name] ?? "";
    return { name, ...field(label, input, HINTS[name]) };
  };
  const fields = [typed("Most held at once", "most_held"), typed("Most taken in a day", "most_a_day")];
  const says = outcome();
  const save = el("button", { type: "submit", class: "primary" }, "Save");
  const dialog = el("dialog", { "aria-labelledby": id, onclose: () => dialog.remove() },
    el("form", { novalidate: true, onsubmit: submit },
      heading, el("p", {}, "Empty: the campaign's limit. 0: no limit."), ...fields.map(({ element }) => element), says,
      el("div", { class: "row" }, el("button", { type: "button", onclick: () => dialog.close() }, "Cancel"), save)));
  document.body.append(dialog);
  dialog.showModal();
  fields[0].input.focus();

  async function submit(event) {
    event.preventDefault();
    const limits = read();
    if (limits && (await asking(save, says, () => set(limits)))) dialog.close();
  }

  // Return what is typed, or null: then the field says what is wrong with it, and has the focus.
  function read() {
    const limits = {};
    let wrong = null;
    for (const { name, input, says: beside } of fields) {
      const number = wholeNumber(input.value);
      const isWrong = number === null && input.value.trim() !== "";
      refuse(beside, isWrong ? "Write a whole number." : "");
      setAttribute(input, "aria-invalid", isWrong && "true");
      if (isWrong) wrong ??= input;
      limits[name] = number;
    }
    wrong?.focus();
    return wrong ? null : limits;
  }
}
