/** Words about a conversation, for admins. Pure: conversation thing → words. */
import { senderOf } from "../shared/words.js";

/** Return the name of a list: everybody's conversations (undefined), a holder's, the unassigned ones (null), or those with a tag or an answer, which `noted()` names. */
export function listName({ holder, tag, answer }, nameOf, noted = () => undefined) {
  if (tag !== undefined || answer !== undefined) return noted() ?? "Conversations with a tag or answer";
  if (holder === undefined) return "Everybody's conversations";
  return holder === null ? "Unassigned conversations" : `Conversations of ${nameOf(holder)}`;
}

/** Return the name of a conversation's holder; `senders` are the campaign's. */
export function holderName(holder, senders) {
  if (holder === null) return "Unassigned";
  return senders.find(({ id }) => id === holder)?.name ?? "a former sender";
}

/** Return one line of a list: the last text, or for an unsent initial the message as it will be sent. */
export function snippet({ texts, draft }) {
  const last = texts.at(-1);
  if (last) return `${last.direction === "out" ? `${senderOf(last, "We")}: ` : ""}${last.text}`;
  return draft ? `Not sent yet: ${draft}` : "";
}

/** Return the contact's own columns, as [name, value] in the order of the names. */
export const details = ({ fields }) => Object.entries(fields ?? {}).sort(([a], [b]) => a.localeCompare(b));
