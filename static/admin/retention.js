/** Words about how long contacts' data are kept. Pure: account and campaign things → words. */
import { count, many } from "../shared/numbers.js";

const DAY_MS = 24 * 60 * 60 * 1000;
const days = new Intl.DateTimeFormat("en-US", { year: "numeric", month: "short", day: "numeric" });

/** Return what is said of an archived campaign's contacts: that their data are deleted, when they will be, or never. */
export function dataOf({ status, archived_at, erased }, { retention_days }) {
  if (status !== "archived") return "";
  if (erased) return `Contacts' data deleted on ${days.format(erased.at)}. ${figuresOf(erased)}`;
  if (!retention_days) return "Its contacts' data are kept until the campaign is deleted.";
  if (!archived_at) return `Its contacts' data will be deleted in ${many(retention_days, "day")}.`;
  return `Its contacts' data will be deleted on ${days.format(archived_at + retention_days * DAY_MS)}.`;
}

const figuresOf = ({ contacts, sent, answered }) => `Of ${many(contacts, "contact")}, ${count(sent)} were texted and ${count(answered)} wrote.`;

/** Return a campaign with the counts that it had before its contacts' data were deleted. */
export function asItWas(campaign) {
  if (!campaign.erased) return campaign;
  const { contacts, sent, closed, opted_out } = campaign.erased;
  return { ...campaign, contacts, sent, closed, opted_out };
}

/** Return whether a change of the setting lets data go sooner than before. */
export const isSooner = (wanted, before) => wanted !== null && (!before || wanted < before);
