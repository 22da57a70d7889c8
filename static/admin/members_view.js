/** Who can sign in: inviting, roles, who is online, disabling and enabling; and their API tokens. */
import { asking, outcome } from "../shared/asking.js";
import { confirmed } from "../shared/confirmed.js";
import { el, setAttribute } from "../shared/dom.js";
import { keyed } from "../shared/keyed.js";
import { invitationPart } from "./invitation_view.js";
import { Live, setText } from "./live.js";
import { ROLES, memberRows, otherRole } from "./members.js";
import { filtered } from "./senders.js";
import { tokensPart } from "./tokens_view.js";

export function membersPage(world) {
  const { things, ask } = world;
  const live = new Live();
  const said = outcome();
  const words = el("input", { type: "search", "aria-label": "Find a member", placeholder: "Name or e-mail", oninput: () => live.update() });
  const body = el("tbody", {});
  const show = keyed(body, ({ id }) => id, (member) => line(member, { changeRole, disable, enable }));
  live.each(() => {
    const presences = new Map(things.all("presence").map((each) => [each.id, each]));
    show(filtered(memberRows(things.all("member"), presences), words.value));
  });
  const headings = ["Name", "Role", "Online", "Change"].map((title) => el("th", { scope: "col" }, title));
  const element = el("section", {},
    el("h1", {}, "Members"),
    invitationPart(world),
    el("div", { class: "card" },
      el("h2", {}, "Members of this account"), el("div", { class: "field" }, words), said,
      el("div", { class: "scroll tall", tabindex: 0, role: "region", "aria-label": "Members" },
        el("table", { class: "stacked" }, el("caption", { class: "for-screen-readers" }, "Members"),
          el("thead", {}, el("tr", {}, ...headings)), body))),
    tokensPart(world, live));
  return { element, live, title: () => "Members" };

  async function changeRole(member, button) {
    const { role, question, says, done } = otherRole(member);
    const sure = await confirmed({ question, says, verb: "Change the role" });
    if (sure) await asking(button, said, () => ask("change_role", { member: member.id, role }), () => done);
  }

  async function disable({ id, name }, button) {
    const sure = await confirmed({
      question: `Disable ${name}?`,
      says: "They are signed out everywhere, and every conversation they hold becomes unassigned.",
      verb: "Disable",
    });
    if (sure) await asking(button, said, () => ask("disable_member", { member: id }), () => `${name} is disabled.`);
  }

  function enable({ id, name }, button) {
    return asking(button, said, () => ask("enable_member", { member: id }),
      () => `${name} can sign in again. Invite them again for a fresh link, and add them to the campaigns they are to text for.`);
  }
}

function line(member, { changeRole, disable, enable }) {
  const [name, email, role, online] = ["", "", "", ""].map((text) => document.createTextNode(text));
  const presence = el("td", { class: "presence" }, online);
  let shown = member;
  const button = (act) => {
    const made = el("button", { type: "button", class: "small", onclick: () => act(shown, made) });
    return made;
  };
  const roleChanger = button(changeRole);
  const door = button((who, pressed) => (who.disabled ? enable : disable)(who, pressed));
  const element = el("tr", {},
    el("th", { scope: "row" }, name, el("span", { class: "soft small email" }, email)),
    el("td", {}, role), presence, el("td", {}, el("div", { class: "row" }, roleChanger, door)));
  return {
    element,
    fill(now) {
      shown = now;
      setText(name, now.name);
      setText(email, now.email);
      setText(role, now.disabled ? `${ROLES[now.role]}, disabled` : ROLES[now.role]);
      setText(online, now.online ? "Online" : "");
      setAttribute(presence, "data-online", now.online);
      called(roleChanger, otherRole(now).verb, `of ${now.name}`);
      called(door, now.disabled ? "Enable" : "Disable", now.name);
    },
  };
}

/** A button of a row: what it says, and whom it is about for who can't see the row. */
function called(button, verb, whom) {
  if (button.textContent !== verb) button.textContent = verb;
  setAttribute(button, "aria-label", `${verb} ${whom}`);
}
