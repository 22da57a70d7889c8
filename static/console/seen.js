// What was on the screen when a finger went down. Nobody can mean what has only just come under their finger. Pure.

export class Seen {
  #now = null;
  #before = null;
  #since = -Infinity; // ms of the page's own clock, as in an event's timeStamp
  #rest;

  /** A new thing counts as seen `rest` ms after it was shown. */
  constructor(rest) {
    this.#rest = rest;
  }

  /** From `at` on, `thing` is shown instead. */
  show(thing, at) {
    this.#before = this.at(at);
    this.#now = thing;
    this.#since = at;
  }

  /** The same thing, as it looks now. */
  renew(thing) {
    this.#now = thing;
  }

  /** The thing that somebody meant who pressed at this time: null if nothing had been seen by then. */
  at(time) {
    return time < this.#since + this.#rest ? this.#before : this.#now;
  }
}
