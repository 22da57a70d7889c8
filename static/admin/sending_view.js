/** The sending of a campaign: its carrier and numbers before the launch, its limits and its budget at any time. */
import { asking, outcome } from "../shared/asking.js";
import { el, refresh, seen } from "../shared/dom.js";
import { chosen, filled, oneField } from "./fields.js";
import { amount } from "./money.js";
import { wholeNumber } from "./numbers.js";

/** Return {element, save}: save() saves what was typed, and returns whether all is well. */
export function sendingForm({ id, campaign, ask }) {
  const set = (settings) => ask("update_campaign", { campaign: id, ...settings });
  const isDraft = () => campaign().status === "draft";
  const typed = (label, name, hint, read, cannot, shown, attributes = {}) => {
    const form = oneField({
      label, hint, read, cannot,
      input: el("input", { type: "text", autocomplete: "off", class: "short", ...attributes }),
      ask: (value) => set({ [name]: value }),
    });
    filled(form.input, shown);
    return form;
  };
  const number = (text) => {
    const value = amount(text);
    return value === "" ? 0 : value;
  };
  const decimal = { inputmode: "decimal" };
  const perSecond = typed("Segments a second", "per_second", "Empty: as many as its carrier lets through.", number,
    "Write a number, such as 1.25.", () => (campaign().per_second ? String(campaign().per_second) : ""), decimal);
  const perDay = typed("Segments a day", "per_day", "Until midnight Pacific. Empty: as many as its carrier lets through.", number,
    "Write a whole number.", () => (campaign().per_day ? String(campaign().per_day) : ""), { inputmode: "numeric" });
  const budget = typed("Budget", "budget", "The campaign pauses before it costs more. Empty: no limit.",
    (text) => (amount(text) === undefined ? undefined : text.trim().replaceAll(",", "")),
    "Write an amount, such as 50.", () => campaign().budget, decimal);
  const numbers = typed("Numbers", "numbers", "Phone numbers with commas between them, or the id of a messaging service. Empty: the carrier's own.",
    (text) => text, "", () => campaign().numbers, { class: "" });
  const seconds = (label, name, hint) => typed(label, name, hint, (text) => wholeNumber(text) ?? undefined, "Write a whole number, 0 to 10.",
    () => String(campaign()[name]), { inputmode: "numeric" });
  const undoReplies = seconds("Undo a reply", "undo_replies", "Seconds, 0 to 10, in which a texter can take back a reply, a close or an opt-out. Then the reply goes out.");
  const undoInitials = seconds("Undo a first message", "undo_initials", "Likewise. 0: it goes out at once.");
  let carriers = [];
  const says = outcome();
  const carrier = chosen("Carrier", () => [["", "Any carrier that runs"], ...carriers.map((each) => [each.carrier, `${each.carrier}: ${each.sentence}`])],
    () => campaign().carrier, (name) => set({ carrier: name }));
  const before = seen(el("div", {}, says, carrier, numbers.element), isDraft);
  const known = seen(el("p", { class: "soft" }, () => (campaign().numbers ? `Its texts come from ${campaign().numbers}.` : "")),
    () => !isDraft() && campaign().numbers !== "");
  if (isDraft()) {
    asking(before, says, () => ask("list_carriers", {}), (answer) => {
      ({ carriers } = answer);
      refresh(before);
    });
  }
  const forms = [perSecond, perDay, budget, undoReplies, undoInitials];
  return {
    element: el("div", {}, before, known, el("div", { class: "columns thirds" }, ...forms.map((form) => form.element))),
    save: async () => {
      for (const form of isDraft() ? [numbers, ...forms] : forms) if (!(await form.save())) return false;
      return true;
    },
  };
}
