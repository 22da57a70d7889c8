/** The list of API tokens: the member, when a token was made and last used, and a button that revokes it. */
import { asking, outcome } from "../shared/asking.js";
import { confirmed } from "../shared/confirmed.js";
import { el, follow, refresh } from "../shared/dom.js";
import { keyed } from "../shared/keyed.js";
import { tokenRows } from "./tokens.js";

const COLUMNS = [["whose", "Whose"], ["name", "Name"], ["created", "Made"], ["used", "Last used"]];

export function tokensPart({ things, ask }) {
  const says = outcome();
  let rows = [];
  let listed = null; // the account's `tokens_changed` when the tokens were last listed
  const headings = [...COLUMNS.map(([, title]) => title), "Revoke"].map((title) => el("th", { scope: "col" }, title));
  const region = { class: "scroll", tabindex: 0, role: "region", "aria-label": "API tokens", hidden: () => !rows.length };
  const table = el("div", region, el("table", { class: "stacked" },
    el("caption", { class: "for-screen-readers" }, "API tokens"),
    el("thead", {}, el("tr", {}, ...headings)),
    keyed(el("tbody"), () => rows, ({ token }) => token, (row) => line(row, revoke))));
  const none = el("p", { class: "soft", hidden: () => rows.length > 0 }, "None yet. The command handraise token makes one.");
  const card = el("div", { class: "card" }, el("h2", {}, "API tokens"), says, none, table);
  return follow(card, list);

  async function list() {
    const now = things.all("account")[0]?.tokens_changed;
    if (now === listed || table.getAttribute("aria-busy")) return;
    if (await asking(table, says, () => ask("list_tokens", {}), shown)) {
      listed = now;
      await list(); // the tokens may have changed meanwhile
    }
  }

  function shown({ tokens }) {
    rows = tokenRows(tokens, things.all("member"));
    refresh(card);
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

function line(now, revoke) {
  const revoker = el("button", {
    type: "button", class: "small", "aria-label": () => `Revoke ${now().whose}'s token`, onclick: () => revoke(now(), revoker),
  }, "Revoke");
  const cells = COLUMNS.slice(1).map(([key, title]) => el("td", { "data-title": title }, () => now()[key]));
  return el("tr", {}, el("th", { scope: "row" }, () => now().whose), ...cells, el("td", {}, revoker));
}
