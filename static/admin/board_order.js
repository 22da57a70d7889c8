/** The parts of a campaign that need an admin, and the order and choice of campaigns on the board. Pure. */
import { STATUSES, figures } from "./board.js";
import { waiting } from "./forecast.js";
import { minutes, waited, waitsLong } from "./pace.js";
import { to } from "./routes.js";
import { askingSays } from "./senders.js";
import { firstIncomplete } from "./steps.js";

const NEXT = { contacts: "add contacts", message: "write the message", senders: "choose who sends", launch: "review and launch" };
export const FILTERS = [["all", "All"], ["attention", "Needs attention"], ["active", "Active"], ["draft", "Drafts"], ["paused", "Paused"]];
export const ORDERS = [["action", "What needs action"], ["title", "Title"], ["unassigned", "Unassigned"], ["waiting", "Replies waiting"], ["newest", "Newest"]];
export const USUAL = { filter: "all", order: "action", words: "" };

/** Return what needs an admin, the gravest first: [{says, href}]. `currency` is the account's. */
export function needs(campaign, currency) {
  if (campaign.status === "draft" || campaign.status === "archived") return [];
  const found = [];
  const asking = askingSays(campaign);
  if (asking) found.push({ says: asking, href: to(campaign.id, "senders") });
  const held = waiting(campaign, currency);
  if (held) found.push({ says: held, href: to(campaign.id) });
  return found;
}

/** Say how long the longest waiting reply has waited: "longest 14 min"; "" if that is under a minute. */
export function repliesSay(campaign, now) {
  const longest = waited(campaign, now);
  return longest ? `longest ${minutes(longest)}` : "";
}

/** Return whether an admin should look at a campaign now. */
export const needsAttention = (campaign, now, currency) =>
  campaign.status !== "archived" && campaign.status !== "draft" && (waitsLong(campaign, now) || needs(campaign, currency).length > 0);

/** Return the step that a draft lacks: {says, href}. */
export function nextStep(campaign) {
  const page = firstIncomplete(campaign);
  return { says: `Next: ${NEXT[page]}`, href: to(campaign.id, page) };
}

/** Return the campaigns that are chosen, in their order. `choice` is {filter, order, words}. */
export function chosen(campaigns, { filter, order, words }, now, currency) {
  const wanted = words.trim().toLowerCase();
  const fits = (each) =>
    (filter === "all" || (filter === "attention" ? needsAttention(each, now, currency) : each.status === filter)) &&
    each.title.toLowerCase().includes(wanted);
  const rank = new Map(campaigns.filter(fits).map((each) => [each, place(each, order, now, currency)]));
  return [...rank.keys()].sort((a, b) => compared(rank.get(a), rank.get(b)) || b.id - a.id);
}

function place(campaign, order, now, currency) {
  const state = Object.keys(STATUSES).indexOf(campaign.status);
  if (order === "title") return [campaign.title.toLowerCase()];
  if (order === "unassigned") return [-figures(campaign).unassigned];
  if (order === "waiting") return [campaign.waiting_since ?? Infinity];
  if (order === "newest") return [0];
  return [needsAttention(campaign, now, currency) ? 0 : 1, state];
}

function compared(a, b) {
  for (const [nth, one] of a.entries()) {
    if (one < b[nth]) return -1;
    if (one > b[nth]) return 1;
  }
  return 0;
}

/** The choice as it was kept, a query → {filter, order, words}; what makes no sense is as usual. */
export function choiceOf(query) {
  const asked = new URLSearchParams(query);
  const known = (name, list) => (list.some(([key]) => key === asked.get(name)) ? asked.get(name) : USUAL[name]);
  return { filter: known("filter", FILTERS), order: known("order", ORDERS), words: asked.get("words") ?? "" };
}
