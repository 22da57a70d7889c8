/** Account → Self Assignment: the batch size that campaigns start with. */
import { el } from "../shared/dom.js";
import { limits } from "../shared/limits.js";
import { accountPart, card } from "./account_part_view.js";
import { filled, oneField } from "./fields.js";
import { wholeNumber } from "./numbers.js";

export function defaultBatchPage({ account, ask }) {
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
  const about = "Texters press Request Conversations and get a batch. Each campaign allows it for itself, on its senders’ page.";
  return { element: accountPart("Self Assignment", about, card(size.element)) };
}
