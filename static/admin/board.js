/** Figures and words about a campaign, for the board and its summary. Pure: campaign thing → numbers and words. */
export const STATUSES = { active: "Active", paused: "Paused", draft: "Draft", archived: "Archived" };

/** {initial, reply, quiet} → how many in all three open lanes */
export const inAll = ({ initial, reply, quiet }) => initial + reply + quiet;

/** Return the campaigns that the board shows: archived ones only when asked for. */
export const onBoard = (campaigns, archivedToo) => ordered(campaigns.filter(({ status }) => archivedToo || status !== "archived"));

/** Sort campaigns: active ones first, then paused, drafts and archived; within each status the newest first. */
export function ordered(campaigns) {
  const rank = Object.keys(STATUSES);
  return [...campaigns].sort((a, b) => rank.indexOf(a.status) - rank.indexOf(b.status) || b.id - a.id);
}

/** Return the figures of a campaign's card. `share` is how much of the first messages are sent, 0 to 1. */
export function figures(campaign) {
  const { unassigned, held, contacts, sent, closed, opted_out } = campaign;
  return {
    unassigned: inAll(unassigned),
    held: inAll(held),
    waiting: unassigned.reply + held.reply,
    sent,
    contacts,
    closed,
    optedOut: opted_out,
    share: contacts ? sent / contacts : 0,
  };
}

/**
 * Return how many conversations are where, by lane; the last row is the sum of the others. Closed and opted-out
 * conversations are in no open lane.
 */
export function whereabouts(campaign) {
  const { unassigned, held, closed, opted_out, contacts } = campaign;
  const both = (lane) => unassigned[lane] + held[lane];
  return {
    unassigned: { ...unassigned, all: inAll(unassigned) },
    held: { ...held, all: inAll(held) },
    closed: { all: closed },
    opted_out: { all: opted_out },
    contacts: { initial: both("initial"), reply: both("reply"), quiet: both("quiet"), all: contacts },
  };
}

/** Return the changes of status that an admin may try now. The server decides whether they are allowed. */
export function moves(campaign) {
  return {
    draft: ["archive"],
    active: ["pause", "archive"],
    paused: ["resume", "archive"],
    archived: [],
  }[campaign.status];
}

/** Say which carrier alone carries a campaign's texts; "" where any may. */
export function carriedBy({ carrier }) {
  if (carrier === "simulator") return "Its texts go to made-up people only: nobody real is texted.";
  return carrier && `Only the carrier ${carrier} carries its texts.`;
}
