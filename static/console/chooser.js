// A box that switches a choice of the texter on and off.

import { el, follow, newId } from "../shared/dom.js";

export function chooser(choices, name, says) {
  const id = newId();
  const box = el("input", { type: "checkbox", id, onchange: () => choices.choose(name, box.checked) });
  follow(box, () => (box.checked = choices.isOn(name)));
  return el("div", { class: "row choice" }, box, el("label", { for: id }, says));
}
