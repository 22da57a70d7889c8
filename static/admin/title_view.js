/** A campaign's title, to be changed at any time. */
import { el } from "../shared/dom.js";
import { limits } from "../shared/limits.js";
import { filled, oneField } from "./fields.js";

export const titlePart = (here) => titleForm(here).element;

/** Return {element, save}, as oneField returns them. */
export function titleForm({ id, campaign, ask }) {
  const title = oneField({
    label: "Title",
    hint: "Senders see it above their conversations; contacts don't.",
    input: el("input", { type: "text", maxlength: limits.title, autocomplete: "off" }),
    ask: (text) => ask("update_campaign", { campaign: id, title: text }),
  });
  filled(title.input, () => campaign().title);
  return title;
}
