/**
 * Account: the batch size and texting hours that campaigns start with, the hours between two campaigns, carriers, tags,
 * opting out, the texts that go out by themselves, and how long contacts' data are kept.
 */
import { el } from "../shared/dom.js";
import { limits } from "../shared/limits.js";
import { automaticTextsPart } from "./automatic_texts_view.js";
import { betweenPart } from "./between_view.js";
import { carriersPart } from "./carriers_view.js";
import { filled, oneField } from "./fields.js";
import { hoursForm } from "./hours_view.js";
import { wholeNumber } from "./numbers.js";
import { optOutsPart } from "./opt_outs_view.js";
import { retentionPart } from "./retention_view.js";
import { stopWordsPart } from "./stop_words_view.js";
import { tagsPart } from "./tags_view.js";

export function accountPage({ things, ask }) {
  const account = () => things.all("account")[0];
  const size = oneField({
    label: "Default batch size",
    hint: "Campaigns on which self assignment is first allowed from now on start with it; others keep theirs. "
      + `Clear it to return to ${limits.default_batch_size}.`,
    input: el("input", { type: "text", inputmode: "numeric", autocomplete: "off", class: "short", placeholder: `Default: ${limits.default_batch_size}` }),
    read: (text) => (text.trim() ? wholeNumber(text) ?? undefined : null),
    cannot: "Write a whole number.",
    ask: (number) => ask("set_default_batch_size", { size: number }),
  });
  filled(size.input, () => (account().default_is_set ? String(account().default_batch_size) : ""));
  const element = el("section", { class: "narrow" },
    el("h1", {}, "Account"),
    el("div", { class: "card" }, el("h2", {}, "Self Assignment"), size.element),
    el("div", { class: "card" }, el("h2", {}, "Texting hours"),
      el("p", {}, "Campaigns that are made from now on start with these; others keep theirs."),
      hoursForm({ hours: () => account().default_hours, ask: (hours) => ask("set_default_hours", { hours }) }).element),
    betweenPart({ account, ask }),
    carriersPart({ account, ask }),
    tagsPart({ account, ask }),
    stopWordsPart({ account, ask }),
    automaticTextsPart({ account, ask }),
    optOutsPart(),
    retentionPart({ account, ask }),
    el("div", { class: "card" }, el("h2", {}, "Audit"),
      el("p", {}, "Every change that admins made, and who made it."), el("a", { class: "button", href: "#/audit" }, "Read the audit")),
    el("div", { class: "card" }, el("h2", {}, "Your sign-in"),
      el("p", {}, "With a password you can sign in again without asking for a link."),
      el("div", { class: "row" }, el("a", { class: "button", href: "/password" }, "Set a password"),
        el("a", { class: "button", href: "/sessions" }, "Where you are signed in"))));
  return { element, title: () => "Account" };
}
