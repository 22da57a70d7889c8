// A sentence about something that has happened. It belongs to that event, and to the screen that the event led to, and
// goes with them. Pure.

export class Notice {
  #says;
  #since;
  #screen;
  #where = null; // where it is shown, once the event has arrived there

  /**
   * `says()` is the sentence, or null when it isn't true any more. The event has arrived when the console is at version
   * `since` and, if one is named, on `screen`; a notice for a named screen isn't shown before.
   */
  constructor(says, { since = 0, screen = null } = {}) {
    this.#says = says;
    this.#since = since;
    this.#screen = screen;
  }

  /**
   * Take in the screen that the page shows now: {where, screen, v}. `where` is different for any two screens. Return
   * whether the notice still belongs there.
   */
  follow({ where, screen, v }) {
    if (this.#where === null && v >= this.#since && (this.#screen ?? screen) === screen) this.#where = where;
    return this.#says() !== null && (this.#where ?? where) === where;
  }

  /** The sentence to show; "" until the screen that the notice is for is there. */
  get sentence() {
    return this.#where === null && this.#screen !== null ? "" : (this.#says() ?? "");
  }
}
