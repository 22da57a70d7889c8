/**
 * A message with merge fields such as {first_name}. Pure. What a field means and how a message reads, the server says:
 * `judged` is {script, sentence}, a script that it has looked at and what is wrong with it; "" if nothing is.
 */
import { count, many } from "../shared/numbers.js";

/** The merge fields on offer: those that some contact has; the names until there are contacts. */
export const offered = ({ contacts, merge_fields }) =>
  contacts ? merge_fields.map(({ field }) => field) : ["first_name", "last_name"];

/** What is wrong with the message that is saved, in a sentence; "" if nothing is. */
export const unfit = ({ unknown_field }) => (unknown_field ? `No contact has {${unknown_field}}.` : "");

/** lacking: [{field, contacts}], how many lack which field of a message, as the server counts → sentences */
export function gaps(lacking, contacts) {
  return lacking.map(({ field, contacts: without }) =>
    `${count(without)} of ${many(contacts, "contact")} ${without === 1 ? "has" : "have"} no {${field}}. Their message goes `
    + `without; write {${field}|other words} to say something else.`);
}

/** typed: {text, known}, known being the saved scripts that it was written over. Has somebody else saved another one since? */
const changedElsewhere = ({ script }, { known }) => !known.has(script);

/** What is wrong with what is typed, as far as the server has looked at it. */
const wrong = (typed, judged) => (judged?.script === typed.text ? judged.sentence : "");

/** A draft's message is saved as it is written; once contacts get it, only when Save is pressed. */
export const savesItself = (campaign, typed, judged) =>
  campaign.status === "draft" && !wrong(typed, judged) && !changedElsewhere(campaign, typed);

/** What is said beside the message; `typed` is what isn't saved yet, if anything is. */
export function note(campaign, typed, judged) {
  const says = [typed ? wrong(typed, judged) : unfit(campaign)];
  if (typed && changedElsewhere(campaign, typed)) says.push("The message was changed elsewhere meanwhile; saving replaces that.");
  if (typed && !savesItself(campaign, typed, judged)) says.push("What you wrote isn't saved.");
  return says.filter(Boolean).join(" ");
}

export const hint = ({ status }) =>
  `The first message that every contact gets. {first_name} is filled in; {first_name|friend} says friend where there is none. `
  + `${status === "draft" ? "It is saved as you write." : "It changes when you press Save."}`;

/** Puts `inserted` where the cursor or selection is → {text, cursor} */
export function insertedAt(text, from, until, inserted) {
  return { text: text.slice(0, from) + inserted + text.slice(until), cursor: from + inserted.length };
}
