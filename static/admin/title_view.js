/** A campaign's title, to be changed at any time. */
import { el } from "../shared/dom.js";
import { oneField } from "./fields.js";

export const titlePart = (here) => titleForm(here).element;

/** → {element, save}, as oneField gives them */
export function titleForm({ live, id, campaign, ask }) {
  const title = oneField({
    label: "Title",
    hint: "Senders see it above their conversations; contacts don't.",
    input: el("input", { type: "text", maxlength: 200, autocomplete: "off" }),
    verb: "Save",
    ask: (text) => ask("update_campaign", { campaign: id, title: text }),
    done: () => "Saved.",
  });
  live.filled(title.input, () => campaign().title);
  return title;
}
