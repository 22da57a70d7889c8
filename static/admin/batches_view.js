/** The batches of self assignment: how many conversations one request hands over, and the sharing of the last ones. */
import { el } from "../shared/dom.js";
import { limits } from "../shared/limits.js";
import { count } from "../shared/numbers.js";
import { numberField, switched } from "./fields.js";

/** Return {element, save}; `set(settings)` asks for a change of the campaign's settings. */
export function batchesForm(campaign, set) {
  const size = numberField({
    label: "Batch size",
    hint: `How many conversations one request hands over, 1 to ${count(limits.batch_size)}.`,
    value: () => String(campaign().batch_size ?? ""),
    ask: (batch_size) => set({ batch_size }),
  });
  const fair = switched("Share the last ones", () => campaign().fair_tail, (fair_tail) => set({ fair_tail }),
    "When fewer are left than the texters present would take, each request gets a fair part, so that all finish together.");
  return { element: el("div", { class: "part" }, el("h3", {}, "Batches"), size.element, fair), save: size.save };
}
