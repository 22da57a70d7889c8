// All that a texter can do with a conversation that is open; first_acts.js has the acts on a first message, and pool.js
// those that bring conversations and give them back. An act asks the hub, and takes its answer into the page. Each
// rejects with a Refusal, whose sentence belongs beside the button that was pressed.

import { sentence } from "../shared/sentence.js";
import { nameOf } from "../shared/words.js";
import { OPEN_NEXT } from "./choices.js";
import { others } from "./neighbours.js";

// Return whether the connection was lost between the question and its answer.
const isInDoubt = ({ code, details }) => code === "connection_lost" && details?.sent !== false;

/**
 * Answer the newest text shown. From the lane of replies this leads on. If a newer text has come, it is shown before the
 * refusal is. `more`: {picture: true}, the campaign's goes with it; {close: true}, the conversation is closed; {question,
 * answer}, which is noted.
 */
export async function sendReply(page, conversation, text, more = {}) {
  const { campaign, id, texts } = conversation;
  const last_seen = texts.at(-1)?.id ?? 0;
  const goOn = goingOn(page, conversation);
  page.hush();
  page.drafts.sending(conversation, text, last_seen);
  try {
    const thing = await page.undoing.during(page.ask("send_reply", { campaign, conversation: id, text, last_seen, ...more }));
    page.drafts.wereSent(conversation, text);
    page.conversationChanged(thing);
    const sent = more.close ? sentence`Sent to ${nameOf(conversation)}, and closed.` : sentence`Sent to ${nameOf(conversation)}.`;
    page.undoing.did(thing, sent, text);
    if (page.place.lane === "reply" || more.close) goOn(page.undoing.act ? null : sent, thing.v);
    else page.settle();
  } catch (refusal) {
    if (!isInDoubt(refusal)) page.drafts.wereNotSent(conversation);
    if (refusal.code === "not_up_to_date") await page.conversation?.look();
    throw refusal;
  }
}

export async function close(page, conversation) {
  await finish(page, "close_conversation", conversation, sentence`The conversation with ${nameOf(conversation)} is closed. It opens again if they write.`);
}

export async function reportWrongNumber(page, conversation) {
  await finish(page, "report_wrong_number", conversation, sentence`Wrong number: the conversation with ${nameOf(conversation)} is closed.`);
}

/** Return {text}: the account's words for the last text of a contact who is opted out, "" if it has none. */
export const lastText = (page) => page.ask("draft_last_text", {});

/** Opt a contact out; `text` is the last one that they get, "" for none. */
export async function optOut(page, conversation, text) {
  const notice = text.trim() ? sentence`${nameOf(conversation)} has been opted out and gets your last text, and no other.`
    : sentence`${nameOf(conversation)} has been opted out and won't be texted again.`;
  await finish(page, "opt_out", conversation, notice, { text });
}

async function finish(page, name, conversation, notice, more = {}) {
  const { campaign, id } = conversation;
  const goOn = goingOn(page, conversation);
  const typed = page.drafts.of(conversation) ?? "";
  page.hush();
  const thing = await page.undoing.during(page.ask(name, { campaign, conversation: id, ...more }));
  page.conversationChanged(thing);
  page.undoing.did(thing, notice, thing.lane === "opted_out" ? typed : ""); // an opt-out drops what was typed
  const back = () => page.lanes.of(campaign, "reply").items.some((one) => one.id === id); // they wrote, or an admin undid it
  goOn(page.undoing.act ? null : () => (back() ? null : notice), thing.v);
}

// Return goOn(notice, since), to be called when an act on the open conversation is done at version `since`. It opens the
// next one that waits, if the texter likes that; those that wait are looked up now, while this one is still among them.
// A texter who has turned to another conversation meanwhile stays there.
function goingOn(page, conversation) {
  const { campaign, id } = conversation;
  const listed = () => page.lanes.of(campaign, "reply").items;
  const waiting = page.place.lane === "reply" ? others(listed(), id) : [];
  return (notice, since) => {
    const next = page.choices.isOn(OPEN_NEXT) ? waiting.find((one) => listed().some((other) => other.id === one.id)) : null;
    if (page.isAt(conversation)) return page.leave(notice, since, next?.id);
    page.tell(notice, { since });
    page.settle();
  };
}
