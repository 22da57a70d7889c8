/** The bar of all conversations of a campaign, with its numbers on it, and whether they add up. */
import { el, follow, seen } from "../shared/dom.js";
import { count } from "../shared/numbers.js";
import { asItWas } from "./retention.js";
import { toList } from "./routes.js";
import { holdsNumber, off, partsOf, wholeSays } from "./whole.js";

export function wholePart({ id, campaign }) {
  const now = () => asItWas(campaign());
  const part = (key) => partsOf(now()).find((each) => each.key === key);
  const keys = partsOf(now()).map(({ key }) => key);
  const onBar = (key) => holdsNumber(part(key).size, now().contacts);
  const stripes = keys.map((key) => {
    const stripe = el("span", { class: "stripe number", "data-part": key }, () => (onBar(key) ? count(part(key).size) : ""));
    return follow(stripe, () => stripe.style.setProperty("flex-grow", part(key).size));
  });
  const legend = keys.map((key) => {
    const { name, list } = part(key);
    const words = list ? el("a", { href: toList(id, list) }, name) : el("span", {}, name);
    // On the bar its number is for the eye; screen readers hear it here.
    const number = el("span", { class: () => `number${onBar(key) ? " for-screen-readers" : ""}` }, () => ` ${count(part(key).size)}`);
    return el("li", {}, el("span", { class: "swatch", "data-part": key }), words, number);
  });
  return el("div", { class: "whole-bar" },
    el("div", { class: "meter", "aria-hidden": "true" }, ...stripes),
    el("ul", { class: "legend" }, ...legend),
    seen(el("p", { class: "adds-up", role: "status", "data-off": () => off(campaign()) !== 0 }, () => wholeSays(campaign())), () => !campaign().erased));
}
