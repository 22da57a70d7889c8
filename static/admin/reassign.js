/**
 * Bulk reassign: what the form says → what will move, and the command that moves it. Pure.
 *
 * A choice is {verb, lanes, from, givers, to, count}: verb "unassign_all", "reassign_all" or "reassign_some"; lanes
 * "any" or one lane; from "unassigned" or "senders", givers being the ids of those senders; to the ids of who gets
 * them; count what was typed for Reassign Some, a whole number or null.
 */
import { count as written, listed, many, split } from "./numbers.js";

export const VERBS = [
  { key: "unassign_all", title: "Bulk Unassign All", says: "Take conversations back from everybody" },
  { key: "reassign_all", title: "Reassign All", says: "Give all of them to one or several senders" },
  { key: "reassign_some", title: "Reassign Some", says: "Give a number of them to one or several senders" },
];

export const LANES = [
  { key: "any", title: "Any", of: ["initial", "reply", "quiet"] },
  { key: "initial", title: "Not started", of: ["initial"] },
  { key: "reply", title: "Needs reply", of: ["reply"] },
];

/** → {moves, sentence, command: [name, args] or null}; without a command the sentence says what is missing. */
export function preview(choice, campaign, senders) {
  const missing = lacking(choice, senders);
  if (missing) return { moves: 0, sentence: missing, command: null };
  const there = available(choice, campaign, senders);
  const moves = choice.verb === "reassign_some" ? Math.min(choice.count, there) : there;
  if (!moves) return { moves, sentence: "Nothing to move: there is no such conversation right now.", command: null };
  return { moves, sentence: sentence(choice, moves, there, senders), command: command(choice, campaign) };
}

/** What the command's answer means, once it has moved that many. */
export const moved = (choice, number) =>
  `${many(number, "conversation")} ${choice.verb === "unassign_all" ? "unassigned" : "reassigned"}.`;

function lacking({ verb, from, givers, to, count }, senders) {
  if (verb === "unassign_all") return "";
  if (from === "senders" && !givers.length) return "Choose from whom to take them.";
  if (!to.length) return "Choose who gets them.";
  const both = from === "senders" ? names(givers.filter((id) => to.includes(id)), senders) : [];
  if (both.length) return `${listed(both)} can't both give and get.`;
  if (verb === "reassign_some" && !count) return "Say how many, as a whole number of at least 1.";
  return "";
}

function available({ verb, lanes, from, givers }, campaign, senders) {
  const { of } = LANES.find(({ key }) => key === lanes);
  const size = (counts) => of.reduce((sum, lane) => sum + counts[lane], 0);
  if (verb === "unassign_all") return size(campaign.held);
  if (from === "unassigned") return size(campaign.unassigned);
  return senders.filter(({ id }) => givers.includes(id)).reduce((sum, each) => sum + size(each), 0);
}

function sentence({ verb, from, givers, to, count }, moves, there, senders) {
  const what = many(moves, "conversation");
  if (verb === "unassign_all") return `${what} will become unassigned.`;
  const source = from === "unassigned" ? "the unassigned ones" : listed(names(givers, senders));
  const shares = split(moves, to.length);
  const getters = names(to, senders).map((name, place) => `${name} (${written(shares[place])})`);
  const fewer = verb === "reassign_some" && there < count ? ` There are only ${written(there)}.` : "";
  return `${what} will move from ${source} to ${listed(getters)}.${fewer}`;
}

function command({ verb, lanes, from, givers, to, count }, { id: campaign }) {
  const { of } = LANES.find(({ key }) => key === lanes);
  if (verb === "unassign_all") return ["unassign", { campaign, lanes: of }];
  const args = { campaign, holders: from === "unassigned" ? null : givers, to, lanes: of };
  return ["reassign", verb === "reassign_some" ? { ...args, count } : args];
}

const names = (ids, senders) => ids.map((id) => senders.find((each) => each.id === id)?.name ?? `member ${id}`);
