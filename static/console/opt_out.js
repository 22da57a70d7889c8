// Opting a contact out: the dialog with the last text that they get, and the wish for it in what they wrote.

import { confirmed } from "../shared/confirmed.js";
import { el, newId } from "../shared/dom.js";
import { limits } from "../shared/limits.js";
import { sentence } from "../shared/sentence.js";
import { nameOf } from "../shared/words.js";

const SAYS = "Nobody here will text them again, in any campaign. They can come back by writing START, and an admin can undo it.";
const HINT = "It goes out within 5 minutes, and nothing after it. Say only that they get no more texts. Leave it empty to send none.";

/** Return whether the newest text of a contact who hasn't opted out may be a wish for no more texts. Pure. */
export const mayWishNoMore = ({ texts, lane }) => lane !== "opted_out" && texts.findLast(({ direction }) => direction === "in")?.wish === true;

/** Ask in a dialog whether to opt out somebody whom nobody has texted yet. Return a promise of whether to. */
export const askToOptOutUntexted = (conversation) =>
  confirmed({ question: sentence`Opt out ${nameOf(conversation)}?`, says: SAYS, verb: "Opt out" });

/** Ask in a dialog. `offered` are words for the last text. Return a promise of the words, "" for none, or null for no. */
export async function askToOptOut(conversation, offered) {
  const [id, hint] = [newId(), newId()];
  const words = el("textarea", { id, rows: "3", maxlength: limits.text, "aria-describedby": hint });
  words.value = offered;
  const also = el("div", { class: "field" },
    el("label", { for: id }, "Last text (optional)"), el("p", { id: hint, class: "soft small" }, HINT), words);
  const sure = await confirmed({ question: sentence`Opt out ${nameOf(conversation)}?`, says: SAYS, verb: "Opt out", also });
  return sure ? words.value : null;
}
