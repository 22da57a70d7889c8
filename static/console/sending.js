// A send button and its Enter key: one tap or one press, one text, to the one who was on the screen when the finger
// went down.

import { EnterKey } from "./enter.js";

export class Sending {
  #subject;
  #press;
  #enter = new EnterKey();
  #aimed = null;

  /** `subject(at)` is what was on the screen at this time of the page's clock; `press(subject, at)` sends that, or says why not. */
  constructor(button, subject, press) {
    this.#subject = subject;
    this.#press = press;
    button.addEventListener("pointerdown", ({ timeStamp }) => (this.#aimed = subject(timeStamp)));
    button.addEventListener("click", (event) => {
      event.preventDefault();
      const pointed = event.detail > 0; // else by a key or by a screen reader
      press(pointed ? this.#aimed : subject(event.timeStamp), event.timeStamp);
    });
  }

  /** Enter on `target` presses, where `counts(event)`; afresh on what is there, since no key comes under a finger. */
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

/** On a phone's keyboard Enter is how one makes a new line. */
export const enterSends = () => !matchMedia("(pointer: coarse)").matches;
