/** The readings of every campaign over the last hour: what the hub remembers, and what this page has seen since. Pure. */
import { joined, read, remembered } from "./pace.js";

export class Readings {
  #own = new Map(); // campaign → readings of this page
  #hubs = new Map(); // campaign → readings of the hub
  learned = 0; // how often the hub has told some

  /** Note how a campaign is at a time, in ms. */
  note(campaign, at) {
    this.#own.set(campaign.id, read(this.#own.get(campaign.id) ?? [], campaign, at));
  }

  /** Take in the answer of `board_history`. */
  learn({ since, every, campaigns }) {
    this.learned += 1;
    this.#hubs = new Map(campaigns.map((recent) => [recent.campaign, remembered(recent, since, every)]));
  }

  /** Return a campaign's readings, oldest first. */
  of(campaign) {
    return joined(this.#hubs.get(campaign) ?? [], this.#own.get(campaign) ?? []);
  }
}
