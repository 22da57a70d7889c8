/** Account → Opt-outs → A list to take in: a file whose people are opted out. */
import { say } from "../shared/asking.js";
import { confirmed } from "../shared/confirmed.js";
import { el, newId } from "../shared/dom.js";
import { Refusal } from "../shared/socket.js";
import { card } from "./account_part_view.js";
import { dropZone } from "./drop_view.js";
import { asker } from "./fields.js";
import { rejectedPart } from "./rejected_view.js";
import { optedOutBy, posted } from "./uploads.js";

/** `done()` is called once a list is taken in. */
export function optOutListPart({ done }) {
  const id = newId();
  const file = el("input", { type: "file", id, accept: ".csv,.tsv,.txt,.xlsx,text/csv" });
  const result = el("div", { class: "below", "aria-live": "polite" });
  const upload = asker("Opt out everybody in this file", send);
  file.addEventListener("change", () => {
    say(upload.says, "");
    result.replaceChildren();
  });
  return card(el("h2", {}, "Opt out a whole list"),
    el("div", { class: "field" },
      el("label", { for: id }, "A list to take in"),
      el("p", { class: "soft small" }, "A CSV file or Excel workbook with a column of phone numbers. Everybody in it is opted out in every campaign and isn't "
        + "told. Nobody is ever brought back by a list."),
      dropZone(file)),
    upload.element, result);

  async function send() {
    if (!file.files.length) throw new Refusal("no_file", "Choose a file first.");
    const { name } = file.files[0];
    const says = "Nobody here will text them again, in any campaign. Only they themselves, or an admin for each of them, can undo it.";
    if (!(await confirmed({ question: `Opt out everybody in ${name}?`, says, verb: "Opt them out" }))) return;
    const form = new FormData();
    form.set("file", file.files[0]);
    const { answer, refusal } = await posted("/opt-outs", form);
    if (refusal) throw refusal;
    const sentences = [optedOutBy({ name, answer }), ...answer.notices];
    result.replaceChildren(...sentences.map((each) => el("p", { class: "notice" }, each)), ...rejectedPart({ name, answer }));
    file.value = "";
    done();
  }
}
