// The pink button, and beside it why it is off, or why a press came to nothing.

import { el } from "../shared/dom.js";

export function requestButton(page, now) {
  const request = () => now().request ?? {};
  const busy = () => (request().busy ? "true" : null);
  const button = el("button", {
    type: "button", class: "pink big", "aria-describedby": "request-says", onclick: () => page.request(now().campaign),
    disabled: () => request().allowed === false && !busy(), // while busy it keeps the focus; a second press is ignored by the page
    "aria-disabled": busy, "aria-busy": busy,
  }, "Request Conversations");
  return el("section", { class: "request", "aria-label": "Request", hidden: () => !now().request }, button,
    el("p", { id: "request-says", class: "soft", role: "status" }, () => request().says),
    el("p", { class: "refusal", role: "alert" }, () => request().refusal));
}
