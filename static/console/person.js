// The person in the right column of a desk, beside their conversation or their first message.

import { el, follow, seen, write } from "../shared/dom.js";
import { sentence } from "../shared/sentence.js";
import { nameOf } from "../shared/words.js";
import { aboutContact } from "./contact.js";

/** `now()` returns the conversation, or null while there is none. */
export function person(now) {
  let shown = null; // the contact who is shown
  const name = el("p", { class: "name" });
  const about = el("div");
  const card = el("section", { class: "person", "aria-label": "The person" }, name, about);
  follow(card, () => {
    const { contact } = now() ?? {};
    if (!contact || same(contact, shown)) return;
    shown = contact;
    write(name, sentence`${nameOf(now())}`);
    about.replaceChildren(aboutContact(contact));
  });
  return seen(card, () => now() !== null);
}

const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);
