// The pink button, and beside it why it is off, or why a press came to nothing.

import { el, setAttribute, write } from "../shared/dom.js";

export function requestButton(page) {
  let campaign;
  const button = el("button", { type: "button", class: "pink big", "aria-describedby": "request-says", onclick: () => page.request(campaign) },
    "Request Conversations");
  const says = el("p", { id: "request-says", class: "soft", role: "status" });
  const refusal = el("p", { class: "refusal", role: "alert" });
  const element = el("section", { class: "request", "aria-label": "Request" }, button, says, refusal);
  return {
    element,
    fill(now) {
      campaign = now.campaign;
      element.hidden = !now.request;
      if (!now.request) return;
      const { allowed, busy, refusal: why } = now.request;
      button.disabled = !allowed && !busy; // while busy it keeps the focus; a second press is ignored by the page
      setAttribute(button, "aria-disabled", busy ? "true" : null);
      setAttribute(button, "aria-busy", busy ? "true" : null);
      write(says, now.request.says);
      write(refusal, why);
    },
  };
}
