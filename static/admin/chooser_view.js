/** A list of people to tick, with a filter: for members to add and senders to move conversations between. */
import { el, newId } from "../shared/dom.js";
import { keyed } from "../shared/keyed.js";
import { setText } from "./live.js";
import { filtered } from "./senders.js";

/** people() → [{id, name, email}]. → {element, chosen() → ids in the order of the list, clear(), changed(callback)} */
export function chooser(live, legend, people) {
  const ticked = new Set();
  const tell = [];
  const words = el("input", { type: "search", "aria-label": `Find in ${legend}`, placeholder: "Find", oninput: () => draw() });
  const list = el("div", { class: "people" });
  const show = keyed(list, ({ id }) => id, (person) => line(person, ticked, () => told()));
  const chosen = () => people().map(({ id }) => id).filter((id) => ticked.has(id));
  const everyone = (on) => {
    for (const { id } of shownNow()) on ? ticked.add(id) : ticked.delete(id);
    draw();
    told();
  };
  live.each(draw);
  const element = el("fieldset", { class: "chooser" }, el("legend", {}, legend),
    el("div", { class: "row" }, words,
      el("button", { type: "button", class: "plain", onclick: () => everyone(true) }, "All"),
      el("button", { type: "button", class: "plain", onclick: () => everyone(false) }, "None")),
    list);
  return {
    element,
    chosen,
    clear: () => {
      ticked.clear();
      draw();
      told();
    },
    changed: (callback) => tell.push(callback),
  };

  function shownNow() {
    return filtered(people(), words.value);
  }

  function draw() {
    show(shownNow());
  }

  function told() {
    for (const callback of tell) callback();
  }
}

function line({ id }, ticked, told) {
  const box = el("input", { type: "checkbox", id: newId(), onchange: () => {
    if (box.checked) ticked.add(id);
    else ticked.delete(id);
    told();
  } });
  const name = document.createTextNode("");
  const email = document.createTextNode("");
  const element = el("div", { class: "tick" }, box, el("label", { for: box.id }, name, el("span", { class: "soft small email" }, email)));
  return {
    element,
    fill(person) {
      box.checked = ticked.has(id);
      setText(name, person.name);
      setText(email, person.email);
    },
  };
}
