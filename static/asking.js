/** Asking the hub from a form or a button, and saying what came of it beside it. */
import { Refusal } from "./socket.js";
import { el } from "./dom.js";

/** A place for the outcome of something pressed; read out when it changes. */
export const outcome = (id) => el("p", { class: "outcome", role: "status", ...(id && { id }) });

/**
 * Waits for `question()`; meanwhile `control` is busy and a second press does nothing. A refusal's sentence, or what
 * `done(answer)` returns, is said in `says`. Returns whether it was done.
 */
export async function asking(control, says, question, done = () => "") {
  if (control.getAttribute("aria-busy") === "true") return false;
  control.setAttribute("aria-busy", "true");
  say(says, "");
  try {
    const answer = await question();
    say(says, done(answer) ?? "");
    return true;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    refuse(says, error.sentence);
    return false;
  } finally {
    control.removeAttribute("aria-busy");
  }
}

export function say(says, sentence) {
  says.classList.remove("refused");
  says.textContent = sentence;
}

export function refuse(says, sentence) {
  says.classList.add("refused");
  says.textContent = sentence;
}
