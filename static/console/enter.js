// One press of Enter does one thing, when the key comes *up*, for what was on the screen when it went *down*. A held
// key goes down many times and comes up once; sending on the way down has texted one person twenty times. Pure.

const CHOOSING = 229; // the keyCode of a key that belongs to the choosing of a word

/**
 * Return whether a key chooses a word, as Japanese is typed. In Safari the choosing is over before its Enter goes down,
 * which has only this code then: https://bugs.webkit.org/show_bug.cgi?id=165004
 */
export const composes = ({ isComposing, keyCode }) => isComposing || keyCode === CHOOSING;

export class EnterKey {
  #armed = null;

  /** Take in Enter going down on `subject`. Return whether it is ours: then the browser does nothing of its own. */
  down(event, subject) {
    const { key, repeat, shiftKey } = event;
    if (key !== "Enter" || shiftKey || composes(event)) return false; // Shift: a new line. Composing: a word being chosen
    if (!repeat) this.#armed = subject;
    return true;
  }

  /** Take in Enter coming up. Return the subject that it went down on afresh, or null. */
  up({ key }) {
    if (key !== "Enter") return null;
    const pressed = this.#armed;
    this.#armed = null;
    return pressed;
  }

  /** Forget that Enter is down: it may come up where we don't hear of it. */
  forget() {
    this.#armed = null;
  }
}
