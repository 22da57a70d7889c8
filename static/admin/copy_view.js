/** The dialog that copies a campaign, and then goes to the copy. */
import { asking, outcome } from "../shared/asking.js";
import { el, newId } from "../shared/dom.js";
import { limits } from "../shared/limits.js";
import { to } from "./routes.js";

export function copyDialog({ id, campaign, ask, go }) {
  const [heading, field] = [newId(), newId()];
  const { title, erased } = campaign();
  const named = el("input", { id: field, type: "text", maxlength: limits.title, autocomplete: "off", autofocus: true });
  named.value = `Copy of ${title}`.slice(0, limits.title);
  const contacts = el("input", { type: "checkbox" });
  const says = outcome();
  const button = el("button", { class: "primary" }, "Copy");
  const dialog = el("dialog", { "aria-labelledby": heading },
    el("form", { onsubmit: copy },
      el("h2", { id: heading }, "Copy this campaign"),
      el("p", {}, "The copy is a draft with the same message, settings, picture, canned replies, tags and survey. It has no senders yet."),
      el("div", { class: "field" }, el("label", { for: field }, "Title of the copy"), named),
      erased ? "" : el("label", { class: "row" }, contacts, "With its contacts, except those who opted out"),
      el("div", { class: "row" }, el("button", { type: "button", onclick: () => dialog.close() }, "Cancel"), button),
      says));
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
  named.select();

  async function copy(event) {
    event.preventDefault();
    const wanted = { campaign: id, title: named.value, contacts: contacts.checked };
    await asking(button, says, () => ask("copy_campaign", wanted), (made) => {
      dialog.close();
      go(to(made.campaign));
    });
  }
}
