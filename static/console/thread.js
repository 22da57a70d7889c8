// One conversation: its texts, and the box to answer in.

import { asking, outcome, say } from "../shared/asking.js";
import { clock } from "../shared/clock.js";
import { confirmed } from "../shared/confirmed.js";
import { el, write as tell } from "../shared/dom.js";
import { notesOf } from "../shared/notes.js";
import { sentence } from "../shared/sentence.js";
import { contactDetails } from "./contact.js";
import { Seen } from "./seen.js";
import { Sending, enterSends } from "./sending.js";
import { texts } from "./texts.js";
import { NO_BOX, nameOf } from "./words.js";

const REST = 300; // ms: a text that came under the finger is read before it is answered

export function thread(page) {
  let shown = null; // the conversation as it is on the page
  const read = new Seen();
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
    el("div", { class: "row bar" }, button, el("span", { class: "soft small keys" }, "Enter sends · Shift+Enter starts a new line")));
  const form = el("form", { class: "reply", onsubmit: (event) => event.preventDefault() },
    locked, write, says, el("div", { class: "row" }, close, optOut));
  const body = el("div", { hidden: true }, about, notes, log.element, form);
  // What has been read is answered: the hub refuses that, in a sentence, if a newer text is there.
  const press = (conversation) => act(button, () => page.sendReply(conversation, box.value));
  const leaving = new AbortController();
  new Sending(button, (at) => read.at(at), press).keys(box, enterSends, leaving.signal);

  const act = (control, question) => asking(control, says, question);

  async function askToOptOut() {
    const name = nameOf(shown);
    const says = "Nobody here will text them again, in any campaign. They can come back by writing START, and an admin can undo it.";
    if (await confirmed({ question: sentence`Opt out ${name}?`, says, verb: "Opt out" })) act(optOut, () => page.optOut(shown));
  }

  function arrive(thing) {
    about.replaceChildren(contactDetails(thing.contact));
    tell(label, sentence`Reply to ${nameOf(thing)}`);
    body.hidden = false;
    loading.hidden = true;
  }

  return {
    element: el("div", { class: "thread" }, loading, body),
    fill() {
      const { thing, refusal } = page.conversation;
      if (refusal) tell(loading, refusal);
      if (!thing) return;
      const typed = page.drafts.of(thing) ?? "";
      if (box.value !== typed) {
        box.value = typed;
        if (shown) say(says, "Sent.");
      }
      if (thing === shown) return;
      const first = shown === null;
      if (first) arrive(thing);
      if (first || thing.texts.at(-1)?.id === shown.texts.at(-1)?.id) read.renew(thing);
      else read.show(thing, performance.now(), performance.now() + REST);
      shown = thing;
      log.fill(thing);
      notes.replaceChildren(...notesOf(thing, clock).map((note) => el("p", { class: "soft small" }, note)));
      tell(locked, NO_BOX[thing.lane] ?? "");
      write.hidden = thing.lane in NO_BOX;
      close.hidden = thing.lane in NO_BOX;
      optOut.hidden = thing.lane === "opted_out" || thing.lane === "initial";
      if (first && enterSends() && !write.hidden && document.activeElement?.tagName === "H1") box.focus();
    },
    leave: () => leaving.abort(),
  };
}
