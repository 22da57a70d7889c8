/** The limits of self assignment, for each texter: how many they may hold and take in a day, and whose yes they need. */
import { el } from "../shared/dom.js";
import { numberField, switched } from "./fields.js";

/** Return {element, save}; `set(settings)` asks for a change of the campaign's settings. */
export function limitsForm(campaign, set) {
  const limit = (label, name, hint) => numberField({
    label, hint, empty: 0,
    value: () => (campaign()[name] ? String(campaign()[name]) : ""),
    ask: (most) => set({ [name]: most }),
  });
  const held = limit("Most held at once", "most_held", "First messages and quiet conversations of one texter. Empty: no limit.");
  const day = limit("Most taken in a day", "most_a_day", "Conversations that one texter may request in their day. Empty: no limit.");
  const yes = switched("The first batch needs an admin's yes", () => campaign().first_needs_yes,
    (first_needs_yes) => set({ first_needs_yes }),
    "A new texter asks, and you say yes on the senders' page. After that they request by themselves.");
  return {
    element: el("div", { class: "part" }, el("h3", {}, "For each texter"), el("div", { class: "columns" }, held.element, day.element),
      el("p", { class: "soft small" }, "A sender's own limits, in the table of senders, go before these."), yes),
    save: async () => (await held.save()) && day.save(),
  };
}
