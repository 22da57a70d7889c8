/** Sentences before a launch: what it still lacks, and what it will do. Pure. */
import { count, listed, many } from "../shared/numbers.js";
import { inAll } from "./board.js";
import { unfit } from "./message.js";
import { goesAlong } from "./picture.js";
import { hasScript } from "./steps.js";

/**
 * Return the steps that still lack something, as [{page, sentence}]: first those that only this browser knows of, then
 * those for which the server would refuse the launch.
 */
export function missing(campaign, onlyHere = {}) {
  const lacks = unfinished(onlyHere);
  if (!campaign.contacts) lacks.push({ page: "contacts", sentence: "There are no contacts yet." });
  if (!hasScript(campaign)) lacks.push({ page: "message", sentence: "There is no message yet." });
  if (unfit(campaign)) lacks.push({ page: "message", sentence: unfit(campaign) });
  return lacks;
}

/** Return the steps that this browser hasn't finished: an upload that is going on, a message that isn't saved. */
export function unfinished({ uploading, unsaved }) {
  const lacks = [];
  if (uploading) lacks.push({ page: "contacts", sentence: "An upload of contacts is still going on." });
  if (unsaved) lacks.push({ page: "message", sentence: "The message you wrote isn't saved." });
  return lacks;
}

/** Return sentences: who gets how many conversations, how many stay unassigned, who sends, who may request. */
export function whatWillHappen(campaign, senders) {
  const total = inAll(campaign.unassigned) + inAll(campaign.held);
  return [shared(total, senders.filter(({ only }) => campaign.bulk_send || only !== "reply")), sending(campaign, total), goesAlong(campaign), requesting(campaign, senders.length)].filter(Boolean);
}

function shared(total, senders) {
  const all = many(total, "conversation");
  if (!total) return "";
  if (!senders.length) return `${total === 1 ? "The 1 conversation stays" : `All ${all} stay`} unassigned.`;
  const names = listed(senders.map(({ name }) => name));
  if (senders.length === 1) return `${names} gets ${total === 1 ? all : `all ${all}`}; none stay unassigned.`;
  return `${names} get ${each(total, senders.length)}; none stay unassigned.`;
}

function each(total, senders) {
  const least = Math.floor(total / senders);
  if (total % senders === 0) return `${many(least, "conversation")} each`;
  return `${count(least)} or ${many(least + 1, "conversation")} each`;
}

function sending(campaign, total) {
  if (!campaign.bulk_send) return "";
  return `The first message goes to ${many(total, "contact")} from the server, without anybody pressing Send.`;
}

function requesting(campaign, senders) {
  const link = campaign.self_assign && campaign.sender_link_enabled;
  if (campaign.self_assign) {
    const who = link ? "Senders, and any member with the campaign sender link," : "Senders";
    const may = `${who} can request up to ${count(campaign.batch_size)} unassigned conversations at a time`;
    return senders || link ? `${may}.` : `${may}; there are no senders yet: add some now or after the launch.`;
  }
  if (senders || campaign.bulk_send) return "Nobody can request conversations: self assignment is off.";
  return "Nobody can get them yet: add senders or allow self assignment, now or after the launch.";
}
