/** Who can sign in: inviting, roles, who is online, disabling. */
import { asking, outcome } from "../asking.js";
import { confirmed } from "../confirmed.js";
import { el, newId, setAttribute } from "../dom.js";
import { field } from "./fields.js";
import { keyed } from "../keyed.js";
import { Live, setText } from "./live.js";
import { ROLES, memberRows } from "./members.js";
import { tokensPart } from "./tokens_view.js";

export function membersPage({ things, ask }) {
  const live = new Live();
  const said = outcome();
  const body = el("tbody", {});
  const show = keyed(body, ({ id }) => id, (member) => line(member, disable));
  live.each(() => {
    const presences = new Map(things.all("presence").map((each) => [each.id, each]));
    show(memberRows(things.all("member"), presences));
  });
  const element = el("section", {},
    el("h1", {}, "Members"),
    invitation(ask, things),
    el("div", { class: "card" }, said, el("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": "Members" },
      el("table", {}, el("caption", {}, "Members of this account"),
        el("thead", {}, el("tr", {}, ...["Name", "Role", "Online", "Disable"].map((title) => el("th", { scope: "col" }, title)))), body))),
    tokensPart({ things, ask }));
  return { element, live, title: () => "Members" };

  async function disable({ id, name }, button) {
    const sure = await confirmed({
      question: `Disable ${name}?`,
      says: "They are signed out everywhere, and every conversation they hold becomes unassigned.",
      verb: "Disable",
    });
    if (sure) await asking(button, said, () => ask("disable_member", { member: id }), () => `${name} is disabled.`);
  }
}

function invitation(ask, things) {
  const email = field("E-mail address", el("input", { type: "email", autocomplete: "off" }));
  const name = field("Name", el("input", { type: "text", autocomplete: "off" }));
  const role = field("Role", el("select", {}, ...Object.entries(ROLES).reverse().map(([value, title]) => el("option", { value }, title))));
  const says = outcome();
  const link = el("input", { type: "text", readonly: true, id: newId(), onfocus: () => link.select() });
  const passOn = el("div", { class: "field", hidden: true }, el("label", { for: link.id }, "Link to pass on, good for 7 days"), link);
  const button = el("button", { type: "submit", class: "pink" }, "Invite");
  const submit = async (event) => {
    event.preventDefault();
    passOn.hidden = true;
    const before = new Set(things.all("member").map(({ id }) => id));
    const invited = { email: email.input.value.trim(), name: name.input.value.trim(), role: role.input.value };
    const did = await asking(button, says, () => ask("invite_member", invited), ({ id, name: called, link: path }) => {
      link.value = new URL(path, location.href).href;
      passOn.hidden = false;
      return before.has(id) ? `${called} is a member already. Here is a fresh link.` : `${called} is invited.`;
    });
    if (did) form.reset();
    else (name.input.value.trim() ? email : name).input.focus();
  };
  const form = el("form", { novalidate: true, onsubmit: submit }, name.element, email.element, role.element, el("div", { class: "asker" }, button, says));
  return el("div", { class: "card" }, el("h2", {}, "Invite a member"), form, passOn);
}

function line(member, disable) {
  const texts = Array.from({ length: 4 }, () => document.createTextNode(""));
  const [name, email, role, online] = texts;
  const button = el("button", { type: "button", class: "small", "aria-label": `Disable ${member.name}`, onclick: () => disable(member, button) }, "Disable");
  const presence = el("td", { class: "presence" }, online);
  const element = el("tr", {}, el("th", { scope: "row" }, name, el("span", { class: "soft small email" }, email)), el("td", {}, role), presence, el("td", {}, button));
  return {
    element,
    fill(now) {
      setText(name, now.name);
      setText(email, now.email);
      setText(role, now.disabled ? `${ROLES[now.role]}, disabled` : ROLES[now.role]);
      setText(online, now.online ? "Online" : "");
      setAttribute(presence, "data-online", now.online);
      button.hidden = now.disabled;
    },
  };
}
