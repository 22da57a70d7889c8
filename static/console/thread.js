// One conversation: its texts, and the box to answer in.

import { asking, outcome, say } from "../asking.js";
import { confirmed } from "../confirmed.js";
import { el } from "../dom.js";
import { notesOf } from "../notes.js";
import { storeNow } from "../store_time.js";
import { contactDetails } from "./contact.js";
import { Sending, enterSends } from "./sending.js";
import { texts } from "./texts.js";
import { LOCKED, clock, nameOf } from "./words.js";

export function thread(page) {
  let shown = null; // the conversation as it is on the page
  const loading = el("p", { class: "soft" }, "Opening the conversation…");
  const about = el("div");
  const notes = el("div");
  const log = texts();
  const box = el("textarea", { id: "reply", rows: "3", oninput: () => page.drafts.keep(shown, box.value) });
  const label = el("label", { for: "reply" });
  const says = outcome();
  const button = el("button", { type: "submit", class: "pink" }, "Send");
  const close = el("button", { type: "button", onclick: () => act(close, () => page.close(shown)) }, "Close");
  const optOut = el("button", { type: "button", class: "danger", onclick: askToOptOut }, "Opt out");
  const locked = el("p", { class: "notice" });
  const write = el("div", {}, label, box,
    el("div", { class: "row" }, button, el("span", { class: "soft small keys" }, "Enter sends · Shift+Enter starts a new line")));
  const form = el("form", { class: "reply", onsubmit: (event) => event.preventDefault() },
    locked, write, says, el("div", { class: "row" }, close, optOut));
  const body = el("div", { hidden: true }, about, notes, log.element, form);
  const sending = new Sending(button, () => act(button, () => page.sendReply(shown, box.value)));
  sending.keys(box, () => (enterSends() ? (shown?.id ?? null) : null));

  const act = (control, question) => asking(control, says, question);

  async function askToOptOut() {
    const name = nameOf(shown);
    const says = "Nobody here will text them again, in any campaign. They can come back by writing START, and an admin can undo it.";
    if (await confirmed({ question: `Opt out ${name}?`, says, verb: "Opt out" })) act(optOut, () => page.optOut(shown));
  }

  function arrive(thing) {
    about.replaceChildren(contactDetails(thing.contact));
    label.textContent = `Reply to ${nameOf(thing)}`;
    body.hidden = false;
    loading.hidden = true;
  }

  return {
    element: el("div", { class: "thread" }, loading, body),
    fill() {
      const { thing, refusal } = page.conversation;
      if (refusal) loading.textContent = refusal;
      if (!thing) return;
      const typed = page.drafts.of(thing) ?? "";
      if (box.value !== typed) {
        box.value = typed;
        if (shown) say(says, "Sent.");
      }
      if (thing === shown) return;
      const first = shown === null;
      if (first) arrive(thing);
      else if (thing.texts.at(-1)?.id !== shown.texts.at(-1)?.id) sending.rest(); // read it first
      shown = thing;
      log.fill(thing);
      notes.replaceChildren(...notesOf(thing, (at) => clock(at, storeNow())).map((note) => el("p", { class: "soft small" }, note)));
      locked.textContent = LOCKED[thing.lane] ?? "";
      write.hidden = thing.lane in LOCKED;
      close.hidden = thing.lane in LOCKED;
      optOut.hidden = thing.lane === "opted_out" || thing.lane === "initial";
      if (first && enterSends() && !write.hidden && document.activeElement?.tagName === "H1") box.focus();
    },
  };
}
