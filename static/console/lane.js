// The conversations a texter holds in one lane of one campaign, as far as they have been listed.

import { Refusal } from "../shared/socket.js";

const PAGE = 50; // the server's most is 100
const AHEAD = 15; // fetch the next page when fewer than this many are left
const REST = 500; // ms between two listings, however often something moves

export class Lane {
  items = []; // conversations in the server's order
  next = null; // where the following page begins; null: all are here
  listed = false;
  refusal = "";
  #ask;
  #where; // {campaign, lane}
  #changed;
  #seen = -1; // the console's `moved` that this listing has seen
  #left = new Map(); // id → v at which it left this lane, so that an older listing can't bring it back
  #busy = false;
  #again = false;

  /** `changed()` is called whenever the list has become another. */
  constructor(ask, campaign, lane, changed) {
    this.#ask = ask;
    this.#where = { campaign, lane };
    this.#changed = changed;
  }

  /** List again if something has moved since. */
  follow(moved) {
    if (moved <= this.#seen) return;
    this.#seen = moved;
    this.refresh();
  }

  /** What moved at `v` was our own doing and is known here already. */
  knows(v) {
    this.#seen = Math.max(this.#seen, v);
  }

  /** The version up to which what moved is known here. */
  get seen() {
    return this.#seen;
  }

  /** Whatever was listed may be out of date: the connection was away, and the store may even have gone back since. */
  doubt() {
    this.#seen = -1;
    this.#left.clear();
  }

  /** List again from the start, as far as before; asked for meanwhile, once more after that. */
  async refresh() {
    this.#again = true;
    if (this.#busy) return;
    this.#busy = true;
    while (this.#again) {
      this.#again = false;
      await this.#attempt(() => this.#list());
      await new Promise((resolve) => setTimeout(resolve, REST));
    }
    this.#busy = false;
  }

  /** Fetch the following page, if there is one. */
  async more() {
    if (this.#busy || this.next === null) return;
    this.#busy = true;
    await this.#attempt(async () => this.#take(this.items, await this.#page(this.next)));
    this.#busy = false;
    if (this.#again) this.refresh();
  }

  /** A conversation has changed: show it so, or no longer if it has left this lane. */
  change(thing) {
    const at = this.items.findIndex(({ id }) => id === thing.id);
    if (thing.lane !== this.#where.lane) this.drop(thing.id, thing.v);
    else if (at >= 0 && thing.v >= this.items[at].v) this.items = this.items.with(at, thing);
  }

  /** A conversation is no longer here, since version `v`; left out: only the next listing may bring it back. */
  drop(id, v = this.items.find((item) => item.id === id)?.v ?? -1) {
    this.#left.set(id, v);
    this.items = this.items.filter((item) => item.id !== id || item.v > v);
    if (this.items.length < AHEAD) this.more();
  }

  async #list() {
    const wanted = Math.max(PAGE, this.items.length);
    let page = await this.#page();
    let items = this.#fresh([], page);
    while (page.next !== null && items.length < wanted) {
      page = await this.#page(page.next);
      items = this.#fresh(items, page);
    }
    this.listed = true;
    this.items = items;
    this.next = page.next;
  }

  #take(items, page) {
    this.items = this.#fresh(items, page);
    this.next = page.next;
  }

  #fresh(items, page) {
    const here = new Set(items.map(({ id }) => id));
    return [...items, ...page.conversations.filter(({ id, v }) => !here.has(id) && v > (this.#left.get(id) ?? -1))];
  }

  #page(after) {
    return this.#ask("list_conversations", { ...this.#where, limit: PAGE, ...(after === undefined ? {} : { after }) });
  }

  async #attempt(listing) {
    try {
      await listing();
      this.refusal = "";
    } catch (refusal) {
      if (!(refusal instanceof Refusal)) throw refusal;
      this.refusal = refusal.code === "connection_lost" ? "" : refusal.sentence; // after a loss all is listed again
      if (refusal.code === "try_again") this.#again = true;
    }
    this.#changed();
  }
}
