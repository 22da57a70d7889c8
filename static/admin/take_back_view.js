/** Conversations that go back when their texter does nothing: for first messages and for replies, after how long. */
import { el, seen } from "../shared/dom.js";
import { limits } from "../shared/limits.js";
import { count } from "../shared/numbers.js";
import { filled, oneField, switched } from "./fields.js";
import { wholeNumber } from "./numbers.js";

const LEAST_MINUTES = 5; // less leaves hardly any time after the warning

const LANES = [
  {
    setting: "take_back_initials", offered: 20, label: "Take back first messages?", field: "Minutes until first messages go back",
    hint: "After some minutes in which a texter does nothing, what they haven't sent goes to others.",
  },
  {
    setting: "take_back_replies", offered: 60, label: "Take back replies?", field: "Minutes until replies go back",
    hint: "After some minutes in which a texter does nothing, people who have waited as long for a reply go to others.",
  },
];

/** Return {element, save}: save() saves minutes that were typed, and returns whether all is well. */
export function takeBackForm(campaign, set) {
  const forms = LANES.map((lane) => laneForm(lane, campaign, (minutes) => set({ [lane.setting]: minutes })));
  return {
    element: el("div", { class: "part" }, el("h3", {}, "When a texter goes away"),
      el("p", { class: "soft small" }, "Their console asks two minutes before: Still there? Sending, typing and opening a conversation count as being there; an open page alone doesn't."),
      ...forms.map(({ element }) => element)),
    save: async () => {
      let well = true;
      for (const { save } of forms) well = (await save()) && well;
      return well;
    },
  };
}

function laneForm({ setting, offered, label, field, hint }, campaign, set) {
  const minutes = () => campaign()[setting];
  const form = oneField({
    label: field,
    hint: `${LEAST_MINUTES} to ${count(limits.take_back_minutes)}.`,
    input: el("input", { type: "text", inputmode: "numeric", autocomplete: "off", class: "short" }),
    read: (text) => (wholeNumber(text) >= LEAST_MINUTES ? wholeNumber(text) : undefined),
    cannot: `Write a whole number from ${LEAST_MINUTES} on.`,
    ask: set,
  });
  filled(form.input, () => String(minutes() || ""));
  const element = el("div", {}, switched(label, () => minutes() > 0, (on) => set(on ? offered : 0), hint),
    seen(el("div", { class: "indented" }, form.element), () => minutes() > 0));
  return { element, save: async () => !minutes() || form.save() };
}
