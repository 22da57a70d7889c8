// The conversation that is open: the newest whole one the hub has shown us.

import { Refusal } from "../shared/socket.js";

const NOT_MINE = new Set(["not_yours", "unknown_conversation", "unknown_campaign", "not_a_sender"]);

/** Return whether a conversation has all its texts, which are numbered from 1. In lists it has the last one only. */
const whole = ({ texts }) => !texts.length || texts[0].id === 1;

export class OpenConversation {
  thing = null;
  refusal = "";
  #ask;
  #changed;
  #taken;
  #seen = -1; // the console's `moved` when it was last looked at
  #looked = false; // true once it was asked for: asking again is no doing of the texter's
  #v = -1; // the least version that may replace what is shown

  /** `changed()` is called when there is something new to show, `taken(sentence)` when it turns out not to be ours. */
  constructor(ask, campaign, id, changed, taken) {
    Object.assign(this, { campaign, id });
    this.#ask = ask;
    this.#changed = changed;
    this.#taken = taken;
  }

  /** Look again if something has moved since: a push may have been meant for a connection that is gone. */
  follow(moved) {
    if (moved <= this.#seen) return;
    this.#seen = moved;
    this.look();
  }

  /** Take nothing shown for granted: the connection was away, and the store may even have gone back since. */
  doubt() {
    this.#seen = -1;
    this.#v = -1;
  }

  async look() {
    const again = this.#looked && { again: true };
    this.#looked = true;
    try {
      this.change(await this.#ask("open_conversation", { campaign: this.campaign, conversation: this.id, ...again }));
      this.refusal = "";
    } catch (refusal) {
      if (!(refusal instanceof Refusal)) throw refusal;
      if (NOT_MINE.has(refusal.code)) return this.#taken(refusal.sentence);
      this.refusal = refusal.code === "connection_lost" ? "" : refusal.sentence;
      if (refusal.code === "try_again") setTimeout(() => this.look(), 1_000);
    }
    this.#changed();
  }

  change(thing) {
    if (!whole(thing) || thing.v < this.#v) return;
    this.thing = thing;
    this.#v = thing.v;
  }
}
