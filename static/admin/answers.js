/** Answers that nobody can answer as things stand: how many, why, and what an admin can do. Pure. */
import { to, toList } from "./routes.js";

const WHYS = {
  paused: { says: "This campaign is paused, so nobody can answer. Resume it, or close what needs no answer.", verb: "Resume" },
  archived: { says: "This campaign is archived, so nobody can answer in it. Close what you have answered elsewhere." },
  draft: { says: "This campaign hasn't been launched, so nobody can answer. Launch it, or close what needs no answer.", page: "launch", link: "Launch it" },
  no_senders: { says: "This campaign has no senders, so nobody can answer. Add some.", page: "senders", link: "Add senders" },
  self_assign_off: {
    says: "Self assignment is off, so no texter can request these. Assign them to a sender, or allow self assignment.",
    page: "conversations", link: "Assign them",
  },
};

/**
 * Return the way out for a `stranded` thing: {says, verb?, link?: [title, address], list, which}. `which` is
 * {lane, holder?}, the list of its conversations; `list` is that list's address.
 */
export function wayOut({ campaign, why }) {
  const { says, verb, page, link } = WHYS[why] ?? { says: "Nobody can answer here right now." };
  // In an active campaign, the holders answer the conversations that they hold.
  const which = { lane: "reply", ...(["no_senders", "self_assign_off"].includes(why) && { holder: null }) };
  return { says, verb, link: page && [link, to(campaign, page)], list: toList(campaign, which), which };
}

/** Return how many such answers there are in all campaigns, and from phones in no campaign. */
export function allWaiting(things) {
  const stranded = things.all("stranded").reduce((sum, { answers }) => sum + answers, 0);
  return stranded + (things.all("account")[0]?.unplaced ?? 0);
}
