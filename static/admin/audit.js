/** The audit as rows. Pure: deeds of `list_deeds` → words. */
import { clock } from "../shared/clock.js";

const WORDS = /_/g;

/** {id, at, by, name, did, campaign, member, given} → {id, at, who, what, to, how} */
export function deedRow({ id, at, name, did, campaign, member, given }, things) {
  const words = did.replace(WORDS, " ");
  return {
    id,
    at: clock(at),
    who: name,
    what: words.charAt(0).toUpperCase() + words.slice(1),
    to: [campaignName(campaign, things), memberName(member, things)].filter(Boolean).join(", "),
    how: Object.entries(given).map(([argument, value]) => `${argument.replace(WORDS, " ")}: ${value}`).join(" · "),
  };
}

/** Return a campaign's title. One that is archived isn't among the things. */
const campaignName = (id, things) => (id === null ? "" : things.get("campaign", id, id)?.title ?? `Campaign ${id}`);

const memberName = (id, things) => (id === null ? "" : things.get("member", id)?.name ?? `Member ${id}`);
