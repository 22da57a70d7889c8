/** Account → Stop words → Texts that go out by themselves: the confirmation of an opt-out, and the answer to HELP. */
import { el, refresh } from "../shared/dom.js";
import { limits } from "../shared/limits.js";
import { filled, oneField } from "./fields.js";
import { sizeOf } from "./segments.js";

export function automaticTextsPart({ account, ask }) {
  return el("div", { class: "card" }, el("h2", {}, "Texts that go out by themselves"),
    el("p", {}, "Twilio and Telnyx by default send both by themselves. Leave these empty then, or people get two."),
    one({
      kind: "confirmation",
      label: "Confirmation of an opt-out",
      verb: "Save the confirmation",
      hint: "One text within 5 minutes, to whoever opts out by a text or is opted out by a texter. Say who you are and that no more texts come, "
        + "and nothing that advertises. Empty: none.",
      value: () => account().confirm_opt_out,
      ask,
    }),
    one({
      kind: "help",
      label: "Answer to HELP",
      verb: "Save the answer",
      hint: "To whoever writes HELP or INFO, once an hour at most; a texter still sees what they wrote. Say who you are, how to reach you, and that "
        + "STOP ends the texts. Empty: none.",
      value: () => account().help_text,
      ask,
    }));
}

function one({ kind, label, verb, hint, value, ask }) {
  const input = el("textarea", { rows: "3", oninput: () => refresh(size) });
  const { element } = oneField({
    label,
    hint,
    input,
    verb,
    ask: (text) => ask("set_automatic_text", { kind, text }),
    done: () => "Saved.",
  });
  filled(input, value);
  const size = el("p", { class: "soft small number" }, () => (input.value.trim() ? sizeOf(input.value.trim(), limits.text) : "None goes out."));
  input.after(size);
  return element;
}
