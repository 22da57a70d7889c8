/** The first message: merge fields to put in, what is wrong with it, how it will read, how long it is. */
import { asking, outcome, refuse, say } from "../shared/asking.js";
import { el, follow, seen } from "../shared/dom.js";
import { keyed } from "../shared/keyed.js";
import { field, filled, saved } from "./fields.js";
import { picturePart } from "./picture_view.js";
import { hint, insertedAt, note, offered, savesItself } from "./message.js";
import { previewPart } from "./preview_view.js";
import { to } from "./routes.js";

const PAUSE_MS = 1000; // ms without typing after which what was typed is saved, in a draft

export function messagePart({ id, campaign, things, ask, go, unsaved }) {
  const text = el("textarea", { rows: 6 });
  const { element, says } = field("First message", text, () => hint(campaign()));
  const noted = outcome();
  element.append(noted);
  filled(text, () => campaign().script);
  let judged; // the script that the server has last looked at, and what it found wrong
  let pause;
  let saving = Promise.resolve(true);
  text.addEventListener("input", () => {
    const known = unsaved.get(id)?.known ?? new Set([campaign().script]);
    unsaved.set(id, { text: text.value, known });
    say(says, "");
    preview.update();
    look();
    clearTimeout(pause);
    pause = setTimeout(saveItself, PAUSE_MS);
  });

  const names = keyed(el("span", { class: "row" }), () => offered(campaign()), (name) => name, (name) =>
    el("button", { type: "button", class: "small", onclick: () => insert(`{${name()}}`) }, `{${name()}}`));
  const fields = el("div", { class: "row", role: "group", "aria-label": "Merge fields" }, el("span", { class: "soft" }, "Put in:"), names);
  const preview = previewPart({ id, campaign, ask }, () => text.value, (found) => {
    judged = found;
    look();
  });
  if (unsaved.has(id)) {
    text.value = unsaved.get(id).text; // it wasn't saved when this page was left
    text.dispatchEvent(new Event("input"));
  }
  follow(noted, look);
  const forward = el("button", { type: "button", class: "primary", onclick: onward },
    () => (campaign().status === "draft" ? "Save and continue" : "Save"));
  const isOpen = () => campaign().status !== "archived";
  const form = el("div", {}, el("div", { class: "card" }, element, fields, preview.element), picturePart({ id, campaign, things, ask }), forward);
  const bubble = el("p", { class: "bubble out" }, () => campaign().script || "None.");

  return {
    element: el("section", {}, el("h2", {}, "Message"), seen(form, isOpen), seen(bubble, () => !isOpen())),
    told: (thing) => thing === null && saveItself(), // the connection is back
    close: saveItself,
  };

  function saveItself() {
    clearTimeout(pause);
    if (unsaved.has(id) && savesItself(campaign(), unsaved.get(id), judged)) save();
  }

  /** Save, one save after the other. Leaving the field saves nothing: the note would move the button being pressed. */
  function save() {
    clearTimeout(pause);
    saving = saving.then(saveNow);
    return saving;
  }

  async function saveNow() {
    const script = text.value;
    unsaved.get(id)?.known.add(script);
    const change = async () => script !== campaign().script && ask("update_campaign", { campaign: id, script });
    const did = await asking(text, says, change, () => (text.value === script ? "Saved." : ""));
    look();
    return did;
  }

  async function onward() {
    if (!(await save())) text.focus();
    else if (campaign().status === "draft") go(to(id, "senders"));
  }

  function insert(name) {
    const put = insertedAt(text.value, text.selectionStart, text.selectionEnd, name);
    text.value = put.text;
    text.focus();
    text.setSelectionRange(put.cursor, put.cursor);
    text.dispatchEvent(new Event("input"));
  }

  /** Forget the typed message once it is saved, or never will be. Then show the note about it. */
  function look() {
    const { script, status } = campaign();
    const answered = text.getAttribute("aria-busy") !== "true";
    if (unsaved.get(id)?.text === script && answered || status === "archived") unsaved.delete(id);
    if (text.value === script && answered) saved(text);
    const sentence = note(campaign(), unsaved.get(id), judged).replace(says.textContent, "").trim(); // said once
    if (sentence) refuse(noted, sentence);
    else say(noted, "");
  }
}
