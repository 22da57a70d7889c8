/** What the board and a campaign's summary show of a campaign. Pure: campaign thing → numbers and words. */
import { COUNTED } from "../shared/words.js";

export const STATUSES = { active: "Active", paused: "Paused", draft: "Draft", archived: "Archived" };

/** {initial, reply, quiet} → how many in all three open lanes */
export const inAll = ({ initial, reply, quiet }) => initial + reply + quiet;

/** What the board shows: archived ones only when asked for. */
export const onBoard = (campaigns, archivedToo) => ordered(campaigns.filter(({ status }) => archivedToo || status !== "archived"));

/** Active ones first, then paused, drafts and archived; within each the newest first. */
export function ordered(campaigns) {
  const rank = Object.keys(STATUSES);
  return [...campaigns].sort((a, b) => rank.indexOf(a.status) - rank.indexOf(b.status) || b.id - a.id);
}

/** What one campaign's card says; `share` of the contacts have been sent their first message, 0 to 1. */
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
 * Every conversation is in exactly one bucket, so these parts add up to the contacts. `whole` is the green light;
 * `off` is by how many they don't (0 when they do).
 */
export function conservation(campaign) {
  const { unassigned, held, closed, optedOut, contacts } = figures(campaign);
  const parts = [
    { name: "Unassigned", key: "unassigned", size: unassigned },
    { name: "Assigned", key: "held", size: held },
    { name: COUNTED.closed, key: "closed", size: closed },
    { name: COUNTED.opted_out, key: "opted-out", size: optedOut },
  ];
  const off = parts.reduce((sum, { size }) => sum + size, 0) - contacts;
  return { parts, contacts, off, whole: off === 0 };
}

/** Where the conversations are, by lane: all but the last row add up to it. What is closed or opted out is in no open lane. */
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

/** What an admin may try from here; whether it is allowed, the server says. */
export function moves(campaign) {
  return {
    draft: ["archive"],
    active: ["pause", "archive"],
    paused: ["resume", "archive"],
    archived: [],
  }[campaign.status];
}
