/** A new campaign begins with its title, and goes on with its contacts. */
import { el } from "../shared/dom.js";
import { limits } from "../shared/limits.js";
import { oneField } from "./fields.js";
import { to } from "./routes.js";

export function newCampaignPage({ ask, go }) {
  const title = oneField({
    label: "Title",
    hint: "Senders see it above their conversations; contacts don't.",
    input: el("input", { type: "text", maxlength: limits.title, autocomplete: "off" }),
    verb: "Create and continue",
    kind: "primary",
    ask: (text) => ask("create_campaign", { title: text.trim() }),
    done: ({ campaign }) => go(to(campaign, "contacts")),
  });
  const element = el("section", { class: "narrow" }, el("h1", {}, "New campaign"), el("div", { class: "card" }, title.element));
  return { element, title: () => "New campaign" };
}
