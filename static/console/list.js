// The conversations of one lane, as the server orders them: waiting replies longest waiting first.

import { el, setAttribute } from "../dom.js";
import { keyed } from "../keyed.js";
import { storeNow } from "../store_time.js";
import { hashOf } from "./route.js";
import { ago, nameOf } from "./words.js";

let last = ""; // the address of the conversation last opened, to come back to its row

export function list(page) {
  const empty = el("p", { class: "soft" });
  const rows = el("ul", { class: "conversations" });
  const more = el("button", { type: "button", onclick: () => lane.more() }, "Show more");
  const show = keyed(rows, ({ id }) => id, row);
  let lane;
  return {
    element: el("div", {}, empty, rows, more),
    fill(now) {
      lane = page.lanes.of(now.campaign, now.lane);
      show(lane.items);
      more.hidden = lane.next === null;
      empty.hidden = lane.items.length > 0;
      empty.textContent = lane.refusal || (lane.listed && now.screen === "lane" ? "Nothing here right now." : "Loading…");
    },
    focus() {
      const link = [...rows.querySelectorAll("a")].find((one) => one.hash === last) ?? rows.querySelector("a");
      link?.focus();
      return Boolean(link);
    },
  };
}

function row() {
  const name = el("span", { class: "name" });
  const when = el("span", { class: "soft small number" });
  const text = el("span", { class: "last", dir: "auto" });
  const link = el("a", { onclick: () => (last = link.hash) }, name, when, text);
  return {
    element: el("li", {}, link),
    fill(conversation) {
      const { campaign, lane, id, texts } = conversation;
      const newest = texts.at(-1);
      setAttribute(link, "href", hashOf({ campaign, lane, conversation: id }));
      name.textContent = nameOf(conversation);
      when.textContent = newest ? ago(newest.at, storeNow(), lane === "reply" ? "waiting " : "") : "";
      text.textContent = newest ? (newest.direction === "out" ? "You: " : "") + newest.text : "";
    },
  };
}
