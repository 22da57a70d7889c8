// Presses of the pink button, to request conversations or to wait for more: one at a time per campaign, from the press until its console shows what came.

import { Refusal } from "../shared/socket.js";
import { requestId } from "./request_id.js";

const LATEST_MS = 2_000; // ms after the answer by which the button is unlocked, whatever its console says

export class Requests {
  #presses = new Map(); // campaign → {v of its console at the press, answered}
  #refused = new Map(); // campaign → {sentence, unsent, request: what its console said of requests at the press}
  #ask;
  #changed;

  constructor(ask, changed) {
    this.#ask = ask;
    this.#changed = changed;
  }

  busy(campaign) {
    return this.#presses.has(campaign);
  }

  /** Return why the last press was refused; "" once the campaign's console says something else about requests. */
  refusal(campaign) {
    return this.#refused.get(campaign)?.sentence ?? "";
  }

  /** Ask for a batch, or `name` something else of the campaign. Return the answer, or null if nothing came of it. */
  async press({ campaign, v, request }, name = "request_conversations") {
    if (this.busy(campaign)) return null; // the second click of a double click
    const press = { v, answered: false };
    this.#presses.set(campaign, press);
    this.#refused.delete(campaign);
    this.#changed();
    try {
      const answer = await this.#ask(name, { campaign, ...(name === "request_conversations" && { request_id: requestId() }) });
      press.answered = true;
      setTimeout(() => this.#unlock(campaign, press), LATEST_MS);
      return answer;
    } catch (refusal) {
      if (!(refusal instanceof Refusal)) throw refusal;
      const unsent = refusal.details?.sent === false;
      this.#refused.set(campaign, { sentence: refusal.sentence, request: JSON.stringify(request), unsent });
      this.#unlock(campaign, press);
      return null;
    }
  }

  /** Forget the refusals for want of a connection: there is one. */
  connected() {
    for (const [campaign, { unsent }] of this.#refused) if (unsent) this.#refused.delete(campaign);
  }

  /** Take in the consoles as they are now: end the presses whose batch they show, and outdated refusals. */
  settle(consoles) {
    for (const { campaign, v, request } of consoles) {
      const press = this.#presses.get(campaign);
      if (press?.answered && v > press.v) this.#presses.delete(campaign);
      const refused = this.#refused.get(campaign);
      if (refused && refused.request !== JSON.stringify(request)) this.#refused.delete(campaign);
    }
  }

  #unlock(campaign, press) {
    if (this.#presses.get(campaign) !== press) return;
    this.#presses.delete(campaign);
    this.#changed();
  }
}
