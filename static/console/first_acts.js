// Acts on a first message. Each returns the Refusal if the message isn't ours to send any more: go on with the next.

import { sentence } from "../shared/sentence.js";
import { nameOf } from "../shared/words.js";

const PASSED = new Set(["not_yours", "already_sent", "opted_out", "unknown_conversation", "wrong_number"]);

// Ask for an act on a first message, which is out of sight meanwhile. `left` is given the answer.
function actOn(page, name, conversation, more, left) {
  const { campaign, id } = conversation;
  const lane = page.lanes.of(campaign, "initial");
  page.hush();
  return page.without(conversation, async () => {
    try {
      left(await page.undoing.during(page.ask(name, { campaign, conversation: id, ...more })), lane);
      return null;
    } catch (refusal) {
      if (!PASSED.has(refusal.code)) throw refusal;
      lane.drop(id);
      lane.refresh();
      return refusal;
    }
  });
}

/** Send a first message as it is shown. */
export function sendInitial(page, conversation, text) {
  return actOn(page, "send_initial", conversation, { text }, (thing, lane) => {
    lane.knows(thing.v);
    lane.drop(thing.id, thing.v);
    page.drafts.drop(conversation);
    page.undoing.did(thing, sentence`Sent to ${nameOf(conversation)}.`, text);
  });
}

/** Leave a first message for later: it comes last; skipped again it is given back. */
export function skip(page, conversation) {
  return actOn(page, "skip_conversation", conversation, {}, (thing, lane) => {
    if (thing.holder === page.me.id) {
      lane.misplace(thing.id, thing.v); // it may have been told before this answer, in the place that it had
      lane.refresh();
      return;
    }
    lane.drop(thing.id, thing.v);
    page.tell(sentence`You have skipped ${nameOf(thing)} twice, so somebody else gets them.`, { since: thing.v });
  });
}

export function reportWrongNumber(page, conversation) {
  return actOn(page, "report_wrong_number", conversation, {}, ended(page, sentence`Wrong number: ${nameOf(conversation)} gets no first message.`));
}

/** Opt out somebody whom nobody has texted yet: they get no last text. */
export function optOutUntexted(page, conversation) {
  return actOn(page, "opt_out", conversation, {}, ended(page, sentence`${nameOf(conversation)} has been opted out and won't be texted.`));
}

const ended = (page, says) => (thing, lane) => {
  lane.drop(thing.id, thing.v);
  page.undoing.did(thing, says);
  if (!page.undoing.act) page.tell(says, { since: thing.v });
};
