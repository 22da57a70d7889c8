/** Inviting a member: who, as what, and the link to pass on. */
import { Refusal } from "../socket.js";
import { asking, outcome, refuse, say } from "../asking.js";
import { el, newId } from "../dom.js";
import { field } from "./fields.js";
import { ROLES } from "./members.js";

export function invitationPart({ things, ask }) {
  const name = field("Name", el("input", { type: "text", autocomplete: "off" }));
  const email = field("E-mail address", el("input", { type: "email", autocomplete: "off" }));
  const roles = Object.entries(ROLES).reverse().map(([value, title]) => el("option", { value }, title));
  const role = field("Role", el("select", {}, ...roles));
  const fields = { empty_name: name, bad_email: email };
  const says = outcome();
  const link = el("input", { type: "text", readonly: true, id: newId(), onfocus: () => link.select() });
  const passOn = el("div", { class: "field", hidden: true }, el("label", { for: link.id }, "Link to pass on, good for 7 days"), link);
  const button = el("button", { type: "submit", class: "pink" }, "Invite");
  const form = el("form", { novalidate: true, onsubmit: submit },
    name.element, email.element, role.element, el("div", { class: "asker" }, button, says));
  return el("div", { class: "card" }, el("h2", {}, "Invite a member"), form, passOn);

  function submit(event) {
    event.preventDefault();
    passOn.hidden = true;
    for (const { says: beside } of Object.values(fields)) say(beside, "");
    const before = new Set(things.all("member").map(({ id }) => id));
    return asking(button, says, invite, (member) => member && invited(member, before));
  }

  /** The new member, or null when a refusal has been said beside the field that caused it. */
  async function invite() {
    try {
      const who = { email: email.input.value.trim(), name: name.input.value.trim(), role: role.input.value };
      return await ask("invite_member", who);
    } catch (error) {
      const cause = error instanceof Refusal && fields[error.code];
      if (!cause) throw error;
      refuse(cause.says, error.sentence);
      cause.input.focus();
      return null;
    }
  }

  function invited(member, before) {
    form.reset();
    link.value = new URL(member.link, location.href).href;
    passOn.hidden = false;
    return before.has(member.id) ? `${member.name} is a member already. Here is a fresh link.` : `${member.name} is invited.`;
  }
}
