// The box to answer in, its button, and the campaign's picture.

import { el, seen } from "../shared/dom.js";
import { sentence } from "../shared/sentence.js";
import { nameOf } from "../shared/words.js";
import { sendReply } from "./acts.js";
import { Sending, enterSends } from "./sending.js";
import { isAnswered } from "./words.js";

/**
 * `now()`: the conversation, or null while it isn't here; `read`: Seen, with the conversation as it was read;
 * `act(control, question)`: ask, and say in the thread what came of it; `asleep.sentence()`: why no text may go now, or "";
 * `rests()`: the conversation has opened by itself, only just.
 */
export function replyBox(page, { now, read, act, asleep, rests }) {
  const box = el("textarea", { id: "reply", rows: "3", oninput: () => page.drafts.keep(now(), box.value) });
  const button = seen(el("button", { type: "submit", class: "pink", "aria-describedby": "asleep", disabled: () => asleep.sentence() !== "" }, "Send"), open);
  const adding = el("input", { type: "checkbox", id: "add-picture" });
  const picture = seen(el("div", { class: "row" }, adding, el("label", { for: "add-picture" }, "Add the picture"),
    el("img", { class: "sent-picture", src: () => now()?.picture, alt: "The campaign's picture" })), () => open() && now().picture);
  const element = el("div", {}, el("label", { for: "reply" }, () => now() && sentence`Reply to ${nameOf(now())}`), box);
  const leaving = new AbortController();
  new Sending(button, (at) => (rests() ? null : read.at(at)), press).keys(box, enterSends, leaving.signal);
  return { element: seen(element, open), button, picture, fill, enter, focus, leave: () => leaving.abort() };

  function open() {
    return now() !== null && isAnswered(now());
  }

  // A reply answers the texts that have been read. If there is a newer one, the hub refuses the reply, in a sentence.
  function press(conversation) {
    if (asleep.sentence() || conversation === null) return;
    act(button, () => sendReply(page, conversation, box.value, Boolean(conversation.picture) && adding.checked));
  }

  /** Show the draft of this conversation. Return whether the box held something else: its words have been sent. */
  function fill(thing) {
    const typed = page.drafts.of(thing) ?? "";
    if (box.value === typed) return false;
    box.value = typed;
    if (now()) adding.checked = false;
    return true;
  }

  /** Put the focus into the box. Return whether it is there. */
  function enter() {
    if (open()) box.focus();
    return open();
  }

  /** Do the same when the conversation opens, but on a phone: its keyboard would cover the texts. */
  function focus() {
    return enterSends() && enter();
  }
}
