// The things that the hub has told this page: whole, and of each the newest version. Pure.

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

  /** Hold a thing, unless a newer one is held or it has gone since; an equal v replaces. Return whether it is held. */
  change(thing) {
    const name = key(thing.kind, thing.id, thing.campaign);
    const known = this.#things.get(name)?.v ?? this.#gone.get(name) ?? -Infinity;
    if (thing.v < known) return false;
    this.#gone.delete(name);
    this.#things.set(name, thing);
    this.#tell(thing, false);
    return true;
  }

  /** Let go of a thing, and remember when: an older change can't bring it back. Return the thing, if one was held. */
  gone({ kind, id, campaign, v }) {
    const name = key(kind, id, campaign);
    const held = this.#things.get(name);
    if (v < (held?.v ?? this.#gone.get(name) ?? -Infinity)) return undefined;
    this.#things.delete(name);
    this.#gone.set(name, v);
    if (held) this.#tell(held, true);
    return held;
  }

  /** Return one thing, or undefined. `campaign` is left out for what belongs to the account. */
  get(kind, id, campaign = null) {
    return this.#things.get(key(kind, id, campaign));
  }

  /** Return every thing of a kind (of one campaign, if given), in the order in which they were first heard of. */
  all(kind, campaign = undefined) {
    return [...this.#things.values()].filter(
      (thing) => thing.kind === kind && (campaign === undefined || thing.campaign === campaign),
    );
  }

  /** Call `callback(thing, gone)` after each change, thing null if all were replaced. Return a function to end it. */
  subscribe(callback) {
    this.#callbacks.add(callback);
    return () => this.#callbacks.delete(callback);
  }

  #tell(thing, gone) {
    for (const callback of this.#callbacks) callback(thing, gone);
  }
}
