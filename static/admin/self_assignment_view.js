/** Self assignment of a campaign: allowed or not, and if so its batches, its limits and its sender link; and what goes
 * back from texters who do nothing. */
import { el, seen } from "../shared/dom.js";
import { batchesForm } from "./batches_view.js";
import { switched } from "./fields.js";
import { limitsForm } from "./limits_view.js";
import { senderLink } from "./sender_link_view.js";
import { takeBackForm } from "./take_back_view.js";

export const selfAssignmentPart = (here) => selfAssignmentForm(here).element;

/** Return {element, save}: save() saves what was typed, and returns whether all is well. */
export function selfAssignmentForm({ id, campaign, ask }) {
  const set = (settings) => ask("update_campaign", { campaign: id, ...settings });
  const allow = switched("Allow self assignment?", () => campaign().self_assign, (self_assign) => set({ self_assign }),
    "Senders press Request Conversations and get a batch of unassigned ones.");
  const forms = [batchesForm(campaign, set), limitsForm(campaign, set)];
  const takeBack = takeBackForm(campaign, set);
  const more = el("div", { class: "indented" }, ...forms.map(({ element }) => element), senderLink(campaign, set));
  return { element: el("div", {}, allow, seen(more, () => campaign().self_assign), takeBack.element), save };

  async function save() {
    const shown = campaign().self_assign ? [...forms, takeBack] : [takeBack];
    for (const form of shown) if (!(await form.save())) return false;
    return true;
  }
}
