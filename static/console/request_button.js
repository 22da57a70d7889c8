// The pink button, and beside it why it is off, what would come, or since when the texter waits.

import { asking, outcome } from "../shared/asking.js";
import { el, seen } from "../shared/dom.js";
import { request, stopWaiting, waitForMore } from "./pool.js";

const ACTS = { request, wait: waitForMore };

export function requestButton(page, now) {
  const shown = () => now().request ?? {};
  const busy = () => (shown().busy ? "true" : null);
  const still = () => busy() || (shown().waits && !shown().on ? "true" : null); // it keeps the focus, and presses do nothing
  const button = el("button", {
    type: "button", class: "pink big", "aria-describedby": "request-says request-offer", onclick: press,
    disabled: () => shown().on === false && !still(), "aria-disabled": still, "aria-busy": busy,
  }, () => shown().label ?? "");
  const says = outcome();
  const stop = el("button", { type: "button", onclick: stopIt }, "Stop waiting");
  return el("section", { class: "request", "aria-label": "Request", hidden: () => !now().request },
    el("p", { class: "soft here-for", hidden: () => !shown().hereFor }, () => shown().hereFor), button,
    el("p", { id: "request-offer", class: "offer", hidden: () => !shown().offer }, () => shown().offer),
    el("p", { id: "request-says", class: "soft", role: "status" }, () => shown().says),
    seen(el("div", { class: "asker" }, stop, says), () => shown().waits),
    el("p", { class: "refusal", role: "alert" }, () => shown().refusal));

  function press() {
    if (shown().on) ACTS[shown().act](page, now().campaign); // a second press is ignored by the page
  }

  async function stopIt() {
    if (await asking(stop, says, () => stopWaiting(page, now().campaign))) button.focus();
  }
}
