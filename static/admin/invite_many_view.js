/** Account → Members → Invite many: people pasted or from a file, looked at first, then invited some at a time. */
import { asking, outcome, say } from "../shared/asking.js";
import { el, refresh, seen } from "../shared/dom.js";
import { keyed } from "../shared/keyed.js";
import { limits } from "../shared/limits.js";
import { count, many } from "../shared/numbers.js";
import { Refusal } from "../shared/socket.js";
import { accountPart, card } from "./account_part_view.js";
import { dropZone } from "./drop_view.js";
import { field } from "./fields.js";
import { allSays, linksFile, outcomeSays } from "./invited.js";
import { ROLES } from "./members.js";
import { peopleIn, sumOf } from "./people.js";

const AT_ONCE = 20; // people in one question: the mail server has time for them, and the page can tell how far it is
const LARGEST_FILE = 1_000_000; // bytes

export function inviteManyPage({ things, ask }) {
  const outcomes = new Map(); // e-mail address → the outcome
  const says = outcome();
  let people = [];
  let progress = "";
  const roles = el("select", { onchange: read }, ...Object.entries(ROLES).reverse().map(([value, title]) => el("option", { value }, title)));
  const role = field("Role of those whose line names none", roles);
  const box = el("textarea", { rows: "6", autocomplete: "off", spellcheck: "false", placeholder: "Ana Lee, ana@example.org\nBen Ito <ben@example.org>", oninput: read });
  const list = field("People", box, `One a line, a name and an e-mail address; or the line of an e-mail program. Up to ${limits.invitations}.`);
  const file = el("input", { type: "file", accept: ".csv,.tsv,.txt,text/csv,text/plain", onchange: () => asking(file, list.says, take) });
  const from = field("Or a CSV file", file, "With columns for name and e-mail address, and role if you like.");
  from.says.before(dropZone(file));
  const left = () => people.filter((person) => !person.wrong && !outcomes.has(person.email));
  const button = el("button", { type: "button", class: "primary", hidden: () => !left().length && outcomes.size > 0, disabled: () => !left().length || people.length > limits.invitations, onclick: invite },
    () => (left().length ? `Invite ${many(left().length, "person", "people")}` : "Invite"));
  const table = seen(el("div", { class: "scroll tall", tabindex: 0, role: "region", "aria-label": "People" },
    el("table", { class: "stacked" }, el("caption", { class: "for-screen-readers" }, "People"),
      el("thead", {}, el("tr", {}, ...["Name", "E-mail", "Role", "Outcome"].map((title) => el("th", { scope: "col" }, title)))),
      keyed(el("tbody"), rows, ({ key }) => key, line))), () => people.length);
  const links = seen(el("div", { class: "row" }, el("button", { type: "button", onclick: download }, "Download the links")), () => outcomes.size);
  const element = accountPart("Invite many", "Each gets a link that signs them in once within 7 days, by e-mail if a mail server is set up; else you pass the links on.",
    el("p", {}, el("a", { href: "#/members" }, "All members")),
    card(list.element, from.element, role.element),
    seen(card(el("p", { role: "status" }, readSays), table, el("div", { class: "row" }, button, el("span", { class: "soft", role: "status" }, () => progress)), says, links), () => people.length));
  return { element, title: () => "Invite many" };

  function read() {
    people = peopleIn(box.value, roles.value);
    outcomes.clear();
    say(says, "");
    refresh(element);
  }

  async function take() {
    const [chosen] = file.files;
    if (!chosen) return;
    if (chosen.size > LARGEST_FILE) throw new Refusal("file_too_big", "This file is too big for a list of people to invite.");
    box.value = await chosen.text();
    read();
  }

  function readSays() {
    const { right, wrong } = sumOf(people);
    if (people.length > limits.invitations) return `These are ${count(people.length)} people. Invite up to ${limits.invitations} at once.`;
    return `${many(right, "person", "people")} read${wrong ? `; ${many(wrong, "line")} can’t be used, and ${wrong === 1 ? "is" : "are"} left out` : ""}.`;
  }

  function rows() {
    const members = new Set(things.all("member").map(({ email }) => email.toLowerCase()));
    return people.map((person, key) => {
      const done = outcomes.get(person.email);
      const before = members.has(person.email.toLowerCase()) ? "A member already; gets a fresh link." : "";
      return { ...person, key, told: person.wrong || (done ? outcomeSays(done) : before), bad: Boolean(person.wrong) || done?.outcome === "refused" };
    });
  }

  async function invite() {
    const all = left();
    const done = await asking(button, says, () => inTurn(all), () => allSays([...outcomes.values()]));
    progress = "";
    refresh(element);
    return done;
  }

  /** Invite some at a time. What is refused stops here; those who are left can be invited with another press. */
  async function inTurn(all) {
    for (let first = 0; first < all.length; first += AT_ONCE) {
      progress = `${count(first)} of ${count(all.length)} …`;
      refresh(element);
      const some = all.slice(first, first + AT_ONCE);
      const answer = await ask("invite_members", { people: some.map(({ email, name, role: as }) => ({ email, name, role: as })) });
      answer.people.forEach((one, place) => outcomes.set(some[place].email, one));
    }
  }

  function download() {
    const address = URL.createObjectURL(new Blob([linksFile([...outcomes.values()], location.origin)], { type: "text/csv" }));
    el("a", { href: address, download: "invitations.csv" }).click();
    URL.revokeObjectURL(address);
  }
}

function line(now) {
  return el("tr", {}, el("th", { scope: "row" }, () => now().name), el("td", { "data-title": "E-mail" }, () => now().email),
    el("td", { "data-title": "Role" }, () => ROLES[now().role] ?? now().role), el("td", { "data-title": "Outcome", class: () => (now().bad ? "bad" : "") }, () => now().told));
}
