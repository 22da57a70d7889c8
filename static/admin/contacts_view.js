/** Contacts from a file: a look at it, the upload, and what was rejected. */
import { say } from "../shared/asking.js";
import { confirmed } from "../shared/confirmed.js";
import { el, follow, newId, seen, setAttribute } from "../shared/dom.js";
import { count, many } from "../shared/numbers.js";
import { Refusal } from "../shared/socket.js";
import { draftContactsPart } from "./draft_contacts_view.js";
import { dropZone } from "./drop_view.js";
import { asker } from "./fields.js";
import { lookupPart } from "./lookup_view.js";
import { rejectedPart } from "./rejected_view.js";
import { to } from "./routes.js";
import { sheetPart } from "./sheet_view.js";
import { summary, whatAddingDoes } from "./uploads.js";

export function contactsPart({ id, campaign, uploads, ask }) {
  const nothingSaid = () => say(upload.says, "");
  const sheet = sheetPart(id, nothingSaid);
  const file = el("input", { type: "file", id: newId(), accept: ".csv,.tsv,.txt,.xlsx,text/csv", onchange: choose });
  const running = () => uploads.running(id);
  const upload = asker("Upload", send, { class: "primary" });
  follow(upload.button, () => setAttribute(upload.button, "aria-busy", running() ? "true" : null));
  const does = () => whatAddingDoes(campaign());
  const ready = el("div", { hidden: true },
    seen(el("p", { class: "notice" }, does), () => does() !== ""), upload.element);
  const open = () => campaign().status !== "archived";
  const people = campaign().status === "draft" ? draftContactsPart({ id, campaign, ask }) : null;

  const element = el("section", {},
    el("h2", {}, "Contacts"),
    el("p", {}, () => `${many(campaign().contacts, "contact")} in this campaign.`),
    seen(el("div", { class: "card" },
      seen(el("div", {},
        el("div", { class: "field" },
          el("label", { for: file.id }, "Contacts file"),
          el("p", { class: "soft small" }, "A CSV file or Excel workbook with a heading row. It needs a column with phone numbers; first and last name "
            + "are recognised, and every other column can be used in the message."),
          dropZone(file)),
        sheet.element, ready), open),
      progress(id, uploads, running), result(id, uploads)), () => open() || uploads.of(id) !== undefined),
    lookupPart({ id, campaign, ask }),
    seen(people?.element ?? el("div", {}), () => campaign().status === "draft" && campaign().contacts > 0),
    seen(el("p", {}, el("a", { class: "button primary", href: to(id, "message") }, "Continue to the message")),
      () => campaign().status === "draft" && campaign().contacts > 0));
  return { element, told: people?.told };

  function choose() {
    nothingSaid();
    ready.hidden = !file.files.length;
    if (file.files.length) uploads.forget(id);
    sheet.look(file.files[0]);
  }

  async function send() {
    await sheet.settled();
    if (sheet.lacking()) throw new Refusal("no_phone", sheet.lacking());
    const sure = !campaign().bulk_send || !does() || await confirmed({ question: "Add contacts to a bulk send?", says: does(), verb: "Upload" });
    if (sure && !running()) uploads.start(id, file.files[0], sheet.mapping(), sheet.encoding());
  }
}

function progress(id, uploads, running) {
  const share = () => uploads.of(id)?.share ?? 0;
  // Once the file is up, the server reads it for an unknown time.
  const bar = el("progress", { max: 1, "aria-label": "Upload", value: () => (share() < 1 ? share() : null) });
  const says = () => (share() < 1 ? `Uploading ${uploads.of(id)?.name}: ${count(Math.floor(share() * 100))} %`
    : "Reading the file. The contacts appear as they are added.");
  return seen(el("div", { class: "below" }, el("p", {}, says), bar), running);
}

function result(id, uploads) {
  const element = el("div", { class: "below", "aria-live": "polite" });
  let shown = null;
  return follow(element, () => {
    const upload = uploads.of(id);
    const over = upload?.answer ?? upload?.refusal ?? null;
    if (over === shown) return;
    shown = over;
    if (over === null) element.replaceChildren();
    else if (upload.refusal) element.replaceChildren(el("p", { class: "refusal" }, `${upload.name}: ${upload.refusal.sentence}`));
    else element.replaceChildren(...[summary(upload), ...upload.answer.notices].map((each) => el("p", { class: "notice" }, each)), ...rejectedPart(upload));
  });
}
