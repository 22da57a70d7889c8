/**
 * Elements that keep themselves up to date, made without ever reading data as HTML.
 *
 * A function in the place of an attribute's value, or of words, returns the value or the words. It is called when the
 * element is made and at every `refresh`; the page is touched only where it returns something new.
 */
import { Sentence } from "./sentence.js";

const UPDATES = Symbol("updates");

/**
 * Make an element: el("p", {class: "soft", hidden: () => !note, onclick: press}, "words", element, () => note, …).
 * An attribute is there if its value is `true`, absent if it is `false`. Functions for `on…` become listeners.
 */
export const el = (tag, attributes = {}, ...children) => made(document.createElement(tag), attributes, children);

/** Make an SVG element, as `el` makes one of HTML. */
export const svg = (tag, attributes = {}, ...children) => made(document.createElementNS("http://www.w3.org/2000/svg", tag), attributes, children);

function made(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value !== "function") setAttribute(element, name, value);
    else if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else follow(element, () => setAttribute(element, name, value()));
  }
  for (const child of children) {
    if (typeof child !== "function") element.append(child);
    else if (children.length === 1) followWords(element, child, (said) => write(element, said));
    else {
      const beside = document.createTextNode("");
      element.append(beside);
      followWords(element, child, (said) => (beside.data = said));
    }
  }
  return element;
}

// Remember the last words of the element: to read them from the page 5,000 times is too slow for a long table.
function followWords(element, says, put) {
  let last = "";
  follow(element, () => {
    const said = says() ?? "";
    if (String(said) === last) return;
    last = String(said);
    put(said);
  });
}

/** Run `update` now and at every refresh of the element, or of one around it. Return the element. */
export function follow(element, update) {
  (element[UPDATES] ??= []).push(update);
  update();
  return element;
}

/** Bring an element and all elements in it up to date, the outer ones before the inner ones. */
export function refresh(root) {
  for (const element of [root, ...root.querySelectorAll("*")]) element[UPDATES]?.forEach((update) => update());
}

/** Hide the element except while `shown()`. Return the element. */
export const seen = (element, shown) => follow(element, () => setAttribute(element, "hidden", !shown()));

/** Set an attribute, or remove it if `value` is false, null or undefined. Nothing is touched if it is so already. */
export function setAttribute(element, name, value) {
  if (value === false || value === null || value === undefined) {
    if (element.hasAttribute(name)) element.removeAttribute(name);
  } else {
    const written = value === true ? "" : String(value);
    if (element.getAttribute(name) !== written) element.setAttribute(name, written);
  }
}

/**
 * Make an element say this string or Sentence; the words of others in a Sentence are isolated. The same again touches
 * nothing: screen readers would read it out again.
 */
export function write(element, said) {
  if (element.textContent === String(said)) return;
  if (!(said instanceof Sentence)) element.textContent = said;
  else element.replaceChildren(...said.ours.flatMap((part, nth) => (nth ? [el("bdi", {}, said.theirs[nth - 1]), part] : [part])));
}

let ids = 0;

/** Return a new id, for an element that others point to. */
export const newId = () => `id${(ids += 1)}`;
