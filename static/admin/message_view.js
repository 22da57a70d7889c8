/** The first message: merge fields to put in, what is wrong with it, how it will read, how long it is. */
import { asking, outcome, refuse, say } from "../asking.js";
import { el } from "../dom.js";
import { field } from "./fields.js";
import { saved } from "./live.js";
import { insertedAt, offered, unknown } from "./message.js";
import { previewPart } from "./preview_view.js";
import { listed } from "./numbers.js";
import { to } from "./routes.js";

const PAUSE = 1000; // ms without typing after which what was typed is saved

export function messagePart({ live, id, campaign, ask, go, unsaved }) {
  const text = el("textarea", { rows: 6 });
  const { element, says } = field("First message", text, "The first message that every contact gets. It is saved as you write.");
  live.filled(text, () => campaign().script);
  let pause;
  let saving = Promise.resolve(true);
  text.addEventListener("input", () => {
    unsaved.set(id, text.value);
    clearTimeout(pause);
    preview.update();
    if (!warn()) pause = setTimeout(save, PAUSE);
  });

  const fields = el("div", { class: "row", role: "group", "aria-label": "Merge fields" });
  live.each(() => {
    const names = offered(campaign().fields ?? []);
    if (fields.childElementCount === names.length + 1) return;
    fields.replaceChildren(el("span", { class: "soft" }, "Put in:"), ...names.map((name) =>
      el("button", { type: "button", class: "small", onclick: () => insert(`{${name}}`) }, `{${name}}`)));
  });
  const warning = outcome();
  element.append(warning);
  const preview = previewPart({ live, id, campaign, ask }, () => text.value);
  live.each(() => preview.update());
  live.each(warn);
  if (unsaved.has(id)) {
    text.value = unsaved.get(id); // it was refused when this page was left
    text.dispatchEvent(new Event("input"));
  }
  const forward = el("button", { type: "button", class: "pink", onclick: onward },
    live.text(() => (campaign().status === "draft" ? "Save and continue" : "Save")));

  return {
    element: el("section", {}, el("h2", {}, "Message"),
      el("div", { class: "card" }, element, fields, preview.element), forward),
    close: save,
  };

  /** One save after the other. (None when the field is left: what it says would move the button that is being pressed.) */
  function save() {
    clearTimeout(pause);
    saving = saving.then(saveNow);
    return saving;
  }

  async function saveNow() {
    const script = text.value;
    const change = () => ask("update_campaign", { campaign: id, script });
    if (script !== campaign().script && !(await asking(text, says, change, () => "Saved."))) return false;
    if (text.value === script) {
      unsaved.delete(id);
      saved(text);
    }
    return true;
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

  function warn() {
    const names = campaign().contacts ? unknown(text.value, campaign().fields ?? []).map((name) => `{${name}}`) : [];
    if (names.length) refuse(warning, `No contact has ${listed(names)}.`);
    else say(warning, "");
    return names.length > 0;
  }
}
