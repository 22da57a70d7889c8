/** Labelled form fields, each with a place beside it for what is wrong. */
import { asking, outcome, refuse } from "../shared/asking.js";
import { el, newId, setAttribute } from "../shared/dom.js";
import { saved } from "./live.js";

/** → {element, input, says}; `hint` explains the field and is read out with it. */
export function field(label, input, hint = "") {
  const id = newId();
  const says = outcome(`${id}-says`);
  input.id = id;
  input.setAttribute("aria-describedby", `${id}-hint ${id}-says`);
  const element = el("div", { class: "field" },
    el("label", { for: id }, label), el("p", { id: `${id}-hint`, class: "soft small", hidden: !hint }, hint), input, says);
  return { element, input, says };
}

/** A checkbox with its label to the right; `press(ticked)` asks, and a refusal puts it back as it was. */
export function switched(live, label, ticked, press, hint = "") {
  const id = newId();
  const says = outcome(`${id}-says`);
  const box = el("input", { type: "checkbox", id, "aria-describedby": `${id}-hint ${id}-says` });
  live.ticked(box, ticked);
  box.addEventListener("change", async () => {
    await asking(box, says, () => press(box.checked));
    box.checked = ticked();
  });
  return el("div", { class: "field" },
    el("div", { class: "tick" }, box, el("label", { for: id }, label)),
    el("p", { id: `${id}-hint`, class: "soft small", hidden: !hint }, hint), says);
}

/** A button that asks when pressed and says beside it what came of it. → {element, button, says} */
export function asker(label, question, { done, class: kind = "" } = {}) {
  const says = outcome();
  const button = el("button", { type: "button", class: kind, onclick: () => asking(button, says, question, done) }, label);
  return { element: el("div", { class: "asker" }, button, says), button, says };
}

/** One of several choices, as radio buttons in a named group; `chosen(key)` when another one is picked. */
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
 * A form of one field: `read(text)` gives what is asked with, or undefined when it can't be read, and then `cannot` is
 * said beside the field. A refusal is said there, too. → {element, input, save}; save() asks if something was typed since
 * it was last saved, and gives whether all is well.
 */
export function oneField({ label, hint, input, verb, kind = "", read = (text) => text, cannot, ask, done }) {
  const { element, says } = field(label, input, hint);
  const button = el("button", { type: "submit", class: kind }, verb);
  const submit = async () => {
    const value = read(input.value);
    const did = value !== undefined && (await asking(button, says, () => ask(value), done));
    if (value === undefined) refuse(says, cannot);
    setAttribute(input, "aria-invalid", did ? null : "true");
    if (did) saved(input);
    else input.focus();
    return did;
  };
  const submitted = (event) => {
    event.preventDefault();
    return submit();
  };
  input.after(button);
  const form = el("form", { class: "one-field", novalidate: true, onsubmit: submitted }, element);
  return { element: form, input, save: async () => !input.dataset.typed || submit() };
}
