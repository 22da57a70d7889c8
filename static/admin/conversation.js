/** What a conversation is shown as. Pure: conversation thing → words. */

/** What a list is called: everybody's conversations, a holder's or the unassigned ones (null). */
export function listName({ holder }, nameOf) {
  if (holder === undefined) return "Everybody's conversations";
  return holder === null ? "Unassigned conversations" : `Conversations of ${nameOf(holder)}`;
}

/** Who holds a conversation, by name; `senders` are the campaign's. */
export function holderName(holder, senders) {
  if (holder === null) return "Unassigned";
  return senders.find(({ id }) => id === holder)?.name ?? "a former sender";
}

/** One line of a list: the last text, or for an unsent initial the message as it will be sent. */
export function snippet({ texts, draft }) {
  const last = texts.at(-1);
  if (last) return `${last.direction === "out" ? "We: " : ""}${last.text}`;
  return draft ? `Not sent yet: ${draft}` : "";
}

/** The contact's own columns, as [name, value] in the order of the names. */
export const details = ({ fields }) => Object.entries(fields ?? {}).sort(([a], [b]) => a.localeCompare(b));
