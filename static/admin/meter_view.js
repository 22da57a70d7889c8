/** The conservation meter: every conversation is in exactly one place, so the parts add up to the contacts. */
import { el, follow } from "../shared/dom.js";
import { count } from "../shared/numbers.js";
import { conservation } from "./board.js";

export function meterPart(campaign) {
  const { parts } = conservation(campaign());
  const size = (key) => conservation(campaign()).parts.find((part) => part.key === key).size;
  const stripes = parts.map(({ key }) => {
    const stripe = el("span", { class: "stripe", "data-part": key });
    return follow(stripe, () => stripe.style.setProperty("flex-grow", size(key)));
  });
  const legend = parts.map(({ name, key }) =>
    el("li", {}, el("span", { class: "swatch", "data-part": key }), `${name} `,
      el("strong", { class: "number" }, () => count(size(key)))));
  const now = () => conservation(campaign());
  const light = el("p", { class: "light", role: "status", "data-off": () => !now().whole }, () => verdict(now()));
  return el("div", {}, el("div", { class: "meter", "aria-hidden": "true" }, ...stripes), el("ul", { class: "legend" }, ...legend), light);
}

const verdict = ({ whole, off }) => (whole ? "Everything adds up to the contacts." : `Off by ${count(Math.abs(off))} from the contacts.`);
