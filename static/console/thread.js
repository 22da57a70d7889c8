// One conversation: its texts, and below them the box to answer in and what else can be done.

import { asking, outcome, say } from "../shared/asking.js";
import { el, follow, seen } from "../shared/dom.js";
import { sentence } from "../shared/sentence.js";
import { texts } from "../shared/texts.js";
import { nameOf } from "../shared/words.js";
import { atHand } from "./at_hand_view.js";
import { person } from "./person.js";
import { replyBox } from "./reply_box.js";
import { Rest } from "./rest.js";
import { Seen } from "./seen.js";
import { threadBar } from "./thread_bar.js";
import { threadFoot } from "./thread_foot.js";
import { threadHead } from "./thread_head.js";
import { tooEarlyOrLate } from "./too_early_or_late.js";
import { NO_BOX } from "./words.js";

const REST_MS = 300; // ms: a text that came under the finger is read before it is answered

export function thread(page, _now, _announce, columns) {
  let shown = null; // the conversation as it is on the page
  let gone = ""; // the words that were last in the box and aren't now: sent, or changed in another tab
  const now = () => shown;
  const read = new Seen();
  const says = outcome();
  const act = asks(says);
  const asleep = tooEarlyOrLate(now);
  const box = replyBox(page, { now, read, act, asleep, rests: () => rest.covers(performance.now()) });
  const beside = atHand(page, { now, take, asks });
  const foot = threadFoot(page, { now, act });
  const form = el("form", { class: "reply", onsubmit: (event) => event.preventDefault() },
    el("p", { class: "notice" }, () => (shown?.contact.phone === "" ? "This contact asked us to forget them." : NO_BOX[shown?.lane])),
    foot.wish, box.element, threadBar(page, box.buttons, { open: answers, hidden: () => beside.isEmpty() }), box.picture, asleep.element, says, foot.element);
  const loading = el("p", { class: "soft" }, () => page.conversation?.refusal || "Opening the conversation…");
  const body = el("div", { class: "body" }, threadHead(now), texts(now, "You"), form);
  const element = el("div", { class: "thread" }, seen(loading, () => !shown), seen(body, () => shown));
  const aside = el("div", { class: "beside" }, person(now), beside.element);
  const rest = new Rest(form, aside);
  const acts = { reply: box.enter, close: foot.close, answers, choose: beside.choose };
  return { element: follow(element, look), aside, focus: box.focus, leave: box.leave, does };

  // Return act(control, question), which asks, and says what came of it in `outcome`; above the screen that is there if
  // the texter has gone on meanwhile.
  function asks(outcome) {
    return async (control, question) => {
      const did = await asking(control, outcome, question);
      if (!did && !element.isConnected && outcome.textContent) {
        page.tell(sentence`${nameOf(shown)}: ${outcome.textContent}`);
        page.settle();
      }
      return did;
    };
  }

  function does(act, key) {
    return !rest.covers(performance.now()) && acts[act]?.(key);
  }

  function answers() {
    return !beside.isEmpty() && (columns.openSheet() || beside.look());
  }

  function take(conversation, words, noted) {
    if (shown.id !== conversation.id) return;
    columns.closeSheet();
    box.take(words, noted);
  }

  function look() {
    const { thing } = page.conversation;
    if (!thing) return;
    gone = box.fill(thing) || gone;
    if (gone && shown && isNew(gone, thing.texts, shown.texts)) {
      say(says, "Sent.");
      gone = "";
    }
    if (thing === shown) return;
    if (shown === null && page.unasked === thing.id) rest.begin();
    if (shown === null || thing.texts.at(-1)?.id === shown.texts.at(-1)?.id) read.renew(thing);
    else read.show(thing, performance.now(), performance.now() + REST_MS);
    shown = thing;
  }
}

// Return whether these words, or their beginning, are a text that has come since.
function isNew(words, now, before) {
  const last = before.at(-1)?.id ?? 0;
  return now.some(({ id, direction, text }) => id > last && direction === "out" && words.startsWith(text));
}
