// A list that the hub gives in pages, as far as it has been listed; listed again as things change.

import { Refusal } from "./socket.js";

const ROWS_PER_PAGE = 50; // the server's most is 100
const ROWS_AHEAD = 15; // fetch the next page when fewer than this many are left

/** Return a Listing's `read` for conversations; `which` is {campaign, lane?, holder?} for `list_conversations`. */
export const conversationsOf = (ask, which) => async (page) => {
  const { conversations, next } = await ask("list_conversations", { ...which, ...page });
  return { items: conversations, next };
};

export class Listing {
  items = []; // in the server's order
  next = null; // where the following page begins; null: all are here
  listed = false;
  busy = false; // a page is being read
  refusal = "";
  #read;
  #belongs;
  #changed;
  #rest;
  #seen = -1; // the version that this listing has seen
  #left = new Map(); // id → v at which it left this list, so that an older listing can't bring it back
  #resting = false;
  #again = false;

  /**
   * `read({limit, after?})` returns a page, {items, next}; `belongs(thing)` returns whether a changed item belongs here
   * still; `changed()` is called after each change of the list. `rest` is the pause between two listings, in ms.
   */
  constructor({ read, belongs = () => true, changed, rest = 500 }) {
    this.#read = read;
    this.#belongs = belongs;
    this.#changed = changed;
    this.#rest = rest;
  }

  /** List again if something has moved since. */
  follow(version) {
    if (version <= this.#seen) return;
    this.#seen = version;
    this.refresh();
  }

  /** Note that the move at version `v` was our own and is in the list already. */
  knows(v) {
    this.#seen = Math.max(this.#seen, v);
  }

  /** The version up to which the list knows all moves. */
  get seen() {
    return this.#seen;
  }

  /** Take nothing listed for granted: the connection was away, and the store may even have gone back since. */
  doubt() {
    this.#seen = -1;
    this.#left.clear();
  }

  /** List again from the start, as far as before. A call while the listing reads or rests takes effect after that. */
  async refresh() {
    this.#again = true;
    if (this.busy || this.#resting) return;
    this.#again = false;
    this.#resting = true;
    await this.#attempt(() => this.#list());
    setTimeout(() => {
      this.#resting = false;
      this.#goOn();
    }, this.#rest);
  }

  /** Fetch the following page, if there is one. */
  async more() {
    if (this.busy || this.next === null) return;
    await this.#attempt(async () => this.#take(this.items, await this.#page(this.next)));
    this.#goOn();
  }

  #goOn() {
    if (this.#again) this.refresh();
  }

  /** Take in an item that has changed: show its new state, or drop it if it belongs elsewhere now. */
  change(thing) {
    const at = this.items.findIndex(({ id }) => id === thing.id);
    if (!this.#belongs(thing)) this.drop(thing.id, thing.v);
    else if (at >= 0 && thing.v >= this.items[at].v) this.items = this.items.with(at, thing);
  }

  /** Drop an item that left at version `v`. Without `v`, only the next listing may bring it back. */
  drop(id, v = this.items.find((item) => item.id === id)?.v ?? -1) {
    this.#left.set(id, v);
    this.items = this.items.filter((item) => item.id !== id || item.v > v);
    if (this.items.length < ROWS_AHEAD) this.more();
  }

  /** Take an item out of its place: the next listing, of version `v` or newer, has it where it belongs. */
  misplace(id, v) {
    this.#left.set(id, v - 1);
    this.items = this.items.filter((item) => item.id !== id);
    if (this.items.length < ROWS_AHEAD) this.more();
  }

  async #list() {
    const wanted = Math.max(ROWS_PER_PAGE, this.items.length);
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
    const here = new Set(items.map(({ id }) => id)); // an item that moved may be on two pages
    return [...items, ...page.items.filter(({ id, v }) => !here.has(id) && !(v <= this.#left.get(id)))];
  }

  #page(after) {
    return this.#read({ limit: ROWS_PER_PAGE, ...(after === undefined ? {} : { after }) });
  }

  async #attempt(listing) {
    this.busy = true;
    try {
      await listing();
      this.refusal = "";
    } catch (refusal) {
      if (!(refusal instanceof Refusal)) throw refusal;
      this.refusal = refusal.code === "connection_lost" ? "" : refusal.sentence; // after a loss all is listed again
      if (refusal.code === "try_again") this.#again = true;
    } finally {
      this.busy = false;
    }
    this.#changed();
  }
}
