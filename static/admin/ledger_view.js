/** A campaign's ledger as a page, and a conversation's own way in it. */
import { clock } from "../shared/clock.js";
import { el, newId, refresh, seen } from "../shared/dom.js";
import { keyed } from "../shared/keyed.js";
import { Listing } from "../shared/listing.js";
import { rowsOf } from "./ledger.js";
import { toConversation } from "./routes.js";

const REST_MS = 2000; // ms between two listings

export function ledgerPart({ id, things, ask }) {
  let member = "";
  let ledger = listed({});
  const people = [...things.all("member")].sort((a, b) => a.name.localeCompare(b.name));
  const select = el("select", { id: newId(), onchange: () => {
    member = select.value;
    ledger = listed(member ? { member: Number(member) } : {});
    refresh(element);
  } }, el("option", { value: "" }, "Everybody"), ...people.map(({ id: each, name }) => el("option", { value: each }, name)));
  const element = el("section", {},
    el("h2", {}, "Ledger"),
    el("p", { class: "soft" }, "Every move of conversations: who made it, and from whom to whom they went."),
    el("div", { class: "row filters" },
      el("div", { class: "field" }, el("label", { for: select.id }, "By or with"), select),
      el("button", { type: "button", class: "plain", "aria-busy": () => busy(ledger), onclick: () => act(() => ledger.refresh()) }, "List again")),
    el("p", { class: "outcome refused", role: "status" }, () => ledger.refusal),
    el("p", { class: "soft", role: "status" }, () => (ledger.listed && !ledger.items.length ? "Nothing has moved." : "")),
    el("div", { class: "card" }, rows(() => ledger, id, things),
      el("button", { type: "button", "aria-busy": () => busy(ledger), hidden: () => ledger.next === null, onclick: () => act(() => ledger.more()) }, "Older")));
  return { element, told: (thing) => thing === null && ledger.refresh() };

  function listed(which) {
    const listing = listingOf({ id, ask, which, changed: () => refresh(element) });
    listing.refresh();
    return listing;
  }

  function act(press) {
    press();
    refresh(element);
  }
}

/** Return the element with a conversation's own moves: asked for when it is opened. */
export function wayPart({ id, conversation, things, ask }) {
  const listing = listingOf({ id, ask, which: { conversation }, changed: () => refresh(element) });
  const element = el("details", { class: "card", ontoggle: () => element.open && listing.refresh() },
    el("summary", {}, "How it got here"),
    el("p", { class: "outcome refused", role: "status" }, () => listing.refusal),
    seen(el("p", { class: "soft" }, "Its ledger doesn't go back so far."), () => listing.listed && !listing.items.length),
    rows(() => listing, null, things),
    el("button", { type: "button", "aria-busy": () => busy(listing), hidden: () => listing.next === null, onclick: () => listing.more() }, "Older"));
  return element;
}

function listingOf({ id, ask, which, changed }) {
  const read = async ({ after, ...page }) => {
    const { entries, next } = await ask("list_ledger", { campaign: id, ...which, ...page, ...(after && { before: after }) });
    return { items: entries, next };
  };
  return new Listing({ read, changed, rest: REST_MS });
}

function rows(listing, campaign, things) {
  const name = (member) => things.get("member", member)?.name ?? `Member ${member}`;
  const now = () => listing().items.flatMap((entry) => rowsOf(entry, name));
  return keyed(el("ol", { class: "ledger" }), now, (row) => row.id, (row) => line(row, campaign));
}

function line(row, campaign) {
  const { conversation } = row();
  const says = conversation === null || campaign === null ? el("span", {}, () => row().says)
    : el("a", { href: toConversation(campaign, conversation) }, () => row().says);
  return el("li", {}, el("time", { class: "soft number", datetime: new Date(row().at).toISOString() }, () => clock(row().at)), says);
}

const busy = (listing) => (listing.busy ? "true" : null);
