/** Asking the hub from a form or a button, and saying what came of it beside it. */
import { el, write } from "./dom.js";
import { Refusal } from "./socket.js";

// There is a connection again: nothing on the page says any more that there is none. What is in doubt stays so.
globalThis.addEventListener?.("connected", () => {
  for (const says of document.querySelectorAll("[data-until=connected]")) say(says, "");
});

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
    refuse(says, error.sentence, error);
    return false;
  } finally {
    control.removeAttribute("aria-busy");
  }
}

/** Say this; "" says nothing any more. */
export function say(says, sentence) {
  said(says, sentence, false);
}

/** Say that nothing was done, and why; of a `refusal` for want of a connection, until there is one. */
export function refuse(says, sentence, refusal = null) {
  said(says, sentence, true);
  if (refusal?.details?.sent === false) says.dataset.until = "connected";
}

function said(says, sentence, refused) {
  delete says.dataset.until;
  says.classList.toggle("refused", refused);
  write(says, sentence);
}
