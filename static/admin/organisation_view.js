/** Account → Organization: its name, and its time zone. */
import { el } from "../shared/dom.js";
import { limits } from "../shared/limits.js";
import { accountPart, card } from "./account_part_view.js";
import { chosen, filled, oneField } from "./fields.js";
import { zoneChoices } from "./organisation.js";

export function organisationPage({ account, ask }) {
  const name = oneField({
    label: "Name",
    hint: "People read it when they sign in, on the sender links of campaigns, and in the e-mail that invites them.",
    input: el("input", { type: "text", maxlength: limits.organisation, autocomplete: "organization" }),
    ask: (text) => ask("set_organisation", { name: text }),
  });
  filled(name.input, () => account().name);
  const zone = chosen("Time zone", () => zoneChoices(account().time_zone), () => account().time_zone ?? "",
    (time_zone) => ask("set_organisation", { time_zone: time_zone || null }));
  zone.querySelector("label").after(el("p", { class: "soft small" }, "Launches are planned in it, and reports that you download tell times in it. Pages show times by each "
    + "reader’s own clock; contacts are texted by the clocks where they are."));
  const element = accountPart("Organization", "The name that your texters meet, and the clock by which you plan.",
    card(name.element, zone));
  return { element };
}
