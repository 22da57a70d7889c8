// The pink button, and beside it why it is off, or why a press came to nothing.

import { el } from "../shared/dom.js";
import { request } from "./acts.js";

export function requestButton(page, now) {
  const shown = () => now().request ?? {};
  const busy = () => (shown().busy ? "true" : null);
  const button = el("button", {
    type: "button", class: "pink big", "aria-describedby": "request-says", onclick: () => request(page, now().campaign),
    disabled: () => shown().allowed === false && !busy(), // while busy it keeps the focus; a second press is ignored by the page
    "aria-disabled": busy, "aria-busy": busy,
  }, "Request Conversations");
  return el("section", { class: "request", "aria-label": "Request", hidden: () => !now().request }, button,
    el("p", { id: "request-says", class: "soft", role: "status" }, () => shown().says),
    el("p", { class: "refusal", role: "alert" }, () => shown().refusal));
}
