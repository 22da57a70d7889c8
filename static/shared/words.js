/** Lanes, texts and people as they are called on every page. Pure. */

/** The name of each lane, for one conversation. */
export const LANES = { initial: "To send", reply: "Reply waiting", quiet: "Quiet", closed: "Closed", opted_out: "Opted out" };

/** The name of each lane, over a number of conversations. */
export const COUNTED = { ...LANES, reply: "Replies waiting" };

/** The words for each status of an outgoing text. A text that is `unknown` is never sent again, so they say that. */
const FATES = {
  queued: "Waiting to be sent",
  sending: "Sending",
  sent: "Sent",
  delivered: "Delivered",
  failed: "Failed: this didn't arrive",
  unknown: "We don't know whether this arrived; it isn't sent again",
  not_sent: "Not sent: the contact opted out",
};

/** The name of a text that went out by itself, in the place of its sender. */
const AUTOMATIC = { confirmation: "Confirmation", help: "Automatic answer" };

const NOT_CONFIRMED = "Not sent: it was too late for it, or they had come back";

/** Return the words for the status of an outgoing text, and why it failed if known (of one that was not sent, `why` says all); "" for an incoming text. */
export function fate({ direction, status, why, automatic }) {
  if (direction === "in") return "";
  if (status === "not_sent" && why) return why;
  const words = automatic === "confirmation" && status === "not_sent" ? NOT_CONFIRMED : FATES[status] ?? status;
  return [words, why].filter(Boolean).join(". ");
}

/** Return the sender of a text in words; `us` is the name of our side, `them` the contact's. */
export const senderOf = ({ direction, automatic }, us, them) => (direction === "in" ? them : automatic ? AUTOMATIC[automatic] ?? "Automatic" : us);

/** Return a contact's name; without one, the phone number. */
export const nameOf = ({ contact }) => `${contact.first_name} ${contact.last_name}`.trim() || contact.phone;
