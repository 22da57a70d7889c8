// A send button and its Enter key. One tap or one press sends one text, to the contact who was on the screen when the
// finger went down.

import { EnterKey } from "./enter.js";

export class Sending {
  #subject;
  #press;
  #enter = new EnterKey();
  #aimed = null;

  /**
   * `subject(at)` returns the thing that was on the screen at this time of the page's clock. `press(subject, at)` sends
   * its text, or says why not.
   */
  constructor(button, subject, press) {
    this.#subject = subject;
    this.#press = press;
    button.dataset.taps = "";
    button.addEventListener("pointerdown", ({ timeStamp }) => (this.#aimed = subject(timeStamp)));
    button.addEventListener("click", (event) => {
      event.preventDefault();
      const pointed = event.detail > 0; // else by a key or by a screen reader
      press(pointed ? this.#aimed : subject(event.timeStamp), event.timeStamp);
    });
  }

  /** Let Enter on `target` press, if `counts(event)`. It means the newest thing, since nothing moves under a key. */
  keys(target, counts, signal) {
    const down = (event) => {
      if (counts(event) && this.#enter.down(event, { what: this.#subject(Infinity) })) event.preventDefault();
    };
    const up = (event) => {
      const pressed = this.#enter.up(event);
      if (pressed && counts(event)) this.#press(pressed.what, event.timeStamp);
    };
    target.addEventListener("keydown", down, { signal });
    target.addEventListener("keyup", up, { signal });
    globalThis.addEventListener("blur", () => this.#enter.forget(), { signal });
  }
}

/** Return whether Enter sends. On a phone's keyboard it makes a new line. */
export const enterSends = () => !matchMedia("(pointer: coarse)").matches;
