/**
 * The place in the admin's pages, as the hash of the address. Pure.
 *
 *     #/                                 every campaign
 *     #/new                              a new campaign's title
 *     #/campaign/7                       its first incomplete step while a draft, else its summary
 *     #/campaign/7/contacts | message | senders | launch | summary | conversations | at_hand | settings | ledger
 *     #/campaign/7/list?holder=3&lane=reply      (holder=nobody: the unassigned ones)
 *     #/campaign/7/list?tag=3            (or answer=5)
 *     #/campaign/7/conversation/45?holder=3&lane=reply      (the list one came from)
 *     #/archived                         archived campaigns
 *     #/wall/7                           one campaign, for a screen on the wall
 *     #/answers                          answers nobody is assigned to
 *     #/organisation  #/members  #/invite  #/opt-outs  …      (account_menu.js; #/account is the first of them)
 *     #/search?q=ana                     people by name or phone, over all campaigns
 *     #/person/+12025550123              one person
 */
import { isOfAccount } from "./account_menu.js";
import { LANES } from "../shared/words.js";
import { firstIncomplete } from "./steps.js";

const WHOLE = { "": "board", new: "new", archived: "archived", answers: "answers", account: "organisation" };
const ID = /^[1-9]\d{0,14}$/;
const PHONE = /^\+\d{3,17}$/;
const PAGES = ["contacts", "message", "senders", "launch", "summary", "conversations", "list", "at_hand", "settings", "ledger"];

/** "#/campaign/7/senders" → {page: "senders", campaign: 7}; anything unknown → {page: "lost"} */
export function route(hash) {
  const [path, query = ""] = hash.replace(/^#?\/?/, "").split("?");
  const [first, id, page, conversation, ...more] = path.replace(/\/$/, "").split("/");
  if (first === "search" && id === undefined) return { page: "search", query: new URLSearchParams(query).get("q") ?? "" };
  if (first === "person" && PHONE.test(decoded(id)) && page === undefined) return { page: "person", phone: decoded(id) };
  if (id === undefined) return { page: WHOLE[first] ?? (isOfAccount(first) ? first : "lost") };
  const campaign = Number(id);
  if (first === "wall" && ID.test(id) && page === undefined) return { page: "wall", campaign };
  if (first !== "campaign" || !Number.isSafeInteger(campaign) || campaign < 1 || more.length) return { page: "lost" };
  if (page === undefined) return { page: "campaign", campaign };
  const list = listing(new URLSearchParams(query));
  if (page === "conversation" && /^\d+$/.test(conversation ?? "")) return { page, campaign, conversation: Number(conversation), ...list };
  if (!PAGES.includes(page) || conversation !== undefined) return { page: "lost" };
  return page === "list" ? { page, campaign, ...list } : { page, campaign };
}

/** Return a campaign's own page: the step where a draft was left, or the summary. */
export const openedAt = (campaign) => (campaign.status === "draft" ? firstIncomplete(campaign) : "summary");

export const to = (campaign, page = "") => `#/campaign/${campaign}${page && `/${page}`}`;

/** Return the address of a search, and of a person. */
export const toSearch = (typed) => `#/search${typed && `?${new URLSearchParams({ q: typed })}`}`;
export const toPerson = (phone) => `#/person/${phone}`;

/** Return a list's address. holder: undefined everybody's, null the unassigned ones, or an id; lane: undefined any; or tag or answer */
export const toList = (campaign, list = {}) => to(campaign, `list${asQuery(list)}`);

/** Return the address of a conversation, and with it of the list to go back to. */
export const toConversation = (campaign, conversation, list = {}) => to(campaign, `conversation/${conversation}${asQuery(list)}`);

const decoded = (part = "") => part.replace(/^%2B/i, "+");

function asQuery({ holder, lane, tag, answer }) {
  const query = new URLSearchParams();
  if (holder !== undefined) query.set("holder", holder ?? "nobody");
  if (lane !== undefined) query.set("lane", lane);
  if (tag !== undefined) query.set("tag", tag);
  if (answer !== undefined) query.set("answer", answer);
  return query.size ? `?${query}` : "";
}

/** Return {holder?, lane?}, {tag} or {answer} of a query. What makes no sense is left out. */
function listing(query) {
  const chosen = {};
  for (const name of ["tag", "answer"]) if (ID.test(query.get(name) ?? "")) return { [name]: Number(query.get(name)) };
  const [holder, lane] = [query.get("holder"), query.get("lane")];
  if (holder === "nobody") chosen.holder = null;
  else if (ID.test(holder ?? "")) chosen.holder = Number(holder);
  if (Object.hasOwn(LANES, lane)) chosen.lane = lane;
  return chosen;
}
