/** Who can sign in: inviting, roles, who is online, disabling; and their API tokens. */
import { asking, outcome } from "../asking.js";
import { confirmed } from "../confirmed.js";
import { el, setAttribute } from "../dom.js";
import { invitationPart } from "./invitation_view.js";
import { keyed } from "../keyed.js";
import { Live, setText } from "./live.js";
import { ROLES, memberRows } from "./members.js";
import { filtered } from "./senders.js";
import { tokensPart } from "./tokens_view.js";

export function membersPage(world) {
  const { things, ask } = world;
  const live = new Live();
  const said = outcome();
  const words = el("input", { type: "search", "aria-label": "Find a member", placeholder: "Name or e-mail", oninput: () => live.update() });
  const body = el("tbody", {});
  const show = keyed(body, ({ id }) => id, (member) => line(member, disable));
  live.each(() => {
    const presences = new Map(things.all("presence").map((each) => [each.id, each]));
    show(filtered(memberRows(things.all("member"), presences), words.value));
  });
  const headings = ["Name", "Role", "Online", "Disable"].map((title) => el("th", { scope: "col" }, title));
  const element = el("section", {},
    el("h1", {}, "Members"),
    invitationPart(world),
    el("div", { class: "card" },
      el("h2", {}, "Members of this account"), el("div", { class: "field" }, words), said,
      el("div", { class: "scroll tall", tabindex: 0, role: "region", "aria-label": "Members" },
        el("table", {}, el("caption", { class: "for-screen-readers" }, "Members"),
          el("thead", {}, el("tr", {}, ...headings)), body))),
    tokensPart(world));
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

function line(member, disable) {
  const [name, email, role, online] = ["", "", "", ""].map((text) => document.createTextNode(text));
  const press = () => disable(member, button);
  const button = el("button", { type: "button", class: "small", "aria-label": `Disable ${member.name}`, onclick: press }, "Disable");
  const presence = el("td", { class: "presence" }, online);
  const element = el("tr", {},
    el("th", { scope: "row" }, name, el("span", { class: "soft small email" }, email)),
    el("td", {}, role), presence, el("td", {}, button));
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
