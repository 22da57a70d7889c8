// What the hub has told this page: whole things, of each the newest one. Pure.

const key = (kind, id, campaign) => `${kind}:${campaign ?? ""}:${id}`;

export class Things {
  #things = new Map(); // key → thing
  #gone = new Map(); // key → the v at which it went
  #callbacks = new Set();

  /** Forget everything and hold these instead: the `things` of an `open_…` reply. */
  replaceAll(things) {
    this.#things = new Map(things.map((thing) => [key(thing.kind, thing.id, thing.campaign), thing]));
    this.#gone.clear();
    this.#tell(null, false);
  }

  /** Hold this thing, unless a newer one is held or it has since gone; an equal v replaces. Returns whether it is held. */
  change(thing) {
    const name = key(thing.kind, thing.id, thing.campaign);
    const known = this.#things.get(name)?.v ?? this.#gone.get(name) ?? -Infinity;
    if (thing.v < known) return false;
    this.#gone.delete(name);
    this.#things.set(name, thing);
    this.#tell(thing, false);
    return true;
  }

  /** Let go of a thing, and remember when, so that an older change can't bring it back. Returns the thing, if one was held. */
  gone({ kind, id, campaign, v }) {
    const name = key(kind, id, campaign);
    const held = this.#things.get(name);
    if (v < (held?.v ?? this.#gone.get(name) ?? -Infinity)) return undefined;
    this.#things.delete(name);
    this.#gone.set(name, v);
    if (held) this.#tell(held, true);
    return held;
  }

  /** One thing, or undefined. `campaign` is left out for what belongs to the account. */
  get(kind, id, campaign = null) {
    return this.#things.get(key(kind, id, campaign));
  }

  /** Every thing of a kind (of one campaign, if given), in the order in which they were first heard of. */
  all(kind, campaign = undefined) {
    return [...this.#things.values()].filter(
      (thing) => thing.kind === kind && (campaign === undefined || thing.campaign === campaign),
    );
  }

  /** `callback(thing, gone)` after each change; `thing` is null when everything was replaced. Returns what ends it. */
  subscribe(callback) {
    this.#callbacks.add(callback);
    return () => this.#callbacks.delete(callback);
  }

  #tell(thing, gone) {
    for (const callback of this.#callbacks) callback(thing, gone);
  }
}
