/**
 * Where in the admin's pages we are, as the hash of the address. Pure.
 *
 *     #/                                 every campaign
 *     #/new                              a new campaign's title
 *     #/campaign/7                       its first incomplete step while a draft, else its summary
 *     #/campaign/7/contacts | message | senders | launch | summary | conversations
 *     #/campaign/7/list?holder=3&lane=reply      (holder=nobody: the unassigned ones)
 *     #/campaign/7/conversation/45
 *     #/members  #/account
 */
import { firstIncomplete } from "./steps.js";

const PAGES = ["contacts", "message", "senders", "launch", "summary", "conversations", "list"];

/** "#/campaign/7/senders" → {page: "senders", campaign: 7}; anything unknown → {page: "lost"} */
export function route(hash) {
  const [path, query = ""] = hash.replace(/^#?\/?/, "").split("?");
  const [first, id, page, conversation, ...more] = path.replace(/\/$/, "").split("/");
  if (id === undefined) return { page: { "": "board", new: "new", members: "members", account: "account" }[first] ?? "lost" };
  const campaign = Number(id);
  if (first !== "campaign" || !Number.isSafeInteger(campaign) || campaign < 1 || more.length) return { page: "lost" };
  if (page === undefined) return { page: "campaign", campaign };
  if (page === "conversation" && /^\d+$/.test(conversation ?? "")) return { page, campaign, conversation: Number(conversation) };
  if (!PAGES.includes(page) || conversation !== undefined) return { page: "lost" };
  return page === "list" ? { page, campaign, ...listing(new URLSearchParams(query)) } : { page, campaign };
}

/** A campaign's own page: where a draft was left, or the summary. */
export const openedAt = (campaign) => (campaign.status === "draft" ? firstIncomplete(campaign) : "summary");

export const to = (campaign, page = "") => `#/campaign/${campaign}${page && `/${page}`}`;

/** holder: undefined everybody's, null the unassigned ones, else a member's id; lane: undefined any */
export function toList(campaign, { holder, lane } = {}) {
  const query = new URLSearchParams();
  if (holder !== undefined) query.set("holder", holder ?? "nobody");
  if (lane !== undefined) query.set("lane", lane);
  return `${to(campaign, "list")}${query.size ? `?${query}` : ""}`;
}

function listing(query) {
  const chosen = {};
  const holder = query.get("holder");
  if (holder !== null) chosen.holder = holder === "nobody" ? null : Number(holder);
  if (query.has("lane")) chosen.lane = query.get("lane");
  return chosen;
}
