/** Lanes, texts and people as they are called on every page. Pure. */

/** What a conversation is, by its lane. */
export const LANES = { initial: "To send", reply: "Reply waiting", quiet: "Quiet", closed: "Closed", opted_out: "Opted out" };

/** The same over a number of them. */
export const COUNTED = { ...LANES, reply: "Replies waiting" };

/** What became of one of our texts. `unknown` is never sent again, so it has to be said plainly. */
const FATES = {
  queued: "Waiting to be sent",
  sending: "Sending",
  sent: "Sent",
  delivered: "Delivered",
  failed: "Failed: this didn't arrive",
  unknown: "We don't know whether this arrived; it isn't sent again",
  not_sent: "Not sent: the contact opted out",
};

/** What became of a text that went out; of one that failed, also why, where its carrier says. "" for one that came in. */
export const fate = ({ direction, status, why }) => (direction === "in" ? "" : [FATES[status] ?? status, why].filter(Boolean).join(". "));

/** A contact's name; without one, the phone number. */
export const nameOf = ({ contact }) => `${contact.first_name} ${contact.last_name}`.trim() || contact.phone;
