// Choices of a member that this browser keeps. Each is on until it is switched off. Pure but for the storage.

import { attempt, storageHere } from "../shared/typed.js";

const PREFIX = "handraise choice "; // then the member's id and the name of the choice

/** The names of the choices. */
export const OPEN_NEXT = "open the next";
export const SINGLE_KEYS = "single keys";

export class Choices {
  #storage;
  #member = null;
  #off = new Set(); // in a browser that keeps nothing, as long as the page lasts

  constructor(storage = storageHere()) {
    this.#storage = storage;
  }

  belongTo(member) {
    if (member !== this.#member) this.#off.clear();
    this.#member = member;
  }

  isOn(name) {
    return !this.#off.has(name) && attempt(() => this.#storage.getItem(this.#key(name))) !== "off";
  }

  choose(name, on) {
    if (on) this.#off.delete(name);
    else this.#off.add(name);
    attempt(() => (on ? this.#storage.removeItem(this.#key(name)) : this.#storage.setItem(this.#key(name), "off")));
  }

  #key(name) {
    return `${PREFIX}${this.#member} ${name}`;
  }
}
