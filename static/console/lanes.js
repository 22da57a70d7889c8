// The listings of every lane that has been looked at, by campaign.

import { Listing, conversationsOf } from "../shared/listing.js";

export class Lanes {
  #lanes = new Map(); // campaign → Map of lane → Listing
  #ask;
  #changed;

  constructor(ask, changed) {
    this.#ask = ask;
    this.#changed = changed;
  }

  /** Return the listing of one lane. It is made when first looked at. */
  of(campaign, lane) {
    if (!this.#lanes.has(campaign)) this.#lanes.set(campaign, new Map());
    const lanes = this.#lanes.get(campaign);
    if (!lanes.has(lane)) lanes.set(lane, this.#listing(campaign, lane));
    return lanes.get(lane);
  }

  #listing(campaign, lane) {
    const belongs = (thing) => thing.lane === lane;
    return new Listing({ read: conversationsOf(this.#ask, { campaign, lane }), belongs, changed: this.#changed });
  }

  change(thing) {
    for (const lane of this.#in(thing.campaign)) lane.change(thing);
  }

  gone({ campaign, id, v }) {
    for (const lane of this.#in(campaign)) lane.drop(id, v);
  }

  /** Take nothing listed for granted: the connection was away. */
  doubt() {
    for (const lanes of this.#lanes.values()) for (const lane of lanes.values()) lane.doubt();
  }

  #in(campaign) {
    return this.#lanes.get(campaign)?.values() ?? [];
  }
}
