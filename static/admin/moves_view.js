/** The buttons that pause, resume and archive a campaign, as its status allows. */
import { confirmed } from "../shared/confirmed.js";
import { seen } from "../shared/dom.js";
import { moves } from "./board.js";
import { asker } from "./fields.js";

const VERBS = { pause: "Pause", resume: "Resume", archive: "Archive" };

/** Return the buttons, each seen only while it may be pressed. */
export function movesPart({ id, campaign, ask }) {
  return Object.entries(VERBS).map(([verb, title]) => {
    const move = async () => {
      if (verb !== "archive" || (await sure())) await ask(`${verb}_campaign`, { campaign: id });
    };
    return seen(asker(title, move, { class: verb === "archive" ? "danger" : "" }).element, () => moves(campaign()).includes(verb));
  });

  function sure() {
    return confirmed({
      question: `Archive ${campaign().title}?`,
      says: "It is put away for good: nothing in it is sent any more, and its senders no longer see it.",
      verb: "Archive",
    });
  }
}
