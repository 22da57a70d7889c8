// The alerts of a console: an answer came, a batch came by itself, a batch is about to be taken back. They are decided
// from two successive consoles. Pure: no DOM, no sound.

import { many } from "../shared/numbers.js";
import { needs } from "./console.js";

export const KINDS = ["idle", "served", "reply"]; // the most urgent first
const OWN_MS = 3_000; // ms after the texter's own act in which a reply that comes up is its effect
const LANES = ["initial", "reply", "quiet", "closed", "opted_out"];
const BRINGS_BACK = ["undo"]; // the texter's acts after which a conversation of theirs may wait for a reply

const held = (console) => LANES.reduce((sum, lane) => sum + console[lane], 0);

// Return whether a conversation that the texter had before waits for a reply now. Those that they were just given don't
// count: a batch, or what an admin moved to them.
const answered = (before, now) => now.reply > before.reply && held(now) <= held(before);

/** Return what has happened between two consoles of one campaign: some of KINDS. */
export function happened(before, now) {
  const kinds = {
    idle: now.idle && !before.idle,
    served: now.served && now.served.at !== before.served?.at,
    reply: answered(before, now),
  };
  return KINDS.filter((kind) => kinds[kind]);
}

/** Return the words of an alert, for a screen that anybody may see: no contact's name, and no words of a text. */
export function wordsOf(kind, { title, served, idle }) {
  if (kind === "reply") return `Somebody answered in “${title}”`;
  if (kind === "served") return `${many(served.assigned, "conversation")} came in “${title}”`;
  return `Still there? ${many(idle.initial + idle.reply, "person", "people")} of “${title}” go back to others soon`;
}

/** Remembers the consoles that were shown last, and tells what has happened since. Nothing has on first sight. */
export class Alerts {
  #last = new Map(); // campaign → its console
  #own = new Map(); // campaign → ms of the page's clock at the texter's last act that brings a reply back

  /** Note an act of the texter's at this time. */
  acted(name, { campaign } = {}, at) {
    if (BRINGS_BACK.includes(name)) this.#own.set(campaign, at);
  }

  /**
   * Take in the consoles as they are now. Return a list of {kind, campaign, words}. An answer isn't told to a texter who
   * is `looking` at the page and has somebody to write to anyway.
   */
  look(consoles, at, looking) {
    const told = [];
    const busy = looking && [...this.#last.values()].some(needs);
    for (const now of consoles) {
      const before = this.#last.get(now.campaign);
      const own = at - (this.#own.get(now.campaign) ?? -Infinity) < OWN_MS;
      for (const kind of before && before !== now ? happened(before, now) : []) {
        if (kind === "reply" && (own || busy)) continue;
        told.push({ kind, campaign: now.campaign, words: wordsOf(kind, now) });
      }
    }
    this.#last = new Map(consoles.map((one) => [one.campaign, one]));
    return told;
  }
}
