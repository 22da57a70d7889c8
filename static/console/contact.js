// The contact of a conversation, as the campaign's list describes them.

import { el } from "../shared/dom.js";

/** Return a folded list of the phone number and the list's other columns. */
export function contactDetails({ phone, fields }) {
  const rows = [["Phone", phone], ...Object.entries(fields)].filter(([, value]) => value);
  return el("details", { class: "contact" },
    el("summary", {}, "About this contact"),
    el("dl", {}, ...rows.flatMap(([name, value]) => [el("dt", {}, el("bdi", {}, name)), el("dd", {}, el("bdi", {}, String(value)))])));
}
