/** A list of people to tick, with a filter: for members to add and senders to move conversations between. */
import { el, follow, newId, refresh } from "../shared/dom.js";
import { keyed } from "../shared/keyed.js";
import { filtered } from "./senders.js";

/** people() → [{id, name, email}]. Return {element, chosen() → ids in the list's order, clear(), changed(callback)}. */
export function chooser(legend, people) {
  const ticked = new Set();
  const callbacks = [];
  const words = el("input", { type: "search", "aria-label": `Find in ${legend}`, placeholder: "Find", oninput: () => refresh(list) });
  const shown = () => filtered(people(), words.value);
  const list = keyed(el("div", { class: "people" }), shown, ({ id }) => id, (person) => line(person, ticked, tell));
  const everyone = (on) => {
    for (const { id } of shown()) on ? ticked.add(id) : ticked.delete(id);
    tell();
  };
  const element = el("fieldset", { class: "chooser" }, el("legend", {}, legend),
    el("div", { class: "row" }, words,
      el("button", { type: "button", class: "plain", onclick: () => everyone(true) }, "All"),
      el("button", { type: "button", class: "plain", onclick: () => everyone(false) }, "None")),
    list);
  return {
    element,
    chosen: () => people().map(({ id }) => id).filter((id) => ticked.has(id)),
    clear: () => {
      ticked.clear();
      tell();
    },
    changed: (callback) => callbacks.push(callback),
  };

  function tell() {
    refresh(list);
    for (const callback of callbacks) callback();
  }
}

function line(now, ticked, tell) {
  const { id } = now();
  const box = el("input", { type: "checkbox", id: newId(), onchange: () => {
    if (box.checked) ticked.add(id);
    else ticked.delete(id);
    tell();
  } });
  follow(box, () => (box.checked = ticked.has(id)));
  return el("div", { class: "tick" }, box,
    el("label", { for: box.id }, () => now().name, el("span", { class: "soft small email" }, () => now().email)));
}
