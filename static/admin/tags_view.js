/** Account → Tags: the list that campaigns choose from. */
import { limits } from "../shared/limits.js";
import { accountPart, card } from "./account_part_view.js";
import { listForm } from "./list_form_view.js";

export function tagsPage({ account, ask }) {
  const form = listForm({
    saved: () => account().tags,
    ask: (tags) => ask("set_tags", { tags }),
    verb: "Save the tags",
    noun: "tag",
    blank: { name: "" },
    fields: [{ name: "name", label: "Name" }],
    most: () => limits.tags,
  });
  const about = "Campaigns choose from these. Texters put them on conversations. A new name is one in every campaign.";
  return { element: accountPart("Tags", about, card(form.element)) };
}
