/** A person across campaigns, in words. Pure: the answer of `open_person` → sentences. */
import { many } from "../shared/numbers.js";
import { LANES } from "../shared/words.js";

/** The ways in which somebody is opted out, in words. */
const HOW = { text: "by a text from them", carrier: "by them, at their carrier", import: "with an imported list", command: "by a command" };

/** Return the person's name; without one, the phone number. */
export const personName = ({ names, phone }) => names[0] ?? phone;

/** Return the sentence of whether the person may be texted; `when(at)` returns a time in words. */
export function mayBeTexted({ opted_out, opt_out }, when) {
  if (!opt_out) return opted_out ? "Opted out of all texts." : "";
  const by = opt_out.by ? `by ${opt_out.by}${opt_out.how === "import" ? ", with an imported list" : ""}` : HOW[opt_out.how] ?? "";
  const told = [by, opt_out.at && when(opt_out.at)].filter(Boolean).join(", ");
  return `${opted_out ? "Opted out of all texts" : "Opted in again"}${told && ` ${told}`}.`;
}

/** Return where a conversation stands: "Reply waiting · Ana". */
export const personsStanding = ({ lane, holder_name }) => `${LANES[lane]} · ${holder_name ?? "Unassigned"}`;

/** Return what a person's other names are; "" if there are none. */
export const alsoCalled = ({ names }) => (names.length > 1 ? `Also called ${names.slice(1).join(", ")}.` : "");

/** Return what the erasure of a person does. */
export function erasingSays({ conversations, opted_out }) {
  const where = conversations.length ? `Name, phone and texts go for good in ${many(conversations.length, "campaign")}; open conversations are closed. ` : "";
  const stays = opted_out ? "That the phone has opted out stays noted. " : "";
  return `${where}${stays}It can't be undone.`;
}
