// One conversation: its texts, and the box to answer in.

import { asking, outcome, say } from "../shared/asking.js";
import { clock } from "../shared/clock.js";
import { el, follow, seen } from "../shared/dom.js";
import { keyed } from "../shared/keyed.js";
import { notesOf } from "../shared/notes.js";
import { sentence } from "../shared/sentence.js";
import { texts } from "../shared/texts.js";
import { nameOf } from "../shared/words.js";
import { contactDetails } from "./contact.js";
import { askToOptOut, mayWishNoMore } from "./opt_out.js";
import { Seen } from "./seen.js";
import { Sending, enterSends } from "./sending.js";
import { NO_BOX } from "./words.js";

const REST_MS = 300; // ms: a text that came under the finger is read before it is answered

export function thread(page) {
  let shown = null; // the conversation as it is on the page
  let lastWords = null; // those of an opt-out that was refused
  const read = new Seen();
  const lane = () => shown?.lane;
  const open = () => !(lane() in NO_BOX);
  const erased = () => shown?.contact.phone === "";
  const about = el("div");
  const notes = keyed(el("div"), () => (shown ? notesOf(shown, clock) : []), (note) => note, (note) => el("p", { class: "soft small" }, note));
  const box = el("textarea", { id: "reply", rows: "3", oninput: () => page.drafts.keep(shown, box.value) });
  const says = outcome();
  const asleep = () => (shown && open() && shown.opens?.sentence) || "";
  const button = el("button", { type: "submit", class: "pink", "aria-describedby": "asleep", disabled: () => asleep() !== "" }, "Send");
  const close = el("button", { type: "button", onclick: () => act(close, () => page.close(shown)) }, "Close");
  const optOut = el("button", { type: "button", class: "danger", onclick: () => endWith(optOut) }, "Opt out");
  const wished = el("button", { type: "button", class: "small", onclick: () => endWith(wished) }, "Opt out");
  const wish = el("div", { class: "row notice wish" }, el("span", {}, "This may be a wish for no more texts."), wished);
  const adding = el("input", { type: "checkbox", id: "add-picture" });
  const picture = seen(el("div", { class: "row" }, adding, el("label", { for: "add-picture" }, "Add the picture"),
    el("img", { class: "sent-picture", src: () => shown?.picture, alt: "The campaign's picture" })), () => shown?.picture);
  const write = el("div", {}, el("label", { for: "reply" }, () => shown && sentence`Reply to ${nameOf(shown)}`), box,
    el("div", { class: "row bar" }, button, el("span", { class: "soft small keys" }, "Enter sends · Shift+Enter starts a new line")), picture);
  const form = el("form", { class: "reply", onsubmit: (event) => event.preventDefault() },
    el("p", { class: "notice" }, () => (erased() ? "This contact asked us to forget them." : NO_BOX[lane()])), seen(wish, () => shown && mayWishNoMore(shown)), seen(write, open),
    el("p", { id: "asleep", class: "notice", hidden: () => !asleep() }, () => asleep() && `It's too early or too late to text them. ${asleep()}`), says,
    el("div", { class: "row" }, seen(close, open), seen(optOut, () => lane() !== "opted_out" && lane() !== "initial" && !erased())));
  // A reply answers the texts that have been read. If there is a newer one, the hub refuses the reply, in a sentence.
  const press = (conversation) => asleep() || act(button, () => page.sendReply(conversation, box.value, Boolean(conversation.picture) && adding.checked));
  const leaving = new AbortController();
  new Sending(button, (at) => read.at(at), press).keys(box, enterSends, leaving.signal);

  const act = (control, question) => asking(control, says, question);

  // Opt the contact out, after asking for the last text. Words that weren't taken are offered again.
  async function endWith(control) {
    const conversation = shown;
    let offered = lastWords;
    if (offered === null && !(await act(control, async () => ({ text: offered } = await page.lastText())))) return;
    const words = await askToOptOut(conversation, offered);
    lastWords = words ?? lastWords;
    if (words !== null && (await act(control, () => page.optOut(conversation, words)))) lastWords = null;
  }

  const loading = el("p", { class: "soft" }, () => page.conversation?.refusal || "Opening the conversation…");
  const body = el("div", {}, about, notes, texts(() => shown, "You"), form);
  const element = el("div", { class: "thread" }, seen(loading, () => !shown), seen(body, () => shown));
  return { element: follow(element, look), focus, leave: () => leaving.abort() };

  function look() {
    const { thing } = page.conversation;
    if (!thing) return;
    const typed = page.drafts.of(thing) ?? "";
    if (box.value !== typed) {
      box.value = typed;
      if (shown) say(says, "Sent.");
      if (shown) adding.checked = false;
    }
    if (thing === shown) return;
    const first = shown === null;
    if (first || thing.contact.phone !== shown.contact.phone) about.replaceChildren(contactDetails(thing.contact));
    if (first || thing.texts.at(-1)?.id === shown.texts.at(-1)?.id) read.renew(thing);
    else read.show(thing, performance.now(), performance.now() + REST_MS);
    shown = thing;
  }

  function focus() {
    const answers = shown !== null && open() && enterSends();
    if (answers) box.focus();
    return answers;
  }
}
