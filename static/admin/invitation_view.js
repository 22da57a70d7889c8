/** The form that invites a member: their address, name and role, and then the link to pass on. */
import { asking, outcome, refuse, say } from "../shared/asking.js";
import { el } from "../shared/dom.js";
import { Refusal } from "../shared/socket.js";
import { card } from "./account_part_view.js";
import { field } from "./fields.js";
import { linkToPassOn } from "./link_view.js";
import { ROLES } from "./members.js";

export function invitationPart({ things, ask }) {
  const name = field("Name", el("input", { type: "text", autocomplete: "off" }));
  const email = field("E-mail address", el("input", { type: "email", autocomplete: "off" }));
  const roles = Object.entries(ROLES).reverse().map(([value, title]) => el("option", { value }, title));
  const role = field("Role", el("select", {}, ...roles));
  const fields = { empty_name: name, bad_email: email };
  const says = outcome();
  const link = linkToPassOn("Link to pass on, good once and for 7 days");
  const button = el("button", { type: "submit", class: "primary" }, "Invite");
  const form = el("form", { novalidate: true, onsubmit: submit },
    el("div", { class: "columns thirds" }, name.element, email.element, role.element), el("div", { class: "asker" }, button, says));
  return card(el("div", { class: "row spread heading" }, el("h2", {}, "Invite a member"), el("a", { class: "button", href: "#/invite" }, "Invite many at once")), form, link.element);

  function submit(event) {
    event.preventDefault();
    link.show(null);
    for (const { says: beside } of Object.values(fields)) say(beside, "");
    const before = new Set(things.all("member").map(({ id }) => id));
    return asking(button, says, invite, (member) => member && invited(member, before));
  }

  /** Return the new member; null if refused, which is said beside the field that caused it. */
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
    link.show(member.link);
    const known = before.has(member.id);
    return `${member.name} is ${known ? "a member already, and this is a fresh link" : "invited"}. ${member.sentence}`;
  }
}
