/** The steps in which a campaign is made, and how far it has come. Pure: campaign thing → what is done. */
import { unfit } from "./message.js";

export const STEPS = [
  { page: "contacts", title: "Contacts" },
  { page: "message", title: "Message" },
  { page: "senders", title: "Senders" },
  { page: "launch", title: "Review and launch" },
];

/** Return whether a step is done. Senders are optional: self assignment or bulk send does for that step, too. */
export function done(campaign, page) {
  if (page === "contacts") return campaign.contacts > 0;
  if (page === "message") return hasScript(campaign) && !unfit(campaign);
  if (page === "senders") return campaign.senders > 0 || campaign.self_assign || campaign.bulk_send;
  return campaign.status !== "draft";
}

/** Return the page at which a draft opens again after it was left. */
export const firstIncomplete = (campaign) => STEPS.find(({ page }) => !done(campaign, page))?.page ?? "launch";

export const hasScript = (campaign) => (campaign.script ?? "").trim() !== "";
