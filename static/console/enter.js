// One press of Enter does one thing, when the key comes *up*. A held key goes down many times and comes up once;
// sending on the way down has texted one person twenty times. Pure.

export class EnterKey {
  #armed = null;

  /** Enter went down on `subject`. Returns whether it is ours, so that the browser does nothing of its own with it. */
  down({ key, repeat, shiftKey, isComposing }, subject) {
    if (key !== "Enter" || shiftKey || isComposing) return false; // Shift: a new line. Composing: a word being chosen
    if (!repeat) this.#armed = subject;
    return true;
  }

  /** Enter came up. Returns whether that is a press: it went down afresh on this very subject. */
  up({ key }, subject) {
    if (key !== "Enter") return false;
    const pressed = this.#armed !== null && this.#armed === subject;
    this.#armed = null;
    return pressed;
  }

  /** What is on the screen has changed under the finger: the press doesn't count. */
  forget() {
    this.#armed = null;
  }
}
