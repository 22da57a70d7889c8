/** Progress of a bulk send. Pure: campaign thing → sentence, "" before the launch and without bulk send. */
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
