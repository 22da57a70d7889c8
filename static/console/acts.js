// All that a texter can do. An act asks the hub, and takes its answer into the page. Each rejects with a Refusal, whose
// sentence belongs beside the button that was pressed. Only the refusal of a request is kept, by Requests.

import { many } from "../shared/numbers.js";
import { sentence } from "../shared/sentence.js";
import { nameOf } from "../shared/words.js";
import { OPEN_NEXT } from "./choices.js";
import { others } from "./neighbours.js";
import { came } from "./words.js";

// A first message refused with one of these isn't ours to send any more: go on with the next.
const PASSED = new Set(["not_yours", "already_sent", "opted_out", "unknown_conversation"]);

// Return the screen that a batch leads to: a batch never mixes first messages with replies.
const screenFor = ({ initial, reply }) => (initial ? "initials" : reply ? "replies" : "inbox_zero");

// Return whether the connection was lost between the question and its answer.
const isInDoubt = ({ code, details }) => code === "connection_lost" && details?.sent !== false;

export async function request(page, campaign) {
  page.hush();
  const batch = await page.requests.press(page.consoles.find((one) => one.campaign === campaign));
  if (batch) page.tell(came(batch), { screen: screenFor(batch) });
  page.settle();
}

export async function release(page, campaign) {
  page.hush();
  const { moved } = await page.ask("release_conversations", { campaign });
  page.tell(`You have given back ${many(moved, "conversation")}, so that others can go on.`, { screen: "goodbye" });
  page.settle();
}

/** Send a first message as it is shown. Return the Refusal if it isn't ours to send any more: go on with the next. */
export function sendInitial(page, conversation, text) {
  const { campaign, id } = conversation;
  const lane = page.lanes.of(campaign, "initial");
  page.hush();
  return page.without(conversation, async () => {
    try {
      const { v } = await page.ask("send_initial", { campaign, conversation: id, text });
      lane.knows(v);
      lane.drop(id, v);
      page.drafts.drop(conversation);
      return null;
    } catch (refusal) {
      if (!PASSED.has(refusal.code)) throw refusal;
      lane.drop(id);
      lane.refresh();
      return refusal;
    }
  });
}

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
    const thing = await page.ask("send_reply", { campaign, conversation: id, text, last_seen, ...more });
    page.drafts.wereSent(conversation, text);
    page.conversationChanged(thing);
    if (page.place.lane === "reply" || more.close) goOn(more.close ? sentence`Sent to ${nameOf(conversation)}, and closed.` : sentence`Sent to ${nameOf(conversation)}.`, thing.v);
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
  page.hush();
  const thing = await page.ask(name, { campaign, conversation: id, ...more });
  page.conversationChanged(thing);
  const back = () => page.lanes.of(campaign, "reply").items.some((one) => one.id === id); // they wrote, or an admin undid it
  goOn(() => (back() ? null : notice), thing.v);
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
