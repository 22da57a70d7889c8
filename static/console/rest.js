// A conversation that has opened by itself came under a finger which meant the one before. For a moment no button of it
// is pressed, by a finger, a pointer or a key.

import { setAttribute } from "../shared/dom.js";

const REST_MS = 300; // ms: longer than between the taps of a double tap

export class Rest {
  #elements;
  #until = -Infinity; // ms of the page's own clock, as in an event's timeStamp
  #down = 0; // when the finger went down

  constructor(...elements) {
    this.#elements = elements;
    for (const element of elements) {
      element.addEventListener("pointerdown", ({ timeStamp }) => (this.#down = timeStamp), { capture: true });
      element.addEventListener("click", (event) => this.#guard(event), { capture: true });
    }
  }

  /** Rest from now on. The buttons say so, too, but look as ever. */
  begin() {
    this.#until = performance.now() + REST_MS;
    const buttons = this.#elements.flatMap((element) => [...element.querySelectorAll("button")]);
    const mark = (value) => buttons.forEach((button) => (button.classList.toggle("fresh", value !== null), setAttribute(button, "aria-disabled", value)));
    mark("true");
    setTimeout(() => mark(null), REST_MS + 1);
  }

  /** Return whether a press at this time, in ms, was made in the rest. */
  covers(time) {
    return time < this.#until;
  }

  #guard(event) {
    if (!event.target.closest("button") || !this.covers(event.detail > 0 ? this.#down : event.timeStamp)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  }
}
