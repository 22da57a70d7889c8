/** The search in the header: results while one types, by keyboard or pointer. */
import { el, refresh, setAttribute } from "../shared/dom.js";
import { keyed } from "../shared/keyed.js";
import { toPerson, toSearch } from "./routes.js";
import { foundSays, grouped, inShort, stepped } from "./search.js";
import { Typing } from "./typing.js";

const MOST_SHOWN = 8;
const FIELDS = "input, textarea, select, [contenteditable], [role=menu]";

/** Bring the header's field to life. `go(hash)` leads to a page. `/` comes to it from everywhere but from other fields. */
export function searchBox(form, { ask, go }) {
  const input = form.querySelector("input");
  const typing = new Typing((typed) => ask("search_people", { query: typed, limit: 50 }), changed);
  let at = -1; // the person that the arrows have come to
  let open = false;
  const people = () => grouped(typing.answer?.people ?? []).slice(0, MOST_SHOWN);
  const list = keyed(el("ul", { id: "search-results", role: "listbox", "aria-label": "People" }), people, ({ phone }) => phone, option);
  const says = el("p", { class: "soft small", role: "status" }, () => typing.refusal || foundSays(typing.answer));
  const panel = el("div", { class: "search-panel", hidden: () => !open || (typing.answer === null && !typing.refusal) }, list, says);
  form.append(panel);
  input.addEventListener("input", () => {
    open = true;
    at = -1;
    typing.type(input.value);
  });
  input.addEventListener("focus", () => shows(true));
  input.addEventListener("keydown", press);
  form.addEventListener("focusout", ({ relatedTarget }) => form.contains(relatedTarget) || shows(false));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const chosen = people()[at];
    if (chosen || input.value.trim()) leave(chosen ? toPerson(chosen.phone) : toSearch(input.value.trim()));
  });
  addEventListener("keydown", (event) => {
    const { key, target, ctrlKey, metaKey, altKey, defaultPrevented } = event;
    if (key !== "/" || ctrlKey || metaKey || altKey || defaultPrevented || target.closest?.(FIELDS) || document.querySelector("dialog[open]")) return;
    event.preventDefault();
    if (input.getClientRects().length) input.select();
    else go(toSearch(""));
  });

  function press(event) {
    const { key } = event;
    if (key === "Escape") {
      if (open && typing.answer) event.preventDefault(); // the first one closes the list, the next one clears the field
      shows(false);
    } else if (["ArrowDown", "ArrowUp"].includes(key) && people().length) {
      event.preventDefault();
      open = true;
      at = stepped(at, key, people().length);
      changed();
    }
  }

  function shows(now) {
    open = now;
    at = -1;
    changed();
  }

  function leave(hash) {
    input.value = "";
    typing.type("");
    shows(false);
    input.blur();
    go(hash);
  }

  function changed() {
    at = Math.min(at, people().length - 1);
    refresh(panel);
    setAttribute(input, "aria-expanded", String(!panel.hidden && people().length > 0));
    setAttribute(input, "aria-activedescendant", at < 0 ? null : list.children[at].id);
    [...list.children].forEach((each, nth) => setAttribute(each, "aria-selected", String(nth === at)));
  }

  function option(now) {
    const chosen = (event) => {
      event.preventDefault(); // the field keeps the focus until the page turns
      leave(toPerson(now().phone));
    };
    return el("li", { id: () => `found-${now().phone.slice(1)}`, role: "option", "aria-selected": "false", onmousedown: (event) => event.preventDefault(), onclick: chosen },
      el("span", { class: "name" }, () => now().name), el("span", { class: "soft small number" }, () => now().phone),
      el("span", { class: "soft small" }, () => (now().opted_out ? `Opted out · ${inShort(now())}` : inShort(now()))));
  }
}
