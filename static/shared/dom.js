/** Elements, made without ever reading data as HTML. */
import { Sentence } from "./sentence.js";

/**
 * el("p", {class: "soft", hidden: true, onclick: …}, "text", element, …): functions become listeners, `true` and `false`
 * whether the attribute is there, everything else its value; strings become text.
 */
export function el(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") element.addEventListener(name.slice(2), value);
    else setAttribute(element, name, value);
  }
  element.append(...children);
  return element;
}

/** The same for a drawing. */
export function svg(tag, attributes = {}, ...children) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) setAttribute(element, name, value);
  element.append(...children);
  return element;
}

/** Sets, or for false, null and undefined removes, and touches nothing that is so already. */
export function setAttribute(element, name, value) {
  if (value === false || value === null || value === undefined) {
    if (element.hasAttribute(name)) element.removeAttribute(name);
  } else {
    const written = value === true ? "" : String(value);
    if (element.getAttribute(name) !== written) element.setAttribute(name, written);
  }
}

/**
 * Makes an element say this string or Sentence, in which the words of others are isolated. The same again touches
 * nothing: screen readers would say it again.
 */
export function write(element, said) {
  if (element.textContent === String(said)) return;
  if (!(said instanceof Sentence)) element.textContent = said;
  else element.replaceChildren(...said.ours.flatMap((part, nth) => (nth ? [el("bdi", {}, said.theirs[nth - 1]), part] : [part])));
}

let ids = 0;

/** A name for an element that others point to, different for each. */
export const newId = () => `id${(ids += 1)}`;
