/** The steps in which a campaign is made, and how far it has come. Pure: campaign thing → what is done. */
import { unfit } from "./message.js";

export const STEPS = [
  { page: "contacts", title: "Contacts" },
  { page: "message", title: "Message" },
  { page: "senders", title: "Senders" },
  { page: "launch", title: "Review and launch" },
];

/** Is there anything in this step yet? Senders are optional, so self assignment or bulk send is an answer too. */
export function done(campaign, page) {
  if (page === "contacts") return campaign.contacts > 0;
  if (page === "message") return hasScript(campaign) && !unfit(campaign);
  if (page === "senders") return campaign.senders > 0 || campaign.self_assign || campaign.bulk_send;
  return campaign.status !== "draft";
}

/** The page at which a draft that was left opens again. */
export const firstIncomplete = (campaign) => STEPS.find(({ page }) => !done(campaign, page))?.page ?? "launch";

export const hasScript = (campaign) => (campaign.script ?? "").trim() !== "";
