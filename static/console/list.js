// The conversations of one lane, as the server orders them: waiting replies longest waiting first.

import { el } from "../shared/dom.js";
import { keyed } from "../shared/keyed.js";
import { sentence } from "../shared/sentence.js";
import { storeNow } from "../shared/store_time.js";
import { nameOf, senderOf } from "../shared/words.js";
import { hashOf } from "./route.js";
import { ago } from "./words.js";

const ARROWS = { ArrowDown: 1, ArrowUp: -1 };

/** Return {element, focus(), step(by)}. Beside a thread, the row of the open conversation is marked. */
export function list(page, now) {
  const lane = () => page.lanes.of(now().campaign, now().lane);
  const nothing = () => lane().refusal || (lane().listed && now().screen !== "replies" ? "Nothing here right now." : "Loading…");
  const rows = keyed(el("ul", { class: "conversations", onkeydown: arrows }), () => lane().items, ({ id }) => id, (one) => row(one, () => now().conversation));
  return {
    element: el("div", { class: "list" },
      el("p", { class: "soft", hidden: () => lane().items.length > 0 }, nothing), rows,
      el("button", { type: "button", hidden: () => lane().next === null, onclick: showMore }, "Show more")),
    focus,
    step,
  };

  // The button goes with the last page: then the first row that has come takes the focus.
  async function showMore() {
    const next = links().length;
    await lane().more();
    if (lane().next === null) links()[next]?.focus();
  }

  // Put the focus on the row of the conversation last opened, to go on from there; else on the first.
  function focus() {
    const last = page.lastOpened && hashOf(page.lastOpened);
    const link = links().find((one) => one.hash === last) ?? links()[0];
    link?.focus();
    return Boolean(link);
  }

  /** Put the focus so many rows further. Return whether there is such a row. */
  function step(by) {
    const at = links().indexOf(document.activeElement);
    const link = links()[at < 0 ? 0 : at + by];
    link?.focus();
    return Boolean(link);
  }

  function arrows(event) {
    const { key, ctrlKey, altKey, metaKey, shiftKey } = event;
    if (key in ARROWS && !ctrlKey && !altKey && !metaKey && !shiftKey && step(ARROWS[key])) event.preventDefault();
  }

  function links() {
    return [...rows.querySelectorAll("a")];
  }
}

function row(now, open) {
  const newest = () => now().texts.at(-1);
  const when = () => newest() && ago(newest().at, storeNow(), now().lane === "reply" ? "waiting " : "");
  const said = (newest) => (newest.direction === "in" ? sentence`${newest.text}` : sentence`${senderOf(newest, "You")}: ${newest.text}`);
  const href = () => hashOf({ campaign: now().campaign, lane: now().lane, conversation: now().id });
  return el("li", {}, el("a", { href, "aria-current": () => now().id === open() && "true" },
    el("span", { class: "name" }, el("bdi", {}, () => nameOf(now()))),
    el("span", { class: "soft small number" }, when),
    el("span", { class: "last" }, () => newest() && said(newest()))));
}
