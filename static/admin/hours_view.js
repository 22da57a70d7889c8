/** A form for texting hours, a campaign's or those of new campaigns, that saves itself. */
import { asking, oneAtATime, outcome } from "../shared/asking.js";
import { el, follow, newId, refresh, seen } from "../shared/dom.js";
import { filled, oneField } from "./fields.js";
import { formOf, hoursOf } from "./hours.js";
import { wholeNumber } from "./numbers.js";

const SUNDAYS = [["same", "as on other days"], ["none", "no texts"], ["own", "from"]];

/**
 * Return the form as {element, save}. `hours()` are the hours as they are, null for any time; `ask(hours)` asks for
 * others. save() asks if something was changed since the last save, and returns whether all is well.
 */
export function hoursForm({ hours, ask }) {
  const time = (label) => el("input", { type: "time", required: true, "aria-label": label });
  const any = el("input", { type: "checkbox", id: newId() });
  const [from, to, sundayFrom, sundayTo] = ["From", "To", "On Sundays from", "On Sundays to"].map(time);
  const sundays = el("select", { id: newId() }, ...SUNDAYS.map(([value, says]) => el("option", { value }, says)));
  const holidays = el("textarea", { id: newId(), rows: "2", placeholder: "2026-12-25" });
  const says = outcome();
  const limited = el("div", { class: "indented" },
    el("div", { class: "row hours" }, el("span", {}, "From"), from, el("span", {}, "to"), to),
    el("div", { class: "row hours" }, el("label", { for: sundays.id }, "On Sundays"), sundays,
      seen(el("span", { class: "row hours" }, sundayFrom, el("span", {}, "to"), sundayTo), () => sundays.value === "own")),
    el("div", { class: "field" }, el("label", { for: holidays.id }, "Days without texts"),
      el("p", { class: "soft small" }, "One a line, as year-month-day."), holidays));
  const form = el("form", { class: "hours", novalidate: true, onsubmit: submitted, oninput: typed, onchange: left },
    el("div", { class: "tick" }, any, el("label", { for: any.id }, "At any time, also at night")),
    seen(limited, () => !any.checked),
    el("p", { class: "soft small" }, "By the clocks where each contact is: their time zone, ZIP code or state in the list, else their number."),
    says);
  let changed = 0; // how often by the person since what is saved
  const submit = oneAtATime(saved, () => changed > 0);
  return {
    element: follow(form, () => changed || fill(formOf(hours()))),
    save: async () => !changed || submit(),
  };

  function fill(now) {
    any.checked = now.any;
    for (const [field, name] of [[from, "from"], [to, "to"], [sundays, "sundays"], [sundayFrom, "sundayFrom"], [sundayTo, "sundayTo"], [holidays, "holidays"]]) {
      if (field.value !== now[name]) field.value = now[name];
    }
  }

  function typed() {
    changed += 1;
    refresh(form);
  }

  // A field was left, or something was chosen.
  function left() {
    typed();
    if (isComplete()) submit();
  }

  function isComplete() {
    return any.checked || [from, to, ...(sundays.value === "own" ? [sundayFrom, sundayTo] : [])].every(({ value }) => value);
  }

  function submitted(event) {
    event.preventDefault();
    return submit();
  }

  async function saved() {
    const written = { any: any.checked, from: from.value, to: to.value, sundays: sundays.value, sundayFrom: sundayFrom.value, sundayTo: sundayTo.value, holidays: holidays.value };
    const before = changed;
    const did = await asking(form, says, () => ask(hoursOf(written)), () => "Saved.");
    if (did) changed -= before;
    return did;
  }
}

/**
 * Return the forms of a campaign's hours as {element, save}: when people may be texted, and for how long they may be
 * answered besides.
 */
export function campaignHours({ id, campaign, ask }) {
  const set = (settings) => ask("update_campaign", { campaign: id, ...settings });
  const answers = oneField({
    label: "Answers outside of these hours",
    hint: "For so many hours after the contact wrote, 0 to 24.",
    input: el("input", { type: "text", inputmode: "numeric", autocomplete: "off", class: "short" }),
    read: (text) => wholeNumber(text) ?? undefined,
    cannot: "Write a whole number.",
    ask: (answer_hours) => set({ answer_hours }),
  });
  filled(answers.input, () => String(campaign().answer_hours));
  const form = hoursForm({ hours: () => campaign().hours, ask: (hours) => set({ hours }) });
  return {
    element: el("div", {}, form.element, seen(answers.element, () => campaign().hours !== null)),
    save: async () => (await form.save()) && answers.save(),
  };
}
