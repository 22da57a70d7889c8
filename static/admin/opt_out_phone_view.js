/** Account → Opt-outs → Add a number: the form that opts one person out. */
import { asking, outcome } from "../shared/asking.js";
import { el } from "../shared/dom.js";
import { card } from "./account_part_view.js";
import { field } from "./fields.js";

/** `done()` is called once somebody has opted out. */
export function optOutPhonePart({ ask, done }) {
  const phone = field("Number", el("input", { type: "tel", autocomplete: "off" }), "They get no more texts from any campaign, and aren’t told.");
  const button = el("button", { type: "submit" }, "Opt out");
  const says = outcome();
  const form = el("form", { novalidate: true, onsubmit: submit }, phone.element, button, says);
  return card(el("h2", {}, "Add a number"), form);

  async function submit(event) {
    event.preventDefault();
    const did = await asking(button, says, () => ask("opt_out_phone", { phone: phone.input.value }), told);
    if (!did) phone.input.focus();
  }

  function told({ phone: number, changed }) {
    form.reset();
    done();
    return changed ? `${number} has opted out.` : `${number} had opted out already.`;
  }
}
