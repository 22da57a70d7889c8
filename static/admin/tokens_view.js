/** API tokens: whose, when made and last used, and revoking them. */
import { asking, outcome } from "../asking.js";
import { confirmed } from "../confirmed.js";
import { el } from "../dom.js";
import { keyed } from "../keyed.js";
import { setText } from "./live.js";
import { tokenRows } from "./tokens.js";

const COLUMNS = [["whose", "Whose"], ["name", "Name"], ["created", "Made"], ["used", "Last used"]];

export function tokensPart({ things, ask }) {
  const says = outcome();
  const none = el("p", { class: "soft" }, "None yet. The command handraise token makes one.");
  const body = el("tbody", {});
  const show = keyed(body, ({ token }) => token, (row) => line(row, revoke));
  const again = el("button", { type: "button", class: "plain", onclick: list }, "List again");
  const headings = [...COLUMNS.map(([, title]) => title), "Revoke"].map((title) => el("th", { scope: "col" }, title));
  list();
  return el("div", { class: "card" },
    el("div", { class: "row spread heading" }, el("h2", {}, "API tokens"), again), says, none,
    el("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": "API tokens" }, el("table", {},
      el("caption", { class: "for-screen-readers" }, "API tokens"),
      el("thead", {}, el("tr", {}, ...headings)), body)));

  function list() {
    return asking(again, says, () => ask("list_tokens", {}), shown);
  }

  function shown({ tokens }) {
    const rows = tokenRows(tokens, things.all("member"));
    show(rows);
    none.hidden = rows.length > 0;
  }

  async function revoke({ token, whose, name }, button) {
    const sure = await confirmed({
      question: `Revoke ${whose}'s token?`,
      says: `${name}: scripts that use it are cut off at once, and it never works again.`,
      verb: "Revoke",
    });
    if (!sure) return;
    if (await asking(button, says, () => ask("revoke_token", { token }))) await list();
  }
}

function line(row, revoke) {
  const texts = COLUMNS.map(() => document.createTextNode(""));
  const [whose, ...others] = texts;
  const press = () => revoke(row, button);
  const button = el("button", { type: "button", class: "small", "aria-label": `Revoke ${row.whose}'s token`, onclick: press }, "Revoke");
  const element = el("tr", {}, el("th", { scope: "row" }, whose), ...others.map((text) => el("td", {}, text)), el("td", {}, button));
  return { element, fill: (now) => COLUMNS.forEach(([key], place) => setText(texts[place], now[key])) };
}
