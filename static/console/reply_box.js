// The box to answer in, its button, and the campaign's picture.

import { el, seen } from "../shared/dom.js";
import { sentence } from "../shared/sentence.js";
import { nameOf } from "../shared/words.js";
import { sendReply } from "./acts.js";
import { lengthBelow } from "./length.js";
import { Sending, enterSends } from "./sending.js";
import { isAnswered } from "./words.js";

/**
 * `now()`: the conversation, or null while it isn't here; `read`: Seen, with the conversation as it was read;
 * `act(control, question)`: ask, and say in the thread what came of it; `asleep.sentence()`: why no text may go now, or "".
 */
export function replyBox(page, { now, read, act, asleep }) {
  const box = el("textarea", { id: "reply", rows: "3", oninput: typed });
  const button = el("button", { type: "submit", class: "pink", "aria-describedby": "asleep", disabled: () => asleep.sentence() !== "" }, "Send");
  const adding = el("input", { type: "checkbox", id: "add-picture" });
  const picture = seen(el("div", { class: "row" }, adding, el("label", { for: "add-picture" }, "Add the picture"),
    el("img", { class: "sent-picture", src: () => now()?.picture, alt: "The campaign's picture" })), () => now()?.picture);
  const element = el("div", {}, el("label", { for: "reply" }, () => now() && sentence`Reply to ${nameOf(now())}`), box, lengthBelow(box),
    el("div", { class: "row bar" }, button, el("span", { class: "soft small keys" }, "Enter sends · Shift+Enter starts a new line")), picture);
  const open = () => now() !== null && isAnswered(now());
  const leaving = new AbortController();
  new Sending(button, (at) => read.at(at), press).keys(box, enterSends, leaving.signal);
  return { element: seen(element, open), fill, focus, leave: () => leaving.abort() };

  function typed() {
    page.drafts.keep(now(), box.value);
    page.doing.types(now());
  }

  // A reply answers the texts that have been read. If there is a newer one, the hub refuses the reply, in a sentence.
  function press(conversation) {
    if (asleep.sentence()) return;
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

  /** Put the focus into the box, on a phone not. Return whether it is there. */
  function focus() {
    const here = open() && enterSends();
    if (here) box.focus();
    return here;
  }
}
