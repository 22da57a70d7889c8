// The answers that a texter has at hand, by campaign. They are listed when they are first needed, and again when the
// console says that they have changed.

import { Refusal } from "../shared/socket.js";
import { NOTHING, searchable } from "./at_hand.js";

const EMPTY = { ...NOTHING, entries: [] };
const AGAIN_MS = 1_000; // ms after the hub has asked us to try again

export class Offers {
  #known = new Map(); // campaign → {v: the console's `at_hand` when it was listed last, lists}
  #ask;
  #changed;

  constructor(ask, changed) {
    this.#ask = ask;
    this.#changed = changed;
  }

  /** Return {canned, own, tags, survey, entries}: as `list_at_hand` has them, and the replies as prepared for searching. */
  of(campaign) {
    return this.#known.get(campaign)?.lists ?? EMPTY;
  }

  /** List again if the console says that something has changed since. */
  follow({ campaign, at_hand = 0 }) {
    const known = this.#known.get(campaign) ?? { v: -1, lists: EMPTY };
    if (at_hand <= known.v) return;
    known.v = at_hand;
    this.#known.set(campaign, known);
    this.#list(campaign, known);
  }

  /** Take nothing listed for granted: the connection was away. */
  doubt() {
    for (const known of this.#known.values()) known.v = -1;
  }

  /** Return the texter's own replies as they are now: they may have been changed in another tab. */
  async own(campaign) {
    const { own } = await this.#ask("list_at_hand", { campaign });
    this.haveOwn(own);
    return own;
  }

  /** Take in the texter's own replies as they are now. */
  haveOwn(own) {
    for (const known of this.#known.values()) known.lists = prepared({ ...known.lists, own });
    this.#changed();
  }

  async #list(campaign, known) {
    try {
      known.lists = prepared(await this.#ask("list_at_hand", { campaign }));
    } catch (refusal) {
      if (!(refusal instanceof Refusal)) throw refusal; // after a lost connection all is doubted, and listed again
      if (refusal.code === "try_again") setTimeout(() => this.#list(campaign, known), AGAIN_MS);
    }
    this.#changed();
  }
}

const prepared = (lists) => ({ ...lists, entries: searchable(lists) });
