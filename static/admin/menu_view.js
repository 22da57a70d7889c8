/** A button that opens a menu of further acts, for what is done rarely or can't be undone. */
import { el, newId, seen } from "../shared/dom.js";

/**
 * Return a menu's element. `items` are {title, press?, href?, danger?, shown?}: press() acts, href leads there, `shown()`
 * says whether the item is there now. Arrow keys go through the items; Escape and a press elsewhere close the menu.
 */
export function menu(label, items) {
  const id = newId();
  const button = el("button", { type: "button", class: "menu-button", popovertarget: id, "aria-haspopup": "menu" }, label);
  const made = items.map(({ title, press, href, danger = false, shown }) => {
    const attributes = { role: "menuitem", class: `menu-item${danger ? " danger" : ""}`, tabindex: -1 };
    const act = () => {
      list.hidePopover();
      press?.();
    };
    const item = href
      ? el("a", { ...attributes, href, onclick: act }, title)
      : el("button", { ...attributes, type: "button", onclick: act }, title);
    return shown ? seen(item, shown) : item;
  });
  const list = el("div", { id, role: "menu", class: "menu", popover: "auto", "aria-label": label, onkeydown: (event) => step(event, list) }, ...made);
  list.addEventListener("beforetoggle", ({ newState }) => newState === "open" && place(list, button));
  list.addEventListener("toggle", ({ newState }) => newState === "open" && there(list)[0]?.focus());
  return el("div", { class: "menu-of" }, button, list);
}

const there = (list) => [...list.children].filter(({ hidden }) => !hidden);

function step(event, list) {
  const items = there(list);
  const at = items.indexOf(document.activeElement);
  const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: items.length - 1 }[event.key];
  if (next === undefined) return;
  event.preventDefault();
  items.at(next % items.length)?.focus();
}

// Below the button, its right edges in line, as far as the window lets it.
function place(list, button) {
  const { right, bottom } = button.getBoundingClientRect();
  list.style.setProperty("top", `${bottom}px`);
  list.style.setProperty("right", `${Math.max(8, innerWidth - right)}px`);
}
