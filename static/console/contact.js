// The contact of a conversation, as the campaign's list describes them.

import { el } from "../shared/dom.js";

/** Return a list of the phone number and the list's other columns. */
export function aboutContact({ phone, fields }) {
  const rows = [["Phone", phone], ...Object.entries(fields)].filter(([, value]) => value);
  return el("dl", {}, ...rows.flatMap(([name, value]) => [el("dt", {}, el("bdi", {}, name)), el("dd", {}, el("bdi", {}, String(value)))]));
}

/** Return the same, folded. */
export const contactDetails = (contact) => el("details", { class: "contact" }, el("summary", {}, "About this contact"), aboutContact(contact));
