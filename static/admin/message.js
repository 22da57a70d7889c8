/**
 * A message with merge fields such as {first_name}. Pure. The server decides what a field means and how a message
 * reads. `judged` is {script, sentence}, a script that it has looked at and what is wrong with it; "" if nothing is.
 */
import { count, many } from "../shared/numbers.js";

/** Return the merge fields on offer: those that some contact has, or the two names until there are contacts. */
export const offered = ({ contacts, merge_fields }) =>
  contacts ? merge_fields.map(({ field }) => field) : ["first_name", "last_name"];

/** Return a sentence about what is wrong with the saved message; "" if nothing is. */
export const unfit = ({ unknown_field }) => (unknown_field ? `No contact has {${unknown_field}}.` : "");

/** Return a sentence for each of `lacking`, [{field, contacts}]: how many contacts the server says lack a field. */
export function gaps(lacking, contacts) {
  return lacking.map(({ field, contacts: without }) =>
    `${count(without)} of ${many(contacts, "contact")} ${without === 1 ? "has" : "have"} no {${field}}. Their message goes `
    + `without; write {${field}|other words} to say something else.`);
}

/** Return whether somebody else has saved another script. typed: {text, known}, `known` the scripts seen here. */
const changedElsewhere = ({ script }, { known }) => !known.has(script);

/** Return what is wrong with the typed message, "" if the server found nothing or hasn't looked at it yet. */
const wrong = (typed, judged) => (judged?.script === typed.text ? judged.sentence : "");

/** Return whether a typed message is saved by itself: that of a draft is, until contacts get it after the launch. */
export const savesItself = (campaign, typed, judged) =>
  campaign.status === "draft" && !wrong(typed, judged) && !changedElsewhere(campaign, typed);

/** Return the note beside the message. `typed` is the message that isn't saved yet, if there is one. */
export function note(campaign, typed, judged) {
  const says = [typed ? wrong(typed, judged) : unfit(campaign)];
  if (typed && changedElsewhere(campaign, typed)) says.push("The message was changed elsewhere meanwhile; saving replaces that.");
  if (typed && !savesItself(campaign, typed, judged)) says.push("What you wrote isn't saved.");
  return says.filter(Boolean).join(" ");
}

export const hint = ({ status }) =>
  `The first message that every contact gets. {first_name} is filled in; {first_name|friend} says friend where there is none. `
  + `${status === "draft" ? "It is saved as you write." : "It changes when you press Save."}`;

/** Put `inserted` where the cursor or selection is. Return {text, cursor}. */
export function insertedAt(text, from, until, inserted) {
  return { text: text.slice(0, from) + inserted + text.slice(until), cursor: from + inserted.length };
}
