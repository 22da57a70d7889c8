/** The settings of a campaign that is launched; each saves itself. */
import { el } from "../shared/dom.js";
import { campaignHours } from "./hours_view.js";
import { gaps } from "./message.js";
import { to } from "./routes.js";
import { selfAssignmentPart } from "./self_assignment_view.js";
import { sendingForm } from "./sending_view.js";
import { titlePart } from "./title_view.js";
import { ledgerForm } from "./ledger_form.js";

export function settingsPart(here) {
  const { id, campaign } = here;
  const card = (title, ...parts) => el("div", { class: "card" }, el("h3", {}, title), ...parts);
  return {
    element: el("section", { class: "settings" },
      el("h2", {}, "Settings"),
      card("Self assignment", selfAssignmentPart(here)),
      card("Texting hours", campaignHours(here).element),
      card("Sending", sendingForm(here).element),
      card("Ledger", ledgerForm(here).element),
      card("Title and message", titlePart(here),
        el("p", { class: "bubble out" }, () => campaign().script || "None yet."),
        el("p", { class: "soft" }, () => gaps(campaign().lacking, campaign().contacts).join(" ")),
        el("a", { class: "button", href: to(id, "message") }, "Change the message"))),
  };
}
