// What was on the screen when a finger went down. Nobody can mean what has only just come under their finger. Pure.

export class Seen {
  #now = null;
  #before = null;
  #since = -Infinity; // ms of the page's own clock, as in an event's timeStamp

  /** `thing` is shown instead from `now` on, and counts as seen from `since` on. */
  show(thing, now, since) {
    this.#before = this.at(now);
    this.#now = thing;
    this.#since = since;
  }

  /** The same thing, as it looks now. */
  renew(thing) {
    this.#now = thing;
  }

  /** The thing that somebody meant who pressed at this time: null if nothing had been seen by then. */
  at(time) {
    return time < this.#since ? this.#before : this.#now;
  }
}
