/** Account → Two campaigns, one person: how many hours are between their texts. */
import { el } from "../shared/dom.js";
import { limits } from "../shared/limits.js";
import { filled, oneField } from "./fields.js";
import { wholeNumber } from "./numbers.js";

export function betweenPart({ account, ask }) {
  const form = oneField({
    label: "Hours between two campaigns",
    hint: `From 0 to ${limits.hours_between}. 0: campaigns don't heed each other. Clear it to return to ${limits.default_hours_between}.`,
    input: el("input", { type: "text", inputmode: "numeric", autocomplete: "off", class: "short", placeholder: `Default: ${limits.default_hours_between}` }),
    read: (text) => (text.trim() ? wholeNumber(text) ?? undefined : null),
    cannot: "Write a whole number.",
    ask: (hours) => ask("set_hours_between", { hours }),
  });
  filled(form.input, () => String(account().hours_between));
  return el("div", { class: "card" }, el("h2", {}, "Two campaigns, one person"),
    el("p", {}, "A person who was texted by one campaign isn't texted by another within so many hours, unless they wrote there. "
      + "That text isn't sent, and says why. Answers always go out."),
    form.element);
}
