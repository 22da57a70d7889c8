/** The table of how many conversations each sender holds, by lane, and the way to move them in bulk. */
import { el, seen } from "../shared/dom.js";
import { count } from "../shared/numbers.js";
import { COUNTED } from "../shared/words.js";
import { whereabouts } from "./board.js";
import { reassignPart } from "./reassign_view.js";
import { toList } from "./routes.js";
import { readColumn, senderTable } from "./sender_table_view.js";

export function conversationsPart(here) {
  const { id, campaign } = here;
  const element = el("section", {},
    el("h2", {}, "Conversations"),
    el("div", { class: "card" }, el("h3", {}, "Unassigned and assigned"), lanes(id, campaign)),
    seen(reassignPart(here), () => campaign().status !== "archived"),
    el("div", { class: "card" }, el("h3", {}, "By sender"), senderTable(here, [readColumn(id)])));
  return { element };
}

const SIZES = [
  { key: "initial", title: COUNTED.initial },
  { key: "reply", title: COUNTED.reply },
  { key: "quiet", title: COUNTED.quiet },
  { key: "all", title: "In all" },
];
const ROWS = [
  { key: "unassigned", title: "Unassigned", read: "Read the unassigned ones", list: { holder: null } },
  { key: "held", title: "Assigned" },
  { key: "closed", title: COUNTED.closed, read: "Read the closed ones", list: { lane: "closed" } },
  { key: "opted_out", title: COUNTED.opted_out, read: "Read those who opted out", list: { lane: "opted_out" } },
  { key: "contacts", title: "All contacts", read: "Read everybody's conversations", list: {} },
];

function lanes(id, campaign) {
  const size = (row, { key, title }) => {
    const says = () => whereabouts(campaign())[row][key];
    return el("td", { class: "number", "data-title": title }, () => (says() === undefined ? "" : count(says())));
  };
  const line = ({ key, title, read, list }) => el("tr", {}, el("th", { scope: "row" }, title),
    ...SIZES.map((each) => size(key, each)),
    el("td", {}, ...(read ? [el("a", { href: toList(id, list), "aria-label": read }, "Read")] : [])));
  return el("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": "Unassigned and assigned" },
    el("table", { class: "counts" },
      el("thead", {}, el("tr", {}, el("th", { scope: "col" }, "Where"),
        ...SIZES.map(({ title }) => el("th", { scope: "col", class: "number" }, title)), el("th", { scope: "col" }, "Read"))),
      el("tbody", {}, ...ROWS.map(line))));
}
