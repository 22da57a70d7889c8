/** A message with merge fields such as {first_name}, as lua/shared/draft.lua reads it. Pure; what is sent the server renders. */
import { listed } from "./numbers.js";

const OTHER_NAMES = {
  first: "firstname", givenname: "firstname",
  last: "lastname", surname: "lastname",
  cell: "phone", cellphone: "phone", mobile: "phone", phonenumber: "phone",
};
const FIELD = /\{([^{}]+)\}/g;

/** Names are compared as in the CSV: without case (of A to Z), spaces, "_" and "-" … */
export const squeezed = (name) => name.replace(/[ _-]/g, "").replace(/[A-Z]/g, (letter) => letter.toLowerCase());

/** … and by the same other names. */
export const plain = (name) => OTHER_NAMES[squeezed(name)] ?? squeezed(name);

/** The merge fields on offer for a campaign whose contacts have these columns. */
export function offered(fields) {
  const always = ["first_name", "last_name"];
  return [...always, ...fields.filter((each) => !["firstname", "lastname", "phone"].includes(plain(each)))];
}

/** The names in braces that no contact has, each once, as they were written. */
export function unknown(script, fields) {
  const known = new Set(["phone", ...offered(fields)].map(plain));
  return [...new Set([...script.matchAll(FIELD)].map(([, name]) => name))].filter((name) => !known.has(plain(name)));
}

/** What is wrong with a campaign's script, or one that may become it, in a sentence; "" if nothing is. */
export function lacking({ contacts, fields }, script) {
  const names = contacts ? unknown(script ?? "", fields ?? []).map((name) => `{${name}}`) : [];
  return names.length ? `No contact has ${listed(names)}.` : "";
}

/** typed: {text, known}, known being the saved scripts that it was written over. Has somebody else saved another one since? */
export const changedElsewhere = ({ script }, { known }) => !known.has(script);

/** A draft's message is saved as it is written; once contacts get it, only when Save is pressed. */
export const savesItself = (campaign, typed) =>
  campaign.status === "draft" && !lacking(campaign, typed.text) && !changedElsewhere(campaign, typed);

/** What is said beside the message; `typed` is what isn't saved yet, if anything is. */
export function note(campaign, typed) {
  const says = [lacking(campaign, typed?.text ?? campaign.script)];
  if (typed && changedElsewhere(campaign, typed)) says.push("The message was changed elsewhere meanwhile; saving replaces that.");
  if (typed && !savesItself(campaign, typed)) says.push("What you wrote isn't saved.");
  return says.filter(Boolean).join(" ");
}

export const hint = ({ status }) =>
  `The first message that every contact gets. ${status === "draft" ? "It is saved as you write." : "It changes when you press Save."}`;

/** The message to a conversation's contact, in one pass, values put in literally; what the contact lacks is empty. */
export function rendered(script, { first_name, last_name, phone, fields }) {
  const values = new Map([["firstname", first_name], ["lastname", last_name], ["phone", phone]]);
  for (const [name, value] of Object.entries(fields ?? {})) values.set(plain(name), value);
  return script.replace(FIELD, (_, name) => values.get(plain(name)) ?? "");
}

/** Puts `inserted` where the cursor or selection is → {text, cursor} */
export function insertedAt(text, from, until, inserted) {
  return { text: text.slice(0, from) + inserted + text.slice(until), cursor: from + inserted.length };
}
