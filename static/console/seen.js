// The thing on the screen when a finger went down. Nobody can mean a thing that has only just come under it. Pure.

export class Seen {
  #now = null;
  #before = null;
  #since = -Infinity; // ms of the page's own clock, as in an event's timeStamp

  /** Show `thing` instead from `now` on. It counts as seen from `since` on. */
  show(thing, now, since) {
    this.#before = this.at(now);
    this.#now = thing;
    this.#since = since;
  }

  /** Put a newer version of the thing in its place: it counts as seen already. */
  renew(thing) {
    this.#now = thing;
  }

  /** Return the thing that a press at this time meant, null if nothing had been seen by then. */
  at(time) {
    return time < this.#since ? this.#before : this.#now;
  }
}
