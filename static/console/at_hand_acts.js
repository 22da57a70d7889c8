// The acts beside a thread: tags, answers to the survey, and the words of a reply at hand; and a texter's own replies. Each rejects with a Refusal.

import { drafting, pressed } from "./at_hand.js";

export const tag = (page, conversation, { id, on }) => noted(page, "tag_conversation", conversation, { tag: id, on: !on });

/** Note an answer to a question, or take it back if it is given already. */
export const answer = (page, conversation, question, given) => noted(page, "answer_question", conversation, pressed(question, given));

/** Return the words of a reply at hand for a contact; `reply` is one of `searchable`. */
export const wordsOf = (page, conversation, reply) => drafted(page, conversation, drafting(reply));

/** Return the words of the reply that goes with an answer to the survey. */
export const wordsWith = (page, conversation, { id }) => drafted(page, conversation, { answer: id });

/** Keep these as the texter's own replies, {id?, title, text} each, in place of those before. */
export async function setOwnReplies(page, replies) {
  const { own } = await page.ask("set_own_replies", { replies });
  page.offers.haveOwn(own);
}

async function noted(page, name, { campaign, id }, more) {
  page.conversationChanged(await page.ask(name, { campaign, conversation: id, ...more }));
  page.settle();
}

async function drafted(page, { campaign, id }, which) {
  return (await page.ask("draft_reply", { campaign, conversation: id, ...which })).text;
}
