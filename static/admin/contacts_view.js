/** Contacts from a CSV file: a look at it, the upload, and what was rejected. */
import { asker } from "./fields.js";
import { el, newId } from "../dom.js";
import { count, many } from "./numbers.js";
import { rejectedPart } from "./rejected_view.js";
import { to } from "./routes.js";
import { sheetPart } from "./sheet_view.js";

export function contactsPart({ live, id, campaign, uploads }) {
  const sheet = sheetPart();
  const look = () => {
    upload.element.hidden = !file.files.length;
    return sheet.look(file.files[0]);
  };
  const file = el("input", { type: "file", id: newId(), accept: ".csv,.tsv,.txt,text/csv", onchange: look });
  const running = () => {
    const now = uploads.of(id);
    return now !== undefined && !now.answer && !now.refusal;
  };
  const upload = asker("Upload", () => uploads.start(id, file.files[0], sheet.mapping()), { class: "pink" });
  upload.element.hidden = true;
  live.attribute(upload.button, "aria-busy", () => (running() ? "true" : null));

  const element = el("section", {},
    el("h2", {}, "Contacts"),
    el("p", {}, live.text(() => `${many(campaign().contacts, "contact")} in this campaign.`)),
    el("div", { class: "card" },
      el("div", { class: "field" },
        el("label", { for: file.id }, "Contacts file"),
        el("p", { class: "soft small" }, "A CSV file with a heading row. It needs a column with phone numbers; first and last name "
          + "are recognised, and every other column can be used in the message."),
        file),
      sheet.element, upload.element, progress(live, id, uploads, running), result(live, id, uploads)),
    live.seen(el("p", {}, el("a", { class: "button pink", href: to(id, "message") }, "Continue to the message")),
      () => campaign().status === "draft" && campaign().contacts > 0));
  return { element };
}

function progress(live, id, uploads, running) {
  const share = () => uploads.of(id)?.share ?? 0;
  const bar = el("progress", { max: 1, "aria-label": "Upload" });
  live.each(() => {
    if (share() < 1) bar.value = share();
    else bar.removeAttribute("value"); // it is up; how long the server reads it isn't known
  });
  const says = live.text(() => (share() < 1 ? `Uploading ${uploads.of(id)?.name}: ${count(Math.floor(share() * 100))} %`
    : "Reading the file. The contacts appear as they are added."));
  return live.seen(el("div", { class: "below" }, el("p", {}, says), bar), running);
}

function result(live, id, uploads) {
  const element = el("div", { class: "below", "aria-live": "polite" });
  let shown = null;
  live.each(() => {
    const upload = uploads.of(id);
    const over = upload?.answer ?? upload?.refusal ?? null;
    if (over === shown) return;
    shown = over;
    if (over === null) element.replaceChildren();
    else if (upload.refusal) element.replaceChildren(el("p", { class: "refusal" }, upload.refusal.sentence));
    else element.replaceChildren(el("p", { class: "notice" }, summary(upload.answer)), ...rejectedPart(upload));
  });
  return element;
}

const summary = ({ added, rejected_in_all: rejected }) =>
  `${many(added, "contact")} added${rejected ? `, ${many(rejected, "row")} rejected` : ""}.`;
