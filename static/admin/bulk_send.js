/** How far a campaign's bulk send is. Pure: campaign thing → a sentence, "" without bulk send and before the launch. */
import { many } from "../shared/numbers.js";

export function bulkSend({ bulk_send, status, unassigned, held }) {
  if (!bulk_send || status === "draft") return "";
  const left = unassigned.initial + held.initial;
  if (!left) return "Bulk send is done: every first message is out.";
  const waiting = many(left, "first message");
  return {
    active: `Bulk send is on: ${waiting} still to go out, by themselves while a carrier runs.`,
    paused: `Bulk send is paused with the campaign: ${waiting} still to go out.`,
    archived: `Bulk send has ended: ${waiting} never went out.`,
  }[status];
}
