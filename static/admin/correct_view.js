/** A dialog in which a contact of a draft is corrected. */
import { asking, outcome } from "../shared/asking.js";
import { el, newId, write } from "../shared/dom.js";
import { sentence } from "../shared/sentence.js";
import { nameOf } from "../shared/words.js";
import { corrections } from "./draft_contacts.js";
import { field } from "./fields.js";

/** Ask what is right of a conversation's contact. `columns` are names of further fields; `correct(given)` asks the hub. */
export function askForCorrection(conversation, columns, correct) {
  const { contact } = conversation;
  const id = newId();
  const heading = el("h2", { id });
  write(heading, sentence`Correct ${nameOf(conversation)}`);
  const typed = (name, label, value, type = "text") => {
    const input = el("input", { type, autocomplete: "off" });
    input.value = value;
    return { name, ...field(label, input) };
  };
  const own = [typed("first_name", "First name", contact.first_name), typed("last_name", "Last name", contact.last_name),
    typed("phone", "Phone", contact.phone, "tel")];
  const more = columns.map((column) => typed(column, column, contact.fields[column] ?? ""));
  const says = outcome();
  const save = el("button", { type: "submit", class: "primary" }, "Save");
  const dialog = el("dialog", { "aria-labelledby": id, onclose: () => dialog.remove() },
    el("form", { novalidate: true, onsubmit: submit },
      heading, ...[...own, ...more].map(({ element }) => element), says,
      el("div", { class: "row" }, el("button", { type: "button", onclick: () => dialog.close() }, "Cancel"), save)));
  document.body.append(dialog);
  dialog.showModal();

  async function submit(event) {
    event.preventDefault();
    const values = (fields) => Object.fromEntries(fields.map(({ name, input }) => [name, input.value]));
    const given = corrections(contact, values(own), values(more));
    if (given === null || (await asking(save, says, () => correct(given)))) dialog.close();
  }
}
