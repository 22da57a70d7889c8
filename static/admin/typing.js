/** Questions that are asked while somebody types: a moment after the last letter, and only the last answer counts. */
import { Refusal } from "../shared/socket.js";

const REST_MS = 120;

export class Typing {
  answer = null; // the last one; null: nothing was asked
  asked = ""; // what it is the answer to
  refusal = "";
  busy = false;
  #ask;
  #changed;
  #wait;
  #count = 0;
  #timer;

  /** `ask(typed)` asks, `changed()` is called when the answer is there. `wait(press, ms)` is setTimeout. */
  constructor(ask, changed, wait = (press, ms) => setTimeout(press, ms)) {
    this.#ask = ask;
    this.#changed = changed;
    this.#wait = wait;
  }

  /** Ask for what is typed by now; an empty field asks nothing. */
  type(typed, rest = REST_MS) {
    const mine = (this.#count += 1);
    const now = typed.trim();
    clearTimeout(this.#timer);
    this.busy = now !== "";
    if (now === "") this.#take(null, "", "");
    else this.#timer = this.#wait(() => mine === this.#count && this.#go(mine, now), rest);
  }

  async #go(mine, typed) {
    try {
      const answer = await this.#ask(typed);
      if (mine === this.#count) this.#take(answer, typed, "");
    } catch (refusal) {
      if (!(refusal instanceof Refusal)) throw refusal;
      if (mine === this.#count) this.#take(null, typed, refusal.sentence);
    }
  }

  #take(answer, asked, refusal) {
    Object.assign(this, { answer, asked, refusal, busy: false });
    this.#changed();
  }
}
