/** Account → Tags: the list that campaigns choose from. */
import { el } from "../shared/dom.js";
import { limits } from "../shared/limits.js";
import { listForm } from "./list_form_view.js";

export function tagsPart({ account, ask }) {
  return el("div", { class: "card" }, el("h2", {}, "Tags"),
    el("p", {}, "Campaigns choose from these. Texters put them on conversations. A new name is one in every campaign."),
    listForm({
      saved: () => account().tags,
      ask: (tags) => ask("set_tags", { tags }),
      verb: "Save the tags",
      noun: "tag",
      blank: { name: "" },
      fields: [{ name: "name", label: "Name" }],
      most: () => limits.tags,
    }).element);
}
