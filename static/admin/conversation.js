/** What a conversation is shown as. Pure: conversation thing → words. */

export const LANE_NAMES = {
  initial: "To send",
  reply: "Reply waiting",
  quiet: "Quiet",
  closed: "Closed",
  opted_out: "Opted out",
};

const FATES = {
  queued: "Queued",
  sending: "Sending",
  sent: "Sent",
  delivered: "Delivered",
  failed: "Failed",
  unknown: "Not known whether it was sent; it isn't sent again",
  not_sent: "Not sent: opted out in time",
};

/** The name of a contact, or the number of one without a name. */
export const called = ({ first_name, last_name, phone }) => `${first_name} ${last_name}`.trim() || phone;

/** What a list is called: everybody's conversations, a holder's or the unassigned ones (null). */
export function listName({ holder }, nameOf) {
  if (holder === undefined) return "Everybody's conversations";
  return holder === null ? "Unassigned conversations" : `Conversations of ${nameOf(holder)}`;
}

/** One line of a list: the last text, or for an unsent initial the message as it will be sent. */
export function snippet({ texts, draft }) {
  const last = texts.at(-1);
  if (last) return `${last.direction === "out" ? "We: " : ""}${last.text}`;
  return draft ? `Not sent yet: ${draft}` : "";
}

/** What became of a text, and why it failed, where its carrier says; of one that came in, nothing to say. */
export const fate = ({ direction, status, why }) => (direction === "in" ? "" : [FATES[status] ?? status, why].filter(Boolean).join(". "));

/** The contact's own columns, as [name, value] in the order of the names. */
export const details = ({ fields }) => Object.entries(fields ?? {}).sort(([a], [b]) => a.localeCompare(b));
