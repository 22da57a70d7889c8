/** A link for other people, or other words to pass on, with a button that copies them. */
import { asking, outcome, say } from "../shared/asking.js";
import { el, newId } from "../shared/dom.js";

/** Return {element, show(path)}: the element is seen while there is a path. */
export const linkToPassOn = (label) => toCopy(label, "Select the link and copy it.", (path) => new URL(path, location.href).href);

/** Return {element, show(words)} for words that are copied as they are; `instead` says what to do where that fails. */
export function toCopy(label, instead, whole = (words) => words) {
  const input = el("input", { type: "text", readonly: true, id: newId(), onfocus: () => input.select() });
  const says = outcome();
  const tell = (did) => (did ? "Copied." : instead);
  const copy = el("button", { type: "button", onclick: () => asking(copy, says, () => copied(input), tell) }, "Copy");
  const element = el("div", { class: "field", hidden: true },
    el("label", { for: input.id }, label), el("div", { class: "joined" }, input, copy), says);
  return { element, show };

  function show(words) {
    const value = words ? whole(words) : "";
    if (input.value === value) return;
    input.value = value;
    element.hidden = !value;
    say(says, "");
  }
}

/** Copy a link; return whether it is copied. The clipboard is there on secure pages only; elsewhere, by selecting. */
async function copied(input) {
  if (navigator.clipboard) {
    try {
      await navigator.clipboard.writeText(input.value);
      return true;
    } catch (error) {
      if (error.name !== "NotAllowedError") throw error;
    }
  }
  input.select();
  return document.execCommand("copy");
}
