// The contact of the open conversation, and what there is to know before one answers.

import { clock } from "../shared/clock.js";
import { el, follow } from "../shared/dom.js";
import { keyed } from "../shared/keyed.js";
import { notesOf } from "../shared/notes.js";
import { contactDetails } from "./contact.js";

/** `now()` returns the conversation, or null while it isn't here. */
export function threadHead(now) {
  let phone = null; // of the contact who is shown
  const about = el("div");
  follow(about, () => {
    if (!now() || now().contact.phone === phone) return;
    phone = now().contact.phone;
    about.replaceChildren(contactDetails(now().contact));
  });
  const notes = keyed(el("div"), () => (now() ? notesOf(now(), clock) : []), (note) => note, (note) => el("p", { class: "soft small" }, note));
  return el("div", {}, about, notes);
}
