// The length of a text while it is typed: its characters, and the segments as which carriers count it.

import { el, follow, write } from "../shared/dom.js";
import { limits } from "../shared/limits.js";
import { count, many } from "../shared/numbers.js";
import { segments } from "../shared/segments.js";

/**
 * Return {says, warns}: the length of a text in words, and what of it is worth an interruption: more than one segment,
 * or more than the `longest` number of characters. Pure.
 */
export function lengthOf(text, longest) {
  const characters = [...text].length;
  const parts = segments(text).segments;
  const size = many(parts, "segment");
  if (characters > longest) return { says: `${count(characters)} of ${count(longest)} characters`, warns: `Longer than ${count(longest)} characters.` };
  return { says: `${many(characters, "character")}, ${size}`, warns: parts > 1 ? `${size}.` : "" };
}

/** Return a line with the length of what is in a box, of one height whatever it says. */
export function lengthBelow(box) {
  const says = el("span", { "aria-hidden": "true" });
  const warns = el("span", { class: "for-screen-readers", role: "status" });
  let last = null;
  const look = () => {
    if (box.value === last) return;
    last = box.value;
    const now = lengthOf(last, limits.text ?? Infinity);
    write(says, now.says);
    write(warns, now.warns);
  };
  box.addEventListener("input", look);
  return follow(el("p", { class: "soft small length" }, says, warns), look);
}
