// The texter's last act, for as long as it can be undone: there is one at a time, wherever the texter has gone since.

import { storeNow } from "../shared/store_time.js";

export class Undoing {
  #act = null; // {conversation, says, text, until}, or null
  #changed;
  #asked = new Set(); // promises of the answers to acts that may be undone once they are here
  #back = null; // the conversation of an undone first message, until it is shown again

  /** `changed()` is called when the time of an act is over. */
  constructor(changed) {
    this.#changed = changed;
  }

  /**
   * Note an act in place of the one before. `thing` is the conversation after it, `says` a sentence about it, and `text`
   * the words that were sent, to go on with.
   */
  did(thing, says, text = "") {
    const until = thing.undo_until;
    this.#act = until === undefined ? null : { conversation: thing, says, text, until };
    if (this.#act) this.#wait(this.#act);
  }

  // Tell when the time of an act is over. By then our idea of the store's time may be another.
  #wait(act) {
    setTimeout(() => {
      if (this.#act !== act) return;
      if (this.act) this.#wait(act);
      else this.#changed();
    }, Math.max(0, act.until - storeNow()));
  }

  /** The act that can be undone now, or null. */
  get act() {
    return this.#act && storeNow() < this.#act.until ? this.#act : null;
  }

  /** Note that an act is on its way: it is the last one, though there is nothing to undo yet. Return its answer. */
  async during(asking) {
    this.#asked.add(asking);
    try {
      return await asking;
    } finally {
      this.#asked.delete(asking);
    }
  }

  /** Return the last act, once its answer is here; null if it can't be undone. It can't be undone again. */
  async last() {
    if (!this.#asked.size) return this.take();
    const before = this.#act;
    await Promise.allSettled(this.#asked);
    await new Promise((noted) => setTimeout(noted, 0)); // `did` is called right after the answer
    return this.#act === before ? null : this.take();
  }

  /** Return the act that can be undone now, or null; it can't be undone again. */
  take() {
    const { act } = this;
    this.#act = null;
    return act;
  }

  /** Offer an act again that couldn't be undone for now, unless there has been another one. */
  again(act) {
    this.#act ??= act;
  }

  /** Have a first message shown again, once it is listed. */
  bring(conversation) {
    this.#back = conversation;
  }

  /** Return the one of these conversations that is to be shown again, or undefined. It is asked for once. */
  brought(listed) {
    const found = listed.find(({ campaign, id }) => campaign === this.#back?.campaign && id === this.#back.id);
    if (found) this.#back = null;
    return found;
  }
}
