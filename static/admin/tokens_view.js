/** Account → API tokens: making one, and the list with the member, when each was made and last used, and a button that revokes it. */
import { asking, outcome } from "../shared/asking.js";
import { confirmed } from "../shared/confirmed.js";
import { el, follow, refresh } from "../shared/dom.js";
import { keyed } from "../shared/keyed.js";
import { limits } from "../shared/limits.js";
import { accountPart, card as inCard } from "./account_part_view.js";
import { field } from "./fields.js";
import { toCopy } from "./link_view.js";
import { tokenRows } from "./tokens.js";

const COLUMNS = [["whose", "Whose"], ["name", "Name"], ["created", "Made"], ["used", "Last used"]];

export function tokensPage({ things, ask }) {
  const says = outcome();
  let rows = [];
  let listed = null; // the account's `tokens_changed` when the tokens were last listed
  const headings = [...COLUMNS.map(([, title]) => title), "Revoke"].map((title) => el("th", { scope: "col" }, title));
  const region = { class: "scroll", tabindex: 0, role: "region", "aria-label": "API tokens", hidden: () => !rows.length };
  const table = el("div", region, el("table", { class: "stacked" },
    el("caption", { class: "for-screen-readers" }, "API tokens"),
    el("thead", {}, el("tr", {}, ...headings)),
    keyed(el("tbody"), () => rows, ({ token }) => token, (row) => line(row, revoke))));
  const none = el("p", { class: "soft", hidden: () => rows.length > 0 || listed === null }, "There are none yet.");
  const about = "Scripts sign in with a token. It may do all that its member may, until it is revoked.";
  const element = accountPart("API tokens", about, inCard(says, none, table), makingPart(ask));
  follow(table, list);
  return { element };

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
    refresh(element);
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

/** Return the form that makes a token for the admin who asks, and shows it once. */
function makingPart(ask) {
  const name = field("What it is for", el("input", { type: "text", autocomplete: "off", maxlength: limits.label }), "Such as “Nightly export”. The list shows it.");
  const secret = toCopy("Your token. Copy it now: it can’t be shown again.", "Select the token and copy it.");
  const says = outcome();
  const button = el("button", { type: "submit" }, "Make a token");
  const form = el("form", { novalidate: true, onsubmit: submit }, name.element, button, says);
  return inCard(el("h2", {}, "Make one for yourself"), form, secret.element);

  function submit(event) {
    event.preventDefault();
    secret.show(null);
    return asking(button, says, () => ask("create_token", { name: name.input.value.trim() }), (made) => {
      secret.show(made.secret);
      form.reset();
    });
  }
}

function line(now, revoke) {
  const revoker = el("button", {
    type: "button", class: "small", "aria-label": () => `Revoke ${now().whose}'s token`, onclick: () => revoke(now(), revoker),
  }, "Revoke");
  const cells = COLUMNS.slice(1).map(([key, title]) => el("td", { "data-title": title }, () => now()[key]));
  return el("tr", {}, el("th", { scope: "row" }, () => now().whose), ...cells, el("td", {}, revoker));
}
