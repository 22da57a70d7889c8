/** Account → Contacts’ data: for how many days after archiving they are kept. */
import { confirmed } from "../shared/confirmed.js";
import { el } from "../shared/dom.js";
import { many } from "../shared/numbers.js";
import { accountPart, card } from "./account_part_view.js";
import { filled, oneField } from "./fields.js";
import { wholeNumber } from "./numbers.js";
import { isSooner } from "./retention.js";

export function retentionPage({ account, ask }) {
  const now = () => account().retention_days ?? null;
  const form = oneField({
    label: "Days after archiving",
    hint: "Empty: for ever. A campaign whose contacts' data are deleted stays in the list, with its counts.",
    input: el("input", { type: "text", inputmode: "numeric", autocomplete: "off", class: "short", placeholder: "For ever" }),
    verb: "Save",
    read: (text) => (text.trim() ? wholeNumber(text) ?? undefined : null),
    cannot: "Write a whole number.",
    ask: async (days) => (!isSooner(days, now()) || (await sure(days)) ? ask("set_retention", { days }) : null),
    done: (saved) => (saved ? "Saved." : ""),
  });
  filled(form.input, () => (now() === null ? "" : String(now())));
  const about = "Names, numbers, columns and texts of a campaign's contacts are deleted so many days after it was archived. Who opted out is kept.";
  return { element: accountPart("Contacts’ data", about, card(form.element)) };
}

function sure(days) {
  return confirmed({
    question: "Delete contacts' data?",
    says: `Within minutes, the contacts' data of every campaign that was archived ${many(days, "day")} ago or earlier are deleted for good.`,
    verb: "Save and delete",
  });
}
