/** A link for other people, with a button that copies it. */
import { asking, outcome, say } from "../shared/asking.js";
import { el, newId } from "../shared/dom.js";

/** Return {element, show(path)}: the element is seen while there is a path. */
export function linkToPassOn(label) {
  const input = el("input", { type: "text", readonly: true, id: newId(), onfocus: () => input.select() });
  const says = outcome();
  const tell = (did) => (did ? "Copied." : "Select the link and copy it.");
  const copy = el("button", { type: "button", onclick: () => asking(copy, says, () => copied(input), tell) }, "Copy");
  const element = el("div", { class: "field", hidden: true },
    el("label", { for: input.id }, label), el("div", { class: "joined" }, input, copy), says);
  return { element, show };

  function show(path) {
    const address = path ? new URL(path, location.href).href : "";
    if (input.value === address) return;
    input.value = address;
    element.hidden = !address;
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
