/** Self assignment of a campaign: allowed or not, the batch size, the campaign sender link, and what goes back. */
import { confirmed } from "../shared/confirmed.js";
import { el, follow, seen } from "../shared/dom.js";
import { limits } from "../shared/limits.js";
import { count } from "../shared/numbers.js";
import { filled, oneField, switched } from "./fields.js";
import { linkToPassOn } from "./link_view.js";
import { wholeNumber } from "./numbers.js";
import { takeBackForm } from "./take_back_view.js";

export const selfAssignmentPart = (here) => selfAssignmentForm(here).element;

/** Return {element, save}: save() saves numbers that were typed, and returns whether all is well. */
export function selfAssignmentForm(here) {
  const { id, campaign, ask } = here;
  const set = (settings) => ask("update_campaign", { campaign: id, ...settings });
  const allow = switched("Allow self assignment?", () => campaign().self_assign, (self_assign) => set({ self_assign }),
    "Senders press Request Conversations and get a batch of unassigned ones.");
  const size = oneField({
    label: "Batch size",
    hint: `How many conversations one request hands over, 1 to ${count(limits.batch_size)}.`,
    input: el("input", { type: "text", inputmode: "numeric", autocomplete: "off", class: "short" }),
    verb: "Save",
    read: (text) => wholeNumber(text) ?? undefined,
    cannot: "Write a whole number.",
    ask: (batch_size) => set({ batch_size }),
    done: () => "Saved.",
  });
  filled(size.input, () => String(campaign().batch_size ?? ""));
  const link = switched("Campaign sender link", () => campaign().sender_link_enabled, turnLink,
    "Whoever opens it and is a member already becomes a sender, and gets a first batch.");
  const takeBack = takeBackForm(here);
  const more = el("div", { class: "indented" }, size.element, link, linkPart(campaign));
  return {
    element: el("div", {}, allow, seen(more, () => campaign().self_assign), takeBack.element),
    save: async () => (!campaign().self_assign || (await size.save())) && takeBack.save(),
  };

  async function turnLink(sender_link) {
    if (sender_link || campaign().status === "draft" || await confirmed({
      question: "Disable the campaign sender link?",
      says: "The link stops working for good. Enabling it again makes a new one.",
      verb: "Disable the link",
    })) return set({ sender_link });
    return null;
  }
}

function linkPart(campaign) {
  const link = linkToPassOn("Link to pass on");
  follow(link.element, () => link.show(campaign().sender_link));
  return el("div", {},
    seen(el("p", { class: "soft small" }, "The link is shown once the campaign is launched."),
      () => campaign().sender_link_enabled && !campaign().sender_link),
    link.element);
}
