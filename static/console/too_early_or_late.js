// The sentence in the thread of a contact who may not be texted at this hour.

import { el } from "../shared/dom.js";
import { isAnswered } from "./words.js";

/** `now()` returns the conversation, or null while it isn't here. Return {element, sentence()}: "" if they may be texted. */
export function tooEarlyOrLate(now) {
  const sentence = () => (now() && isAnswered(now()) && now().opens?.sentence) || "";
  const element = el("p", { id: "asleep", class: "notice", hidden: () => !sentence() },
    () => sentence() && `It's too early or too late to text them. ${sentence()}`);
  return { element, sentence };
}
