/** API tokens: whose, when made and last used, and revoking them. */
import { asking, outcome } from "../shared/asking.js";
import { confirmed } from "../shared/confirmed.js";
import { el } from "../shared/dom.js";
import { keyed } from "../shared/keyed.js";
import { setText } from "./live.js";
import { tokenRows } from "./tokens.js";

const COLUMNS = [["whose", "Whose"], ["name", "Name"], ["created", "Made"], ["used", "Last used"]];

export function tokensPart({ things, ask }, live) {
  const says = outcome();
  const none = el("p", { class: "soft" }, "None yet. The command handraise token makes one.");
  const body = el("tbody", {});
  const show = keyed(body, ({ token }) => token, (row) => line(row, revoke));
  const headings = [...COLUMNS.map(([, title]) => title), "Revoke"].map((title) => el("th", { scope: "col" }, title));
  const table = el("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": "API tokens", hidden: true }, el("table", { class: "stacked" },
    el("caption", { class: "for-screen-readers" }, "API tokens"),
    el("thead", {}, el("tr", {}, ...headings)), body));
  let listed = null; // the account's `tokens_changed` when they were last listed
  live.each(list);
  return el("div", { class: "card" }, el("h2", {}, "API tokens"), says, none, table);

  async function list() {
    const now = things.all("account")[0]?.tokens_changed;
    if (now === listed || table.getAttribute("aria-busy")) return;
    if (await asking(table, says, () => ask("list_tokens", {}), shown)) {
      listed = now;
      await list(); // they may have changed meanwhile
    }
  }

  function shown({ tokens }) {
    const rows = tokenRows(tokens, things.all("member"));
    show(rows);
    none.hidden = rows.length > 0;
    table.hidden = !none.hidden;
  }

  async function revoke({ token, whose, name }, button) {
    const sure = await confirmed({
      question: `Revoke ${whose}'s token?`,
      says: `${name}: scripts that use it are cut off at once, and it never works again.`,
      verb: "Revoke",
    });
    if (sure) await asking(button, says, () => ask("revoke_token", { token }));
  }
}

function line(row, revoke) {
  const texts = COLUMNS.map(() => document.createTextNode(""));
  const press = () => revoke(row, button);
  const button = el("button", { type: "button", class: "small", "aria-label": `Revoke ${row.whose}'s token`, onclick: press }, "Revoke");
  const cells = texts.slice(1).map((text, place) => el("td", { "data-title": COLUMNS[place + 1][1] }, text));
  const element = el("tr", {}, el("th", { scope: "row" }, texts[0]), ...cells, el("td", {}, button));
  return { element, fill: (now) => COLUMNS.forEach(([key], place) => setText(texts[place], now[key])) };
}
