/** Self assignment of a campaign: allowed or not, the batch size, the campaign sender link. */
import { confirmed } from "../shared/confirmed.js";
import { el } from "../shared/dom.js";
import { oneField, switched } from "./fields.js";
import { linkToPassOn } from "./link_view.js";
import { wholeNumber } from "./numbers.js";

export const selfAssignmentPart = (here) => selfAssignmentForm(here).element;

/** → {element, save}: save() asks for a batch size that was typed and not saved, and gives whether all is well. */
export function selfAssignmentForm({ live, id, campaign, ask }) {
  const set = (settings) => ask("update_campaign", { campaign: id, ...settings });
  const allow = switched(live, "Allow self assignment?", () => campaign().self_assign, (self_assign) => set({ self_assign }),
    "Senders press Request Conversations and get a batch of unassigned ones.");
  const size = oneField({
    label: "Batch size",
    hint: "How many conversations one request hands over, 1 to 5,000.",
    input: el("input", { type: "text", inputmode: "numeric", autocomplete: "off", class: "short" }),
    verb: "Save",
    read: (text) => wholeNumber(text) ?? undefined,
    cannot: "Write a whole number.",
    ask: (batch_size) => set({ batch_size }),
    done: () => "Saved.",
  });
  live.filled(size.input, () => String(campaign().batch_size ?? ""));
  const link = switched(live, "Campaign sender link", () => campaign().sender_link_enabled, turnLink,
    "Whoever opens it and is a member already becomes a sender, and gets a first batch.");
  const more = el("div", { class: "indented" }, size.element, link, linkPart(live, campaign));
  return {
    element: el("div", {}, allow, live.seen(more, () => campaign().self_assign)),
    save: async () => !campaign().self_assign || size.save(),
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

function linkPart(live, campaign) {
  const link = linkToPassOn("Link to pass on");
  live.each(() => link.show(campaign().sender_link));
  return el("div", {},
    live.seen(el("p", { class: "soft small" }, "The link is shown once the campaign is launched."),
      () => campaign().sender_link_enabled && !campaign().sender_link),
    link.element);
}
