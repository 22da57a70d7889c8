// Tells the hub that the texter is there: what they hold stays with them then. An open page alone tells nothing.

import { Refusal } from "../shared/socket.js";

const TOLD_EVERY_MS = 30_000;

export class Doing {
  #ask;
  #told = new Map(); // campaign → {conversation, at}: where the texter was last said to type, and when (ms since the page began)

  constructor(ask) {
    this.#ask = ask;
  }

  /** The texter types in a conversation. It is told every 30 s at most, and when they turn to another one. */
  async types({ campaign, id }, now = performance.now()) {
    const told = this.#told.get(campaign);
    if (told?.conversation === id && now < told.at + TOLD_EVERY_MS) return;
    this.#told.set(campaign, { conversation: id, at: now });
    try {
      await this.#ask("note_doing", { campaign, conversation: id });
    } catch (refusal) {
      if (!(refusal instanceof Refusal)) throw refusal;
      this.#told.delete(campaign);
    }
  }

  /** The texter says that they are still there. */
  keep(campaign) {
    return this.#ask("keep_conversations", { campaign });
  }
}
