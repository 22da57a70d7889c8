/** The audit: which admin did what, newest first. It is listed when the page opens, and again when asked to. */
import { el, refresh } from "../shared/dom.js";
import { keyed } from "../shared/keyed.js";
import { Listing } from "../shared/listing.js";
import { accountPart, card } from "./account_part_view.js";
import { deedRow } from "./audit.js";

const COLUMNS = [["who", "Who"], ["what", "What"], ["to", "To"], ["how", "How"]];

export function auditPage({ things, ask }) {
  const read = async ({ after, ...page }) => {
    const { deeds, next } = await ask("list_deeds", { ...page, ...(after && { before: after }) });
    return { items: deeds, next };
  };
  const listing = new Listing({ read, changed: () => refresh(element) });
  const busy = () => (listing.busy ? "true" : null);
  const act = (press) => () => {
    press();
    refresh(element);
  };
  const headings = [["at", "When"], ...COLUMNS].map(([, title]) => el("th", { scope: "col" }, title));
  const rows = () => listing.items.map((deed) => deedRow(deed, things));
  const table = el("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": "Audit", hidden: () => !listing.items.length },
    el("table", { class: "stacked" }, el("caption", { class: "for-screen-readers" }, "Audit"),
      el("thead", {}, el("tr", {}, ...headings)), keyed(el("tbody"), rows, ({ id }) => id, line)));
  const about = "All that admins did here or at the command line, and when they signed in. The newest 10,000 are kept.";
  const element = accountPart("Audit", about,
    card(
      el("div", { class: "row" }, el("button", { type: "button", class: "plain", "aria-busy": busy, onclick: act(() => listing.refresh()) }, "List again")),
      el("p", { class: "outcome refused", role: "status" }, () => listing.refusal),
      el("p", { class: "soft" }, () => (listing.listed && !listing.items.length ? "Nothing yet." : "")),
      table,
      el("button", { type: "button", "aria-busy": busy, hidden: () => listing.next === null, onclick: act(() => listing.more()) }, "Older")));
  listing.refresh();
  return { element };
}

function line(now) {
  const cells = COLUMNS.map(([key, title]) => el("td", { "data-title": title }, () => now()[key]));
  return el("tr", {}, el("th", { scope: "row" }, () => now().at), ...cells);
}
