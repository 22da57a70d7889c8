/** Account → Members: inviting one, roles, presence, disabling and enabling. */
import { asking, outcome } from "../shared/asking.js";
import { confirmed } from "../shared/confirmed.js";
import { el, follow, refresh } from "../shared/dom.js";
import { keyed } from "../shared/keyed.js";
import { count, many } from "../shared/numbers.js";
import { accountPart, card } from "./account_part_view.js";
import { invitationPart } from "./invitation_view.js";
import { KINDS, ROLES, memberRows, ofKind, otherRole, signedInSays } from "./members.js";
import { filtered } from "./senders.js";

const ROWS = 100; // that are shown at once: hundreds more would make the page stutter

export function membersPage(world) {
  const { things, ask } = world;
  const said = outcome();
  const draw = () => {
    most = ROWS;
    refresh(element);
  };
  const words = el("input", { type: "search", "aria-label": "Find a member", placeholder: "Name or e-mail", oninput: draw });
  const kinds = el("select", { "aria-label": "Which members", onchange: draw }, ...KINDS.map(([value, title]) => el("option", { value }, title)));
  let shown; // all that the search has found
  let most = ROWS;
  const find = () => {
    const presences = new Map(things.all("presence").map((each) => [each.id, each]));
    shown = filtered(ofKind(memberRows(things.all("member"), presences), kinds.value), words.value);
  };
  find();
  let signIns; // {member → ms}, once they are read
  const body = keyed(el("tbody"), () => shown.slice(0, most), ({ id }) => id, (member) => line(member, { changeRole, disable, enable, signedIn: (id) => signedInSays(id, signIns) }));
  const headings = ["Name", "Role", "Online", "Signed in", "Change"].map((title) => el("th", { scope: "col" }, title));
  const all = () => things.all("member").length;
  const told = () => (shown.length === all() ? many(all(), "member") : `${count(shown.length)} of ${many(all(), "member")}`);
  const table = el("div", { class: "scroll tall", tabindex: 0, role: "region", "aria-label": "Members" },
    el("table", { class: "stacked" }, el("caption", { class: "for-screen-readers" }, "Members"), el("thead", {}, el("tr", {}, ...headings)), body));
  const more = el("button", { type: "button", hidden: () => shown.length <= most, onclick: () => {
    most += ROWS;
    refresh(element);
  } }, () => `Show ${Math.min(ROWS, shown.length - most)} more`);
  const element = accountPart("Members", "Everybody who can sign in here. Admins see these pages; texters see their console.",
    card(el("div", { class: "row filters" }, words, kinds, el("p", { class: "soft", role: "status" }, told)), said, table, more),
    invitationPart(world));
  follow(element, find); // before what is inside
  asking(table, said, () => ask("list_sign_ins", {}), ({ sign_ins: them }) => {
    signIns = new Map(them.map(({ member, at }) => [member, at]));
    refresh(element);
  });
  return { element };

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

function line(now, { changeRole, disable, enable, signedIn }) {
  const role = () => ROLES[now().role] + (now().disabled ? ", disabled" : "");
  const changer = button(() => otherRole(now()).verb, () => `of ${now().name}`, () => changeRole(now(), changer));
  const door = button(() => (now().disabled ? "Enable" : "Disable"), () => now().name,
    () => (now().disabled ? enable : disable)(now(), door));
  return el("tr", {},
    el("th", { scope: "row" }, () => now().name, el("span", { class: "soft small email" }, () => now().email)),
    el("td", {}, role),
    el("td", { class: "presence", "data-online": () => now().online }, () => (now().online ? "Online" : "")),
    el("td", { "data-title": "Signed in", class: "day" }, () => signedIn(now().id)),
    el("td", {}, el("div", { class: "row" }, changer, door)));
}

/** Return a button of a row. Its label for screen readers also names the member, since they may not read the row. */
const button = (verb, whom, onclick) =>
  el("button", { type: "button", class: "small", "aria-label": () => `${verb()} ${whom()}`, onclick }, verb);
