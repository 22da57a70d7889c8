// First messages: each as it will be sent, one tap or one key.

import { asking, outcome, refuse } from "../asking.js";
import { el } from "../dom.js";
import { contactDetails } from "./contact.js";
import { Sending, enterSends } from "./sending.js";
import { count, nameOf } from "./words.js";

// Nothing above the button may change its height from one message to the next: whoever taps fast would hit what has
// moved under the finger.
export function initials(page, announce) {
  let now;
  let current = null; // the conversation whose message is shown
  const leaving = new AbortController();
  const bar = el("progress", { "aria-hidden": "true" });
  const done = el("p", { class: "number" });
  const waiting = el("p", { class: "waiting" });
  const loading = el("p", { class: "soft" }, "Loading the messages…");
  const name = el("h2");
  const about = el("div");
  const box = el("textarea", { id: "first-message", rows: "5", oninput: keep });
  const label = el("label", { for: "first-message", class: "for-screen-readers" });
  const button = el("button", { type: "submit", class: "pink big" }, "Send");
  const says = outcome();
  const card = el("form", { class: "card message", onsubmit: (event) => event.preventDefault() },
    name, label, box,
    el("div", { class: "row" }, button, el("span", { class: "soft small keys" }, "or press Enter · Shift+Enter starts a new line")),
    says, about);
  const sending = new Sending(button, send);
  sending.keys(document, subject, leaving.signal);

  function keep() {
    page.drafts.keep(current, box.value === current.draft ? "" : box.value);
  }

  // Enter counts in the box, on the button, and when nothing in particular has the focus.
  function subject({ target }) {
    const elsewhere = target.closest?.("a, button, summary, input, textarea, select, dialog");
    const mine = !elsewhere || elsewhere === button || (elsewhere === box && enterSends());
    return mine && current && !document.querySelector("dialog[open]") ? current.id : null;
  }

  async function send() {
    const sent = current;
    if (!sent) return;
    const untouched = page.drafts.of(sent) === undefined && box.value; // then not as the box has broken its lines
    const text = untouched ? sent.draft : box.value;
    let passed = null;
    await asking(button, says, async () => {
      passed = await page.sendInitial(sent, text);
    });
    if (passed) refuse(says, `${nameOf(sent)}: ${passed.sentence}`);
    if (current !== sent && document.activeElement === box) button.focus();
  }

  function turnTo(conversation) {
    current = conversation;
    card.hidden = !conversation;
    loading.hidden = Boolean(conversation);
    if (!conversation) return;
    sending.rest();
    name.textContent = nameOf(conversation);
    about.replaceChildren(contactDetails(conversation.contact));
    label.textContent = `Message to ${nameOf(conversation)}`;
    button.setAttribute("aria-label", `Send to ${nameOf(conversation)}`);
    box.value = page.drafts.of(conversation) ?? conversation.draft;
    announce(`${done.textContent}. To ${nameOf(conversation)}: ${box.value}`);
    if (["BODY", "H1"].includes(document.activeElement?.tagName)) button.focus();
  }

  return {
    element: el("div", { class: "initials" }, bar, done, loading, card, waiting),
    fill(shown) {
      now = shown;
      const { sent, total } = now.progress;
      bar.max = total || 1;
      bar.value = sent;
      done.textContent = `${sent.toLocaleString("en")} of ${total.toLocaleString("en")} sent`;
      waiting.textContent = now.waiting ? `${count(now.waiting, "person waits", "people wait")} for your reply. Replies open when these are sent.` : "";
      const lane = page.lanes.of(now.campaign, "initial");
      const same = lane.items.find(({ id }) => id === current?.id);
      if (!same) turnTo(lane.items[0] ?? null);
      else if (same.draft !== current.draft && page.drafts.of(current) === undefined) turnTo(same);
      if (lane.refusal) loading.textContent = lane.refusal;
    },
    focus() {
      if (current) button.focus();
      return Boolean(current);
    },
    leave: () => leaving.abort(),
  };
}
