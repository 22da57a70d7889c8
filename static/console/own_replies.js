// A texter's own replies, which they have at hand in every campaign: the dialog in which they are kept.

import { asking, outcome } from "../shared/asking.js";
import { el, newId } from "../shared/dom.js";
import { limits } from "../shared/limits.js";
import { setOwnReplies } from "./at_hand_acts.js";

/** Open the dialog. `own` are the replies as listed. */
export function askForOwnReplies(page, own) {
  const id = newId();
  const says = outcome();
  const list = el("ol", { class: "own-replies" });
  const save = el("button", { type: "submit", class: "pink" }, "Save");
  const dialog = el("dialog", { "aria-labelledby": id, onclose: () => dialog.remove() },
    el("form", { method: "dialog", onsubmit: keep },
      el("h2", { id }, "My replies"),
      el("p", { class: "soft" }, "You have these at hand in every campaign. {first_name} stands for the contact's first name."),
      list, el("button", { type: "button", onclick: () => add({ title: "", text: "" }).focus() }, "Add a reply"), says,
      el("div", { class: "row" }, save, el("button", { type: "button", onclick: () => dialog.close() }, "Cancel"))));
  for (const one of own) add(one);
  if (!own.length) add({ title: "", text: "" });
  document.body.append(dialog);
  dialog.showModal();

  function add(one) {
    const [title, text] = [newId(), newId()];
    const name = el("input", { id: title, name: "title", maxlength: limits.label });
    const words = el("textarea", { id: text, name: "text", rows: "3", maxlength: limits.text });
    name.value = one.title;
    words.value = one.text;
    const row = el("li", { class: "card", "data-id": one.id },
      el("label", { for: title }, "Title"), name, el("label", { for: text }, "Words"), words,
      el("button", { type: "button", class: "danger", onclick: () => row.remove() }, "Remove"));
    list.append(row);
    return name;
  }

  async function keep(event) {
    event.preventDefault();
    const replies = [...list.children].map((row) => ({
      ...(row.dataset.id && { id: Number(row.dataset.id) }),
      title: row.querySelector("[name=title]").value,
      text: row.querySelector("[name=text]").value,
    }));
    const wanted = replies.filter(({ id, title, text }) => id || title.trim() || text.trim()); // none that was left blank
    if (await asking(save, says, () => setOwnReplies(page, wanted))) dialog.close();
  }
}
