// A send button and its Enter key: one tap or one press, one text.

import { setAttribute } from "../dom.js";
import { EnterKey } from "./enter.js";

const REST = 300; // ms: the second tap of a double tap must not hit what has just come under the finger

export class Sending {
  #button;
  #press;
  #enter = new EnterKey();
  #busy = false;
  #resting; // the timer

  /** `press()` sends what is shown and resolves when that is over; meanwhile nothing else is sent. */
  constructor(button, press) {
    this.#button = button;
    this.#press = press;
    button.addEventListener("click", (event) => {
      event.preventDefault();
      if (!this.#resting) this.#go();
    });
  }

  /** Enter on `target` presses, if `subject(event)` names what would be sent: null where Enter means something else. */
  keys(target, subject, signal) {
    const down = (event) => {
      const what = subject(event);
      if (what !== null && this.#enter.down(event, what)) event.preventDefault();
    };
    const up = (event) => {
      const what = subject(event);
      if (this.#enter.up(event, what)) this.#go();
    };
    target.addEventListener("keydown", down, { signal });
    target.addEventListener("keyup", up, { signal });
  }

  /** Something else is shown than a moment ago: what has begun doesn't count for it. */
  rest() {
    this.#enter.forget();
    clearTimeout(this.#resting);
    this.#resting = setTimeout(() => {
      this.#resting = undefined;
      this.#mark();
    }, REST);
    this.#mark();
  }

  async #go() {
    if (this.#busy) return;
    this.#busy = true;
    this.#mark();
    try {
      await this.#press();
    } finally {
      this.#busy = false;
      this.#mark();
    }
  }

  // Not `disabled`, which would throw the focus out.
  #mark() {
    setAttribute(this.#button, "aria-disabled", this.#busy || this.#resting ? "true" : null);
  }
}

/** On a phone's keyboard Enter is how one makes a new line. */
export const enterSends = () => !matchMedia("(pointer: coarse)").matches;
