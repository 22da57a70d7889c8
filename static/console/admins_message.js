// A message of an admin to the texter, above every screen of that campaign until the texter puts it away.

import { asking, outcome } from "../shared/asking.js";
import { el, seen } from "../shared/dom.js";
import { sentence } from "../shared/sentence.js";

/** Return the strip. `now()` returns what `shown(page)` said. */
export function adminsMessage(page, now) {
  const message = () => page.consoles.find(({ campaign }) => campaign === now().campaign)?.message ?? null;
  const says = outcome();
  const away = () => page.ask("dismiss_message", { campaign: now().campaign, message: message().id });
  const button = el("button", { type: "button", onclick: () => asking(button, says, away) }, "Got it");
  const words = el("p", {}, () => (message() ? sentence`${message().by}: ${message().text}` : ""));
  return el("div", { role: "status" }, seen(el("div", { class: "notice row admins-message" }, words, button, says), () => message() !== null));
}
