// The sentences of the console. Pure.

/** Why **Request Conversations** is off, and why nothing is sent: as the server says it when a press is refused. */
export const REASONS = {
  not_active: "This campaign isn't active right now.",
  not_a_sender: "You aren't a sender of this campaign.",
  self_assign_off: "Self assignment is off for this campaign. An admin can turn it on.",
  initials_left: "Send the first messages you still hold, then request more.",
  replies_left: "Someone is waiting for your reply. Answer everyone, then request more.",
  none_unassigned: "Nobody is left to text right now. This comes back by itself when there is.",
};

/** Why a conversation in this lane can't be written to. */
export const LOCKED = {
  initial: "The first message of this conversation hasn't been sent yet.",
  closed: "This conversation is closed. It opens again when the contact writes.",
  opted_out: "This contact has opted out and can't be texted.",
};

/** What became of one of our texts. `unknown` is never sent again, so it has to be said plainly. */
export const STATUSES = {
  queued: "Waiting to be sent",
  sending: "Sending",
  sent: "Sent",
  delivered: "Delivered",
  failed: "Failed: this didn't arrive",
  unknown: "We don't know whether this arrived",
  not_sent: "Not sent: the contact opted out",
};

/** 1 → "1 reply", 1200 → "1,200 replies" */
export const count = (number, one, many = `${one}s`) => `${number.toLocaleString("en")} ${number === 1 ? one : many}`;

/** The answer to a request → what came and how much of it can't wait. Quiet conversations need nothing now. */
export function came({ assigned, initial, reply }) {
  const now = initial + reply;
  return `${count(assigned, "conversation")} came; ${now.toLocaleString("en")} ${now === 1 ? "needs" : "need"} something now.`;
}

/** What is given back by releasing, of a console's counts. */
export function held({ initial, reply, quiet }) {
  const parts = [
    initial && count(initial, "first message") + " not sent yet",
    reply && count(reply, "person who waits", "people who wait") + " for a reply",
    quiet && count(quiet, "quiet conversation"),
  ].filter(Boolean);
  return parts.length > 1 ? `${parts.slice(0, -1).join(", ")} and ${parts.at(-1)}` : (parts[0] ?? "nothing");
}

/** Who took conversations from this texter, and how many; in which campaign, unless it is the one they look at. */
export const movedAway = ({ by, moved }, elsewhere = "") => elsewhere
  ? `${by} moved ${count(moved, "conversation")} of yours in “${elsewhere}”.`
  : `${by} moved ${count(moved, "conversation")} of yours. What you still hold is here.`;

/** A contact's name; without one, the phone number. */
export const nameOf = ({ contact }) => `${contact.first_name} ${contact.last_name}`.trim() || contact.phone;

/** How long ago `at` was; both in ms. A clock that runs behind the server's must not say "in 3 minutes". */
export function ago(at, now, prefix = "") {
  const minutes = Math.floor((now - at) / 60_000);
  if (minutes < 1) return "just now";
  if (minutes < 60) return `${prefix}${minutes} min`;
  if (minutes < 48 * 60) return `${prefix}${Math.floor(minutes / 60)} h`;
  return `${prefix}${Math.floor(minutes / (24 * 60))} days`;
}

/** When a text was written, for reading in a thread: the time, and the day unless it is today's. */
export function clock(at, now) {
  const then = new Date(at);
  const today = then.toDateString() === new Date(now).toDateString();
  return then.toLocaleString([], { hour: "numeric", minute: "2-digit", ...(today ? {} : { day: "numeric", month: "short" }) });
}
