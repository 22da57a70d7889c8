/** Contacts of a draft: what a correction changes, and what is said of a removal. Pure. */
import { many } from "../shared/numbers.js";

/**
 * Return what to give `correct_contact`: only what differs from the contact; null if nothing does. `own` are
 * {first_name, last_name, phone} and `more` its further fields by name, as they are typed.
 */
export function corrections(contact, own, more) {
  const given = changed(own, contact);
  const fields = changed(more, contact.fields);
  if (Object.keys(fields).length) given.fields = fields;
  return Object.keys(given).length ? given : null;
}

const changed = (typed, before) =>
  Object.fromEntries(Object.entries(typed).filter(([name, value]) => value.trim() !== (before[name] ?? "")));

/** Return a sentence: what came of a removal. */
export function removedSays({ removed, kept }) {
  const gone = `${many(removed, "contact")} removed.`;
  return kept ? `${gone} ${kept === 1 ? "1 stays, who has" : `${kept} stay, who have`} written already.` : gone;
}
