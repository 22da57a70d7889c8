/** Account → The list of who opted out: as a download, and from a file. */
import { say } from "../shared/asking.js";
import { confirmed } from "../shared/confirmed.js";
import { el, newId } from "../shared/dom.js";
import { Refusal } from "../shared/socket.js";
import { asker } from "./fields.js";
import { rejectedPart } from "./rejected_view.js";
import { optedOutBy, posted } from "./uploads.js";

export function optOutsPart() {
  const id = newId();
  const file = el("input", { type: "file", id, accept: ".csv,.tsv,.txt,.xlsx,text/csv" });
  const result = el("div", { class: "below", "aria-live": "polite" });
  const upload = asker("Opt out everybody in this file", send);
  file.addEventListener("change", () => {
    say(upload.says, "");
    result.replaceChildren();
  });
  return el("div", { class: "card" }, el("h2", {}, "Who opted out"),
    el("p", {}, "Every phone that opted out, or in again, with when, who and how."),
    el("p", {}, el("a", { class: "button", href: "/opt-outs.csv", download: true }, "Download the list")),
    el("div", { class: "field" },
      el("label", { for: id }, "A list to take in"),
      el("p", { class: "soft small" }, "A CSV file or Excel workbook with a column of phone numbers. Everybody in it is opted out in every campaign and isn't "
        + "told. Nobody is ever brought back by a list."),
      file),
    upload.element, result);

  async function send() {
    if (!file.files.length) throw new Refusal("no_file", "Choose a file first.");
    const { name } = file.files[0];
    const says = "Nobody here will text them again, in any campaign. Only they themselves, or an admin in each conversation, can undo it.";
    if (!(await confirmed({ question: `Opt out everybody in ${name}?`, says, verb: "Opt them out" }))) return;
    const form = new FormData();
    form.set("file", file.files[0]);
    const { answer, refusal } = await posted("/opt-outs", form);
    if (refusal) throw refusal;
    const sentences = [optedOutBy({ name, answer }), ...answer.notices];
    result.replaceChildren(...sentences.map((each) => el("p", { class: "notice" }, each)), ...rejectedPart({ name, answer }));
    file.value = "";
  }
}
