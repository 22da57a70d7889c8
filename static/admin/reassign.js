/**
 * Bulk reassign: what the form says → what will move, and the command that moves it. Pure.
 *
 * A choice is {verb, lanes, from, givers, to, count}: verb "unassign_all", "reassign_all" or "reassign_some"; lanes
 * "any" or one lane; from "everybody" (to unassign), "unassigned" (to reassign) or "senders", givers being the ids of
 * those senders; to the ids of the senders who get them; count the number typed for Reassign Some, null if none.
 */
import { count as written, listed, many } from "../shared/numbers.js";
import { split } from "./numbers.js";

export const VERBS = [
  { key: "unassign_all", title: "Bulk Unassign All", says: "Take conversations back" },
  { key: "reassign_all", title: "Reassign All", says: "Give all of them to one or several senders" },
  { key: "reassign_some", title: "Reassign Some", says: "Give a number of them to one or several senders" },
];

export const LANES = [
  { key: "any", title: "Any", of: ["initial", "reply", "quiet"] },
  { key: "initial", title: "Not started", of: ["initial"] },
  { key: "reply", title: "Needs reply", of: ["reply"] },
];

/** Return how many conversations there are to move right now. */
export function available({ lanes, from, givers }, campaign, senders) {
  const { of } = LANES.find(({ key }) => key === lanes);
  const size = (counts) => of.reduce((sum, lane) => sum + counts[lane], 0);
  if (from !== "senders") return size(from === "everybody" ? campaign.held : campaign.unassigned);
  return senders.filter(({ id }) => givers.includes(id)).reduce((sum, each) => sum + size(each), 0);
}

/** Return {moves, sentence, command: [name, args] or null}; without a command the sentence says what is missing. */
export function preview(choice, campaign, senders) {
  const missing = lacking(choice, senders);
  if (missing) return { moves: 0, sentence: missing, command: null };
  const there = available(choice, campaign, senders);
  const moves = choice.verb === "reassign_some" ? Math.min(choice.count, there) : there;
  if (!moves) return { moves, sentence: "Nothing to move: there is no such conversation right now.", command: null };
  return { moves, sentence: sentence(choice, moves, there, senders), command: command(choice, campaign) };
}

/** Return how far a move is, when `left` of the `there` conversations are left. The moves of texters count, too. */
export function progress({ there, moves }, left) {
  const done = Math.min(moves, Math.max(0, there - left));
  return { done, sentence: `${written(done)} of ${many(moves, "conversation")} moved so far.` };
}

/** Return the sentence about a finished move; `number` is how many conversations the command has moved. */
export const moved = (choice, number) =>
  `${many(number, "conversation")} ${choice.verb === "unassign_all" ? "unassigned" : "reassigned"}.`;

function lacking({ verb, from, givers, to, count }, senders) {
  if (from === "senders" && !givers.length) return "Choose from whom to take them.";
  if (verb === "unassign_all") return "";
  if (!to.length) return "Choose who gets them.";
  const both = from === "senders" ? names(givers.filter((id) => to.includes(id)), senders) : [];
  if (both.length) return `${listed(both)} can't both give and get.`;
  if (verb === "reassign_some" && !count) return "Say how many, as a whole number of at least 1.";
  return "";
}

function sentence({ verb, from, givers, to, count }, moves, there, senders) {
  const what = many(moves, "conversation");
  const source = { everybody: "everybody", unassigned: "the unassigned ones" }[from] ?? listed(names(givers, senders));
  if (verb === "unassign_all") return `${what} of ${source} will become unassigned.`;
  const shares = split(moves, to.length);
  const getters = names(to, senders).map((name, place) => `${name} (${written(shares[place])})`);
  const fewer = verb === "reassign_some" && there < count ? ` There are only ${written(there)}.` : "";
  return `${what} will move from ${source} to ${listed(getters)}.${fewer}`;
}

function command({ verb, lanes, from, givers, to, count }, { id: campaign }) {
  const args = { campaign, holders: from === "senders" ? givers : null, lanes: LANES.find(({ key }) => key === lanes).of };
  if (verb === "unassign_all") return ["unassign", args];
  return ["reassign", verb === "reassign_some" ? { ...args, to, count } : { ...args, to }];
}

const names = (ids, senders) => ids.map((id) => senders.find((each) => each.id === id)?.name ?? `member ${id}`);
