// The wait before a lost connection is made again, and the sentence that is shown meanwhile. Pure.

const LONGEST_MS = 15_000; // ms

const LOST = { sentence: "The connection is lost. Trying again…", first: 500 };

/** By close code: the sentence a person reads, and the first wait in ms. Codes: design of the wire, "Who". */
const CLOSED = {
  1009: { sentence: "That was too big to send. Connecting again…", first: 1_000 },
  1013: { sentence: "The server isn't ready yet. This comes back by itself…", first: 1_000 },
  1012: { sentence: "The server is restarting. This comes back by itself…", first: 2_000 },
  4400: { sentence: "The server didn't understand this page. Reload it if this goes on.", first: 5_000 },
  4408: { sentence: "This device couldn't keep up with the news. Connecting again…", first: 1_000 },
  4429: { sentence: "Too many consoles are open. Close some; this one tries again by itself…", first: 10_000 },
};

/** Return the sentence for a connection that closed with `code`, or that the network took (`online` false). */
export function whyLost(code, online = true) {
  if (!online) return "You are offline. This comes back by itself…";
  return (CLOSED[code] ?? LOST).sentence;
}

/**
 * Return the milliseconds to wait before connecting again: exponential, with full jitter, so that a thousand
 * browsers that lost one server don't come back in the same instant.
 */
export function wait(code, attempt, random = Math.random) {
  const first = (CLOSED[code] ?? LOST).first;
  return random() * Math.max(first, Math.min(LONGEST_MS, first * 2 ** attempt));
}
