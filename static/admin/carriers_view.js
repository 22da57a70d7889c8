/** Account → Carriers: the carrier of new campaigns, and what each carrier lets through and costs. */
import { asking, outcome } from "../shared/asking.js";
import { el, follow, newId, refresh, seen } from "../shared/dom.js";
import { keyed } from "../shared/keyed.js";
import { count } from "../shared/numbers.js";
import { classOf, rows } from "./carriers.js";
import { chosen, field, filled, oneField } from "./fields.js";
import { amount } from "./money.js";

export function carriersPart({ account, ask }) {
  let known = { carriers: [], classes: [] };
  const added = [];
  const says = outcome();
  const shown = () => rows(known.carriers, account().carriers, added);
  const list = keyed(el("div"), shown, ({ carrier, numbers }) => `${carrier} ${numbers}`, row);
  const standard = chosen("Carrier of new campaigns", () => [["", "Any carrier that runs"], ...known.carriers.map(({ carrier }) => [carrier, carrier])],
    () => account().default_carrier, (carrier) => ask("set_default_carrier", { carrier: carrier || null }));
  const currency = oneField({
    label: "Currency", hint: "Of prices and budgets, by its three letters.",
    input: el("input", { type: "text", autocomplete: "off", class: "short", maxlength: 3 }),
    ask: (text) => ask("set_currency", { currency: text.trim().toUpperCase() || null }),
  });
  filled(currency.input, () => account().currency);
  const element = el("div", { class: "card" }, el("h2", {}, "Carriers"),
    el("p", {}, "Texts go out no faster than their carrier lets them through; what is over a day's limit waits until midnight Pacific. "
      + "Both count segments: one for a short text, more for a long one or one with emoji."),
    says, standard, currency.element, list, more());
  asking(element, says, () => ask("list_carriers", {}), (answer) => {
    known = answer;
    refresh(element);
  });
  return element;

  function row(now) {
    const { carrier, numbers } = now();
    const set = (terms) => ask("set_carrier", { carrier, numbers, ...terms });
    const typed = (label, hint, name, read, cannot, inputmode) => {
      const form = oneField({
        label, hint, read, cannot,
        input: el("input", { type: "text", inputmode, autocomplete: "off", class: "short" }),
        ask: (value) => set({ [name]: value }),
      });
      filled(form.input, () => String(now()[name] || ""));
      return form.element;
    };
    const number = (text) => (amount(text) === "" ? 0 : amount(text));
    const price = (text) => (amount(text) === undefined ? undefined : text.trim());
    const classes = chosen("Usual rates", () => [["", "None of these"], ...known.classes.map((each, place) => [String(place), titled(each)])],
      () => classOf(known.classes, now()), (place) => {
        const { per_second, per_day } = known.classes[place] ?? { per_second: 0, per_day: 0 };
        return set({ per_second, per_day });
      });
    return el("section", { class: "terms" },
      el("h3", {}, numbers ? `${carrier}, numbers ${numbers}` : carrier),
      seen(el("p", { class: "soft small" }, () => now().sentence), () => now().sentence !== ""),
      classes,
      el("div", { class: "columns thirds" },
        typed("Segments a second", "Empty: no limit.", "per_second", number, "Write a number, such as 1.25.", "decimal"),
        typed("Segments a day", "Empty: no limit.", "per_day", number, "Write a whole number.", "numeric"),
        typed("Price of a segment", `Such as 0.0079.`, "price", price, "Write an amount, such as 0.0079.", "decimal"),
        ...(numbers ? [] : [
          typed("Price of a text with a picture", "However long it is.", "picture_price", price, "Write an amount, such as 0.02.", "decimal"),
          typed("Price of looking a number up", "Which tells landlines.", "lookup_price", price, "Write an amount, such as 0.008.", "decimal"),
        ])));
  }

  /** Return the form for numbers that are to have terms of their own. They are kept once a term is set. */
  function more() {
    const names = el("select", { id: newId() });
    follow(names, () => {
      const there = known.carriers.map(({ carrier }) => carrier);
      if (names.options.length !== there.length) names.replaceChildren(...there.map((carrier) => el("option", { value: carrier }, carrier)));
    });
    const numbers = field("Numbers with terms of their own", el("input", { type: "text", autocomplete: "off" }),
      "Phone numbers with commas between them, or the id of a messaging service, as campaigns name them.");
    const add = (event) => {
      event.preventDefault();
      const typed = numbers.input.value.replace(/\s/g, "");
      if (!typed || !names.value) return;
      added.push({ carrier: names.value, numbers: typed });
      numbers.input.value = "";
      refresh(element);
    };
    return el("form", { novalidate: true, onsubmit: add }, numbers.element,
      el("div", { class: "row" }, el("label", { for: names.id, class: "for-screen-readers" }, "Carrier"), names, el("button", { type: "submit" }, "Add")));
  }
}

const titled = ({ name, source, per_second, per_day }) =>
  `${name}: ${per_second} a second${per_day ? `, ${count(per_day)} a day` : ""} (${source})`;
