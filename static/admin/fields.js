/** Labelled form fields, each with a place beside it for what is wrong. */
import { asking, oneAtATime, outcome, refuse, say } from "../shared/asking.js";
import { el, follow, newId, setAttribute } from "../shared/dom.js";
import { wholeNumber } from "./numbers.js";

/** Return a labelled field: {element, input, says}. `hint` explains the field and is read out with it. */
export function field(label, input, hint = "") {
  const id = newId();
  const says = outcome(`${id}-says`);
  input.id = id;
  input.setAttribute("aria-describedby", `${id}-hint ${id}-says`);
  const element = el("div", { class: "field" },
    el("label", { for: id }, label), el("p", { id: `${id}-hint`, class: "soft small", hidden: !hint }, hint), input, says);
  return { element, input, says };
}

/** Fill a field with `value()` until somebody types into it; `saved(field)` makes it follow again. Return the field. */
export function filled(field, value) {
  field.addEventListener("input", () => (field.dataset.typed = "yes"));
  return follow(field, () => {
    const now = value();
    if (!field.dataset.typed && field.value !== now) field.value = now;
  });
}

/** Note that the typed text is saved: the field follows its `value()` again. */
export const saved = (field) => delete field.dataset.typed;

/** Return a checkbox with its label to the right. `press(ticked)` asks; a refusal puts the checkbox back. */
export function switched(label, ticked, press, hint = "") {
  const id = newId();
  const says = outcome(`${id}-says`);
  const box = el("input", { type: "checkbox", id, "aria-describedby": `${id}-hint ${id}-says` });
  follow(box, () => {
    if (box.getAttribute("aria-busy") !== "true") box.checked = ticked();
  });
  box.addEventListener("change", async () => {
    await asking(box, says, () => press(box.checked));
    box.checked = ticked();
  });
  return el("div", { class: "field" },
    el("div", { class: "tick" }, box, el("label", { for: id }, label)),
    el("p", { id: `${id}-hint`, class: "soft small", hidden: !hint }, hint), says);
}

/** Return a button that asks when pressed, with the outcome beside it: {element, button, says}. */
export function asker(label, question, { done, class: kind = "" } = {}) {
  const says = outcome();
  const button = el("button", { type: "button", class: kind, onclick: () => asking(button, says, question, done) }, label);
  return { element: el("div", { class: "asker" }, button, says), button, says };
}

/** Return radio buttons in a named group, one for each choice; `chosen(key)` is called when another one is picked. */
export function choice(legend, options, first, chosen) {
  const name = newId();
  return el("fieldset", { class: "choice" }, el("legend", {}, legend), ...options.map(({ key, title, says }) => {
    const id = newId();
    const radio = el("input", { type: "radio", name, id, checked: key === first, onchange: () => chosen(key) });
    const explained = says ? el("span", { class: "soft small" }, ` ${says}`) : "";
    return el("div", { class: "tick" }, radio, el("label", { for: id }, title, explained));
  }));
}

/**
 * Return a form of one field: {element, input, save}. `read(text)` returns the value to ask with, or undefined if the
 * text can't be read: then `cannot` is said beside the field. A refusal is said there, too. Without a `verb`, for a
 * button, it saves itself: at Enter, and when the field is left. save() asks if something was typed since the last
 * save, and returns whether all is well. What is typed while it asks stays. Another press meanwhile saves that when the
 * answer is here; if nothing else was typed, it does nothing.
 */
export function oneField({ label, hint, input, verb, kind = "", read = (text) => text, cannot, ask, done = () => "Saved." }) {
  const { element, says } = field(label, input, hint);
  const button = verb === undefined ? null : el("button", { type: "submit", class: kind }, verb);
  const isTyped = () => input.dataset.typed !== undefined;
  const submit = oneAtATime(async () => {
    const text = input.value;
    const value = read(text);
    const did = value !== undefined && (await asking(button ?? input, says, () => asked(value), done));
    if (value === undefined) refuse(says, cannot);
    setAttribute(input, "aria-invalid", did ? null : "true");
    if (did && input.value === text) saved(input);
    return did;
  }, isTyped);
  // One that saves itself when it is left doesn't call the person back.
  const pressed = async () => {
    const did = await submit();
    if (!did) input.focus();
    return did;
  };
  const save = async () => !isTyped() || pressed();
  let left = false; // just now: Enter makes a field change, and then submits its form
  const submitted = (event) => {
    event.preventDefault();
    if (button) pressed();
    else if (!left) save();
  };
  if (button) input.after(button);
  else {
    input.addEventListener("change", () => {
      left = true;
      setTimeout(() => (left = false));
      if (isTyped()) submit();
    });
  }
  const form = el("form", { class: "one-field", novalidate: true, onsubmit: submitted }, element);
  return { element: form, input, save };

  function asked(value) {
    if (!button) say(says, "Saving…");
    return ask(value);
  }
}

/**
 * Return a form for a whole number that saves itself: `value()` is the number in force as it is typed, `empty` the one
 * that an empty field stands for, if any; `ask(number)` asks.
 */
export function numberField({ label, hint, value, ask, empty }) {
  const form = oneField({
    label, hint, ask,
    input: el("input", { type: "text", inputmode: "numeric", autocomplete: "off", class: "short" }),
    read: (text) => (text.trim() === "" ? empty : wholeNumber(text) ?? undefined),
    cannot: "Write a whole number.",
  });
  filled(form.input, value);
  return form;
}

/** Return a labelled choice: `options()` are [value, title], `value()` the chosen one; `press(value)` asks. */
export function chosen(label, options, value, press) {
  const id = newId();
  const says = outcome(`${id}-says`);
  const select = el("select", { id, "aria-describedby": `${id}-says` });
  follow(select, () => {
    const now = options();
    if (select.options.length !== now.length) select.replaceChildren(...now.map(([key, title]) => el("option", { value: key }, title)));
    if (select.getAttribute("aria-busy") !== "true") select.value = value();
  });
  select.addEventListener("change", async () => {
    await asking(select, says, () => press(select.value), () => "Saved.");
    select.value = value();
  });
  return el("div", { class: "field" }, el("label", { for: id }, label), select, says);
}
