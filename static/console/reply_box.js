// The box to answer in, its buttons, and the campaign's picture.

import { el, seen } from "../shared/dom.js";
import { sentence } from "../shared/sentence.js";
import { nameOf } from "../shared/words.js";
import { sendReply } from "./acts.js";
import { lengthBelow } from "./length.js";
import { Sending, enterSends } from "./sending.js";
import { isAnswered } from "./words.js";

/**
 * `now()`: the conversation, or null while it isn't here; `read`: Seen, with the conversation as it was read;
 * `act(control, question)`: ask, and say in the thread what came of it; `asleep.sentence()`: why no text may go now, or "";
 * `rests()`: the conversation has opened by itself, only just. Of what it returns, take(words, given) puts words at hand
 * into the box; `given` is the {question, answer} that they go with, or null.
 */
export function replyBox(page, { now, read, act, asleep, rests }) {
  let taken = ""; // the words at hand that the box holds, and no others
  let goesWith = null; // the answer to the survey that they go with
  const box = el("textarea", { id: "reply", rows: "3", oninput: typed });
  const button = seen(el("button", { type: "submit", class: "pink", "aria-describedby": "asleep", disabled: () => asleep.sentence() !== "" }, "Send"), open);
  const andClose = seen(el("button", { type: "button", disabled: () => asleep.sentence() !== "" }, "Send and close"), () => open() && noted() !== null);
  const adding = el("input", { type: "checkbox", id: "add-picture" });
  const picture = seen(el("div", { class: "row" }, adding, el("label", { for: "add-picture" }, "Add the picture"),
    el("img", { class: "sent-picture", src: () => now()?.picture, alt: "The campaign's picture" })), () => open() && now().picture);
  const element = el("div", {}, el("label", { for: "reply" }, () => now() && sentence`Reply to ${nameOf(now())}`), box, lengthBelow(box));
  const leaving = new AbortController();
  new Sending(button, (at) => (rests() ? null : read.at(at)), (conversation) => press(conversation, button)).keys(box, enterSends, leaving.signal);
  new Sending(andClose, (at) => read.at(at), (conversation) => press(conversation, andClose));
  return { element: seen(element, open), buttons: [button, andClose], picture, fill, take, enter, focus, leave: () => leaving.abort() };

  function open() {
    return now() !== null && isAnswered(now());
  }

  // Return the answer that the words go with; null if another one has been given since, or it has been taken back.
  function noted() {
    return goesWith && now().answers?.[goesWith.question] === goesWith.answer ? goesWith : null;
  }

  function typed() {
    page.drafts.keep(now(), box.value);
    page.doing.types(now());
  }

  // A reply answers the texts that have been read. If there is a newer one, the hub refuses the reply, in a sentence.
  function press(conversation, control) {
    if (asleep.sentence() || conversation === null) return;
    const picture = Boolean(conversation.picture) && adding.checked;
    const more = { ...(picture && { picture }), ...(control === andClose && { close: true }), ...noted() };
    act(control, () => sendReply(page, conversation, box.value, more));
  }

  // Words at hand take the place of others at hand. What was typed stays, and they come where the texter was typing.
  function take(words, given) {
    if (!open() || leaving.signal.aborted) return;
    const alone = box.value.trim() === "" || box.value === taken;
    const space = /\S$/.test(box.value.slice(0, box.selectionStart)) ? " " : "";
    if (alone) box.value = words;
    else box.setRangeText(space + words, box.selectionStart, box.selectionEnd, "end");
    taken = alone ? words : "";
    goesWith = given ?? goesWith;
    page.drafts.keep(now(), box.value);
    page.settle();
    focus();
  }

  /** Show the draft of this conversation. Return the words that were in the box instead; "" if they are there still. */
  function fill(thing) {
    const [before, typed] = [box.value, page.drafts.of(thing) ?? ""];
    if (before === typed) return "";
    box.value = typed;
    taken = "";
    goesWith = null;
    if (now()) adding.checked = false;
    return before;
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
