/** Account → Opt-outs: who opted out, to be looked through and undone; adding a number, or a list. */
import { asking, outcome } from "../shared/asking.js";
import { confirmed } from "../shared/confirmed.js";
import { el, refresh, seen } from "../shared/dom.js";
import { keyed } from "../shared/keyed.js";
import { Listing } from "../shared/listing.js";
import { accountPart, card } from "./account_part_view.js";
import { optOutListPart } from "./opt_out_list_view.js";
import { listSays, optOutRow } from "./opt_outs.js";
import { optOutPhonePart } from "./opt_out_phone_view.js";

const TYPING_MS = 300; // ms without a key, after which the search begins

export function optOutsPage({ ask }) {
  const says = outcome();
  let query = "";
  let total = null;
  let listing = begun();
  let typing;
  const busy = () => (listing.busy ? "true" : null);
  const find = el("input", { type: "search", "aria-label": "Find a number", placeholder: "A number, or its last digits", inputmode: "tel", oninput: typed });
  const rows = () => listing.items.map(optOutRow);
  const head = el("thead", {}, el("tr", {}, ...["Number", "Since", "How", "Undo"].map((title) => el("th", { scope: "col" }, title))));
  const table = seen(el("div", { class: "scroll tall opt-outs", tabindex: 0, role: "region", "aria-label": "Opt-outs", "aria-busy": busy },
    el("table", { class: "stacked" }, el("caption", { class: "for-screen-readers" }, "Opt-outs"), head, keyed(el("tbody"), rows, ({ id }) => id, line))),
  () => listing.items.length);
  const more = el("button", { type: "button", "aria-busy": busy, hidden: () => listing.next === null, onclick: () => {
    listing.more();
    refresh(element);
  } }, "Show more");
  const told = () => (listing.listed ? listSays({ total, query, shown: listing.items.length, more: listing.next !== null }) : "");
  const element = accountPart("Opt-outs", "People who get no texts, from no campaign: they said so, or somebody here did it for them.",
    card(el("div", { class: "row filters" }, find, el("p", { class: "soft", role: "status" }, told),
      el("a", { class: "button", href: "/opt-outs.csv", download: true }, "Download all")), el("p", { class: "outcome refused", role: "status" }, () => listing.refusal), says, table, more),
    el("div", { class: "columns" }, optOutPhonePart({ ask, done: () => listing.refresh() }), optOutListPart({ done: () => listing.refresh() })));
  return { element };

  function begun() {
    const digits = query;
    const read = async (page) => {
      const answer = await ask("list_opt_outs", { ...page, ...(digits && { query: digits }) });
      total = answer.total;
      return { items: answer.opt_outs.map((each) => ({ ...each, id: each.phone })), next: answer.next };
    };
    const one = new Listing({ read, changed: () => element && refresh(element) });
    one.refresh();
    return one;
  }

  function typed() {
    clearTimeout(typing);
    typing = setTimeout(() => {
      if (find.value.trim() === query) return;
      query = find.value.trim();
      listing = begun();
      refresh(element);
    }, TYPING_MS);
  }

  function line(now) {
    const undo = el("button", { type: "button", class: "small", "aria-label": () => `Undo the opt-out of ${now().phone}`, onclick: () => undone(now(), undo) }, "Undo");
    return el("tr", {}, el("th", { scope: "row" }, () => now().phone),
      el("td", {}, () => now().since), el("td", {}, () => now().how), el("td", {}, undo));
  }

  async function undone({ phone }, undo) {
    const sure = await confirmed({
      question: `Text ${phone} again?`,
      says: "Every campaign may text this person again. Do it only if they asked for it.",
      verb: "Undo the opt-out",
    });
    if (!sure) return;
    const next = undo.closest("tr").nextElementSibling?.querySelector("button") ?? find;
    if (await asking(undo, says, () => ask("opt_in_phone", { phone }), () => `${phone} may be texted again.`)) {
      listing.drop(phone);
      listing.refresh();
      refresh(element);
      next.focus();
    }
  }
}
