// Choosing a conversation from the list of a lane. On a desk the list stands at the left.

import { el } from "../shared/dom.js";

export function choosing(page, now, announce, columns) {
  return { element: el("div", {}, el("p", { class: "soft choose" }, "Choose a conversation from the list.")), focus: () => columns.list.focus() };
}
