/** Asking the hub from a form or a button, and saying what came of it beside it. */
import { el, write } from "./dom.js";
import { Refusal } from "./socket.js";

// When there is a connection again, clear each sentence that says there is none. A sentence about a doubt stays.
globalThis.addEventListener?.("connected", () => {
  for (const says of document.querySelectorAll("[data-until=connected]")) say(says, "");
});

/** Return an element for the outcome of a press. Screen readers read it out when it changes. */
export const outcome = (id) => el("p", { class: "outcome", role: "status", ...(id && { id }) });

/**
 * Wait for `question()`; meanwhile `control` is busy and a second press does nothing. Say in `says` the sentence of a
 * refusal, or what `done(answer)` returns. Return whether it was done.
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

/**
 * Return press(): it does `save()`, which returns whether all is well, and returns that. A press while it is being done
 * has it done again afterwards, if all is well and there is `more()` to save; else it does nothing.
 */
export function oneAtATime(save, more) {
  let saving = null;
  let again = false;
  const all = async () => {
    let did;
    do {
      again = false;
      did = await save();
    } while (did && again && more());
    return did;
  };
  return () => {
    again = saving !== null;
    saving ??= all().finally(() => (saving = null));
    return saving;
  };
}

/** Put a sentence into `says`; "" clears it. */
export function say(says, sentence) {
  said(says, sentence, false);
}

/** Put into `says` why nothing was done. If the `refusal` is for want of a connection, the sentence goes with one. */
export function refuse(says, sentence, refusal = null) {
  said(says, sentence, true);
  if (refusal?.details?.sent === false) says.dataset.until = "connected";
}

function said(says, sentence, refused) {
  delete says.dataset.until;
  says.classList.toggle("refused", refused);
  write(says, sentence);
}
