/** The conservation meter: every conversation is in exactly one place, so the parts add up to the contacts. */
import { el } from "../shared/dom.js";
import { conservation } from "./board.js";
import { count } from "./numbers.js";

export function meterPart(live, campaign) {
  const { parts } = conservation(campaign());
  const size = (key) => conservation(campaign()).parts.find((part) => part.key === key).size;
  const stripes = parts.map(({ key }) => {
    const stripe = el("span", { class: "stripe", "data-part": key });
    live.each(() => stripe.style.setProperty("flex-grow", size(key)));
    return stripe;
  });
  const legend = parts.map(({ name, key }) =>
    el("li", {}, el("span", { class: "swatch", "data-part": key }), `${name} `,
      el("strong", { class: "number" }, live.text(() => count(size(key))))));
  const light = live.attribute(el("p", { class: "light", role: "status" }, live.text(() => verdict(conservation(campaign())))),
    "data-off", () => !conservation(campaign()).whole);
  return el("div", {}, el("div", { class: "meter", "aria-hidden": "true" }, ...stripes), el("ul", { class: "legend" }, ...legend), light);
}

const verdict = ({ whole, off }) => (whole ? "Everything adds up to the contacts." : `Off by ${count(Math.abs(off))} from the contacts.`);
