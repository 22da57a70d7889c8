/** Pausing, resuming and archiving a campaign: those that its status has left. */
import { confirmed } from "../shared/confirmed.js";
import { moves } from "./board.js";
import { asker } from "./fields.js";

const VERBS = { pause: "Pause", resume: "Resume", archive: "Archive" };

/** → buttons, each seen only while it may be pressed */
export function movesPart({ live, id, campaign, ask }) {
  return Object.entries(VERBS).map(([verb, title]) => {
    const move = async () => {
      if (verb !== "archive" || (await sure())) await ask(`${verb}_campaign`, { campaign: id });
    };
    return live.seen(asker(title, move, { class: verb === "archive" ? "danger" : "" }).element, () => moves(campaign()).includes(verb));
  });

  function sure() {
    return confirmed({
      question: `Archive ${campaign().title}?`,
      says: "It is put away for good: nothing in it is sent any more, and its senders no longer see it.",
      verb: "Archive",
    });
  }
}
