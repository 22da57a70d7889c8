// The conversations of one lane, as the server orders them: waiting replies longest waiting first.

import { el } from "../shared/dom.js";
import { keyed } from "../shared/keyed.js";
import { sentence } from "../shared/sentence.js";
import { storeNow } from "../shared/store_time.js";
import { nameOf, senderOf } from "../shared/words.js";
import { hashOf } from "./route.js";
import { ago } from "./words.js";

let last = ""; // the address of the conversation last opened, to come back to its row

export function list(page, now) {
  const lane = () => page.lanes.of(now().campaign, now().lane);
  const nothing = () => lane().refusal || (lane().listed && now().screen === "lane" ? "Nothing here right now." : "Loading…");
  const rows = keyed(el("ul", { class: "conversations" }), () => lane().items, ({ id }) => id, row);
  return {
    element: el("div", {},
      el("p", { class: "soft", hidden: () => lane().items.length > 0 }, nothing), rows,
      el("button", { type: "button", hidden: () => lane().next === null, onclick: () => lane().more() }, "Show more")),
    focus() {
      const link = [...rows.querySelectorAll("a")].find((one) => one.hash === last) ?? rows.querySelector("a");
      link?.focus();
      return Boolean(link);
    },
  };
}

function row(now) {
  const newest = () => now().texts.at(-1);
  const when = () => newest() && ago(newest().at, storeNow(), now().lane === "reply" ? "waiting " : "");
  const said = (newest) => (newest.direction === "in" ? sentence`${newest.text}` : sentence`${senderOf(newest, "You")}: ${newest.text}`);
  const href = () => hashOf({ campaign: now().campaign, lane: now().lane, conversation: now().id });
  return el("li", {}, el("a", { href, onclick: () => (last = href()) },
    el("span", { class: "name" }, el("bdi", {}, () => nameOf(now()))),
    el("span", { class: "soft small number" }, when),
    el("span", { class: "last" }, () => newest() && said(newest()))));
}
