/** The campaign sender link: whether there is one, what those who join by it are for, and the link itself. */
import { confirmed } from "../shared/confirmed.js";
import { el, follow, seen } from "../shared/dom.js";
import { chosen, switched } from "./fields.js";
import { linkToPassOn } from "./link_view.js";
import { TASKS } from "./senders.js";

/** Return the element; `set(settings)` asks for a change of the campaign's settings. */
export function senderLink(campaign, set) {
  const isOn = () => campaign().sender_link_enabled;
  const link = switched("Campaign sender link", isOn, turnLink,
    () => `Whoever opens it and is a member already becomes a sender, and ${campaign().first_needs_yes ? "asks for" : "gets"} a first batch.`);
  const task = chosen("Those who join by the link are for", () => TASKS, () => campaign().link_lane ?? "", (link_lane) => set({ link_lane }));
  const passed = linkToPassOn("Link to pass on");
  follow(passed.element, () => passed.show(campaign().sender_link));
  return el("div", { class: "part" }, el("h3", {}, "Joining by a link"), link, seen(task, isOn),
    seen(el("p", { class: "soft small" }, "The link is shown once the campaign is launched."), () => isOn() && !campaign().sender_link),
    passed.element);

  async function turnLink(sender_link) {
    if (sender_link || campaign().status === "draft" || await confirmed({
      question: "Disable the campaign sender link?",
      says: "The link stops working for good. Enabling it again makes a new one.",
      verb: "Disable the link",
    })) return set({ sender_link });
    return null;
  }
}
