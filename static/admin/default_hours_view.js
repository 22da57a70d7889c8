/** Account → Texting hours: those of new campaigns, and the hours between two campaigns. */
import { el } from "../shared/dom.js";
import { accountPart, card } from "./account_part_view.js";
import { betweenPart } from "./between_view.js";
import { hoursForm } from "./hours_view.js";

export function defaultHoursPage({ account, ask }) {
  const form = hoursForm({ hours: () => account().default_hours, ask: (hours) => ask("set_default_hours", { hours }) });
  return {
    element: accountPart("Texting hours", "When people may be texted, and how soon again.",
      card(el("h2", {}, "New campaigns"), el("p", {}, "Campaigns that are made from now on start with these hours; others keep theirs."), form.element),
      betweenPart({ account, ask })),
  };
}
