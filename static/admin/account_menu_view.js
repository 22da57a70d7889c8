/** The menu beside the account's pages; on a small window it opens above them. */
import { el, newId, refresh } from "../shared/dom.js";
import { MENU, itemOf, titleOf } from "./account_menu.js";

export function accountMenu(page) {
  const id = newId();
  let open = false;
  const press = () => {
    open = !open;
    refresh(element);
  };
  const button = el("button", { type: "button", class: "menu-opener", "aria-expanded": () => String(open), "aria-controls": id, onclick: press },
    el("span", {}, "Account: ", el("strong", {}, titleOf(page))));
  const groups = MENU.map(({ title, items }) => {
    const heading = newId();
    return el("div", {}, el("p", { id: heading, class: "small soft" }, title),
      el("ul", { "aria-labelledby": heading }, ...items.map(([name, words]) =>
        el("li", {}, el("a", { href: `#/${name}`, "aria-current": name === itemOf(page) && "page" }, words)))));
  });
  const element = el("nav", { class: "account-menu", "aria-label": "Account", "data-open": () => open }, button, el("div", { id, class: "groups" }, ...groups));
  return element;
}
