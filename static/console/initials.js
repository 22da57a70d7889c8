// First messages: each as it will be sent, one tap or one key. The next one takes its place at once, before the answer
// has come, so that whoever taps fast isn't held up by the network; one that couldn't be sent comes back.

import { outcome, refuse, say } from "../shared/asking.js";
import { el, follow, refresh, seen, setAttribute } from "../shared/dom.js";
import { count, many } from "../shared/numbers.js";
import { sentence } from "../shared/sentence.js";
import { Refusal } from "../shared/socket.js";
import { nameOf } from "../shared/words.js";
import { contactDetails } from "./contact.js";
import { sendInitial } from "./first_acts.js";
import { firstButtons } from "./first_buttons.js";
import { lengthBelow } from "./length.js";
import { person } from "./person.js";
import { Seen } from "./seen.js";
import { Sending, enterSends } from "./sending.js";

const REST_MS = 50; // ms: the second tap of a double tap is meant for what was there before; the next of eight in a second isn't

// Nothing above the button may change its height from one message to the next: whoever taps fast would hit what has
// moved under the finger.
export function initials(page, now, announce) {
  let current = null; // the conversation whose message is shown
  let told = ""; // what was last read out
  let about = null; // the id of the conversation that the outcome is about, as long as it is listed
  let pressed = null; // while a press is turning to the next message: when it was made
  const read = new Seen();
  const leaving = new AbortController();
  const lane = () => page.lanes.of(now().campaign, "initial");
  const progress = () => `${count(now().progress.sent)} of ${count(now().progress.size)} sent`;
  const bar = el("progress", { "aria-hidden": "true", max: () => now().progress.size || 1, value: () => now().progress.sent });
  const waiting = () => (now().waiting ? `${many(now().waiting, "person waits", "people wait")} for your reply. Replies open when these are sent.` : "");
  const loading = () => lane().refusal || (lane().items.length ? "Sending the last one…" : "Loading the messages…");
  const to = (says) => () => current && says(nameOf(current));
  const details = el("div");
  const box = el("textarea", { id: "first-message", rows: "5", oninput: keep });
  const button = el("button", { type: "submit", class: "pink big fresh", "aria-label": to((name) => `Send to ${name}`) }, "Send");
  const says = outcome();
  const picture = seen(el("div", {}, el("p", { class: "soft small" }, "This picture goes with it:"),
    el("img", { class: "sent-picture", src: () => current?.picture, alt: "The picture that goes with the message" })), () => current?.picture);
  const card = el("form", { class: "card message", onsubmit: (event) => event.preventDefault() },
    el("h2", {}, to((name) => sentence`${name}`)),
    el("label", { for: "first-message", class: "for-screen-readers" }, to((name) => sentence`Message to ${name}`)), box, lengthBelow(box),
    el("div", { class: "row bar" }, button, el("span", { class: "soft small keys" }, "or press Enter · Shift+Enter starts a new line")),
    firstButtons(page, { meant: (at) => read.at(at) ?? current, isHere, asked }), says, picture, details);
  const aside = person(() => current);
  new Sending(button, (at) => read.at(at) ?? current, press).keys(document, counts, leaving.signal);

  function keep() {
    page.drafts.keep(current, box.value === current.draft ? "" : box.value);
    page.doing.types(current);
  }

  // Enter counts in the box, on the button, and when nothing in particular has the focus.
  function counts({ target }) {
    const elsewhere = target.closest?.("a, button, summary, input, textarea, select, dialog");
    const mine = !elsewhere || elsewhere === button || (elsewhere === box && enterSends());
    return mine && current !== null && !document.querySelector("dialog[open]");
  }

  // Return whether a press was meant for the message that is shown; else say that nothing was done.
  function isHere(meant) {
    about = null;
    if (meant.id === current?.id) return true;
    refuse(says, sentence`That press was meant for ${nameOf(meant)}, whose message is no longer here. It sent nothing.`);
    return false;
  }

  function press(meant, at) {
    if (!isHere(meant)) return;
    if (meant.draft !== current.draft) refuse(says, "This message has only just been changed, so nothing was sent. Press again to send it.");
    else send(current, at);
  }

  async function send(sent, at) {
    const untouched = page.drafts.of(sent) === undefined && box.value; // then send the draft: the box breaks lines anew
    const text = untouched ? sent.draft : box.value;
    hush();
    try {
      pressed = at;
      const sending = sendInitial(page, sent, text);
      pressed = null;
      const passed = await sending;
      if (passed) complain(sentence`${nameOf(sent)}: ${passed.sentence}`);
    } catch (refusal) {
      if (!(refusal instanceof Refusal)) throw refusal;
      comeBack(sent);
      about = sent.id;
      const isShown = current?.id === sent.id && !leaving.signal.aborted;
      complain(isShown ? refusal.sentence : sentence`${nameOf(sent)}: ${refusal.sentence}`, refusal);
    }
  }

  // Say what came of another act than sending. If it was refused, the message is shown again.
  async function asked(conversation, question) {
    hush();
    try {
      const passed = await question();
      if (passed) complain(sentence`${nameOf(conversation)}: ${passed.sentence}`);
    } catch (refusal) {
      if (!(refusal instanceof Refusal)) throw refusal;
      comeBack(conversation);
      about = conversation.id;
      complain(sentence`${nameOf(conversation)}: ${refusal.sentence}`, refusal);
    }
  }

  // Say below the message why nothing was done; above the screen that is there if the texter has gone on meanwhile.
  function complain(why, refusal) {
    if (!leaving.signal.aborted) return refuse(says, why, refusal);
    page.tell(why);
    return page.settle();
  }

  // Show a message again that wasn't sent; of several, the first.
  function comeBack(sent) {
    if (leaving.signal.aborted) return;
    const first = page.initialsOf(sent.campaign).find(({ id }) => id === sent.id || id === current?.id);
    if (first?.id !== sent.id) return;
    turnTo(first);
    tell(); // the message after it was read out already
  }

  function turnTo(conversation) {
    const typing = document.activeElement === box;
    current = conversation;
    if (!conversation) return;
    rest();
    refresh(card);
    refresh(aside);
    details.replaceChildren(contactDetails(conversation.contact));
    box.value = page.drafts.of(conversation) ?? conversation.draft;
    if (typing || ["BODY", "H1"].includes(document.activeElement?.tagName)) button.focus();
  }

  function hush() {
    about = null;
    say(says, "");
  }

  // Have the message read out, once the answer and the count are here, too.
  function tell() {
    const now = `${progress()}. To ${nameOf(current)}:`;
    if (now !== told) announce(`${now} ${box.value}`);
    told = now;
  }

  // Rest from the press on, even if a slow phone shows the next message later: whoever taps on sees it by then.
  function rest() {
    const now = performance.now();
    const since = pressed === null ? now + REST_MS : Math.max(now, pressed + REST_MS);
    read.show(current, now, since);
    setAttribute(button, "aria-disabled", "true");
    setTimeout(() => setAttribute(button, "aria-disabled", read.at(performance.now()) === current ? null : "true"), since - now + 1);
  }

  const element = el("div", { class: "initials" }, bar, el("p", { class: "number" }, progress),
    el("p", { class: "soft", hidden: () => current }, loading), seen(card, () => current), el("p", { class: "waiting" }, waiting));
  return { element: follow(element, look), aside, focus, leave: () => leaving.abort() };

  function look() {
    const here = page.initialsOf(now().campaign);
    if (about !== null && !lane().items.some(({ id }) => id === about)) hush();
    const same = here.find(({ id }) => id === current?.id);
    const undone = page.undoing.brought(here);
    if (undone) turnTo(undone);
    else if (!same) turnTo(here[0] ?? null);
    else if (same.picture !== current.picture || (same.draft !== current.draft && page.drafts.of(current) === undefined)) turnTo(same);
    if (current && here.length === lane().items.length && now().v >= lane().seen) tell();
  }

  function focus() {
    if (current) button.focus();
    return Boolean(current);
  }
}
