/** Looking up which numbers of a draft are landlines: what it costs is said first. */
import { confirmed } from "../shared/confirmed.js";
import { el, seen } from "../shared/dom.js";
import { asker } from "./fields.js";
import { beforeLookup, lookedUp } from "./lookup.js";

export function lookupPart({ id, campaign, ask }) {
  const press = asker("Look numbers up", lookUp, { done: (answer) => (answer === null ? "All numbers are looked up, or about to be." : "") });
  const asks = () => campaign().status === "draft" && campaign().contacts > 0;
  return seen(el("div", { class: "card" },
    el("h3", {}, "Landlines"),
    el("p", { class: "soft small" }, "A carrier can look up which numbers are landlines, for a price that is said first."),
    seen(el("p", { role: "status" }, () => lookedUp(campaign().lookup)), () => campaign().lookup),
    seen(press.element, asks)), () => asks() || campaign().lookup);

  async function lookUp() {
    const offer = await ask("price_lookup", { campaign: id });
    if (!offer.numbers) return null;
    const sure = await confirmed({ question: "Look numbers up?", says: beforeLookup(offer), verb: "Look them up" });
    return sure && ask("look_up_numbers", { campaign: id });
  }
}
