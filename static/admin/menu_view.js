/** A button that opens a menu of further acts, for what is done rarely or can't be undone. */
import { el } from "../shared/dom.js";

/**
 * Return a menu's element: a button `label`, called `named()` where that isn't enough. `items` are {title, press?, href?,
 * danger?, shown?}: press() acts, href leads there, `title` may be a function, and `shown()` says whether the item is
 * there when the menu is opened. Arrow keys go through the items; Escape and a press elsewhere close the menu.
 */
export function menu(label, items, named) {
  const button = el("button", { type: "button", class: "menu-button", "aria-haspopup": "menu", "aria-label": named ?? false, onclick: () => open(button, label, items) }, label);
  return el("div", { class: "menu-of" }, button);
}

// The list is made when it is opened and goes when it is closed: a table of hundreds has as many menus.
function open(button, label, items) {
  const there = items.filter(({ shown }) => !shown || shown());
  const list = el("div", { role: "menu", class: "menu", popover: "auto", "aria-label": label, onkeydown: (event) => step(event, list) },
    ...there.map((item) => entry(item, () => list.hidePopover())));
  list.addEventListener("toggle", ({ newState }) => newState === "closed" && list.remove());
  button.after(list);
  list.showPopover();
  place(list, button);
  list.firstElementChild?.focus();
}

function entry({ title, press, href, danger = false }, close) {
  const attributes = { role: "menuitem", class: `menu-item${danger ? " danger" : ""}`, tabindex: -1 };
  const act = () => {
    close();
    press?.();
  };
  return href
    ? el("a", { ...attributes, href, onclick: act }, title)
    : el("button", { ...attributes, type: "button", onclick: act }, title);
}

function step(event, list) {
  const items = [...list.children];
  const at = items.indexOf(document.activeElement);
  const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: items.length - 1 }[event.key];
  if (next === undefined) return;
  event.preventDefault();
  items.at(next % items.length)?.focus();
}

// Below the button, its right edges in line, as far as the window lets it; above it where there is no room below.
function place(list, button) {
  const { right, top, bottom } = button.getBoundingClientRect();
  const { offsetHeight: height, offsetWidth: width } = list;
  const below = bottom + height <= innerHeight || top < height;
  list.style.setProperty("top", `${below ? bottom : top - height}px`);
  list.style.setProperty("left", `${Math.max(8, right - width)}px`);
}
