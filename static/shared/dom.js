/**
 * Elements, made without ever reading data as HTML, that go on saying how things are.
 *
 * A function in the place of an attribute's value, or of words, gives what is to stand there. It is asked when the
 * element is made, and whenever a `refresh` comes by; what is so already isn't touched.
 */
import { Sentence } from "./sentence.js";

const UPDATES = Symbol("updates");

/**
 * el("p", {class: "soft", hidden: () => !note, onclick: press}, "words", element, () => note, …): `true` and `false` are
 * whether the attribute is there, functions for `on…` become listeners.
 */
export const el = (tag, attributes = {}, ...children) => made(document.createElement(tag), attributes, children);

/** The same for a drawing. */
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

// Remembers what was last said: to read it from the page 5,000 times is what a long table can't afford.
function followWords(element, says, put) {
  let last = "";
  follow(element, () => {
    const said = says() ?? "";
    if (String(said) === last) return;
    last = String(said);
    put(said);
  });
}

/** Runs `update` now and with every refresh of the element, or of one around it. Returns the element. */
export function follow(element, update) {
  (element[UPDATES] ??= []).push(update);
  update();
  return element;
}

/** Brings an element and all in it up to date, those outside before those inside. */
export function refresh(root) {
  for (const element of [root, ...root.querySelectorAll("*")]) element[UPDATES]?.forEach((update) => update());
}

/** The element, seen only while `shown()`. */
export const seen = (element, shown) => follow(element, () => setAttribute(element, "hidden", !shown()));

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
