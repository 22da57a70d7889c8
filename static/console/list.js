// The conversations of one lane, as the server orders them: waiting replies longest waiting first.

import { el, setAttribute, write } from "../shared/dom.js";
import { keyed } from "../shared/keyed.js";
import { sentence } from "../shared/sentence.js";
import { storeNow } from "../shared/store_time.js";
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
      write(empty, lane.refusal || (lane.listed && now.screen === "lane" ? "Nothing here right now." : "Loading…"));
    },
    focus() {
      const link = [...rows.querySelectorAll("a")].find((one) => one.hash === last) ?? rows.querySelector("a");
      link?.focus();
      return Boolean(link);
    },
  };
}

function row() {
  const name = el("bdi");
  const when = el("span", { class: "soft small number" });
  const text = el("span", { class: "last" });
  const link = el("a", { onclick: () => (last = link.hash) }, el("span", { class: "name" }, name), when, text);
  return {
    element: el("li", {}, link),
    fill(conversation) {
      const { campaign, lane, id, texts } = conversation;
      const newest = texts.at(-1);
      setAttribute(link, "href", hashOf({ campaign, lane, conversation: id }));
      write(name, nameOf(conversation));
      write(when, newest ? ago(newest.at, storeNow(), lane === "reply" ? "waiting " : "") : "");
      write(text, newest ? (newest.direction === "out" ? sentence`You: ${newest.text}` : sentence`${newest.text}`) : "");
    },
  };
}
