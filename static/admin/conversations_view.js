/** Who holds how many conversations, by lane, and the way to move them in bulk. */
import { el } from "../dom.js";
import { count } from "./numbers.js";
import { reassignPart } from "./reassign_view.js";
import { toList } from "./routes.js";
import { senderTable } from "./sender_table_view.js";

export function conversationsPart(here) {
  const { live, id, campaign } = here;
  const link = ({ name, id: holder }) => el("a", { href: toList(id, { holder }), "aria-label": `Read ${name}'s` }, "Read");
  const read = { title: "Read", cell: link };
  const element = el("section", {},
    el("h2", {}, "Conversations"),
    el("div", { class: "card" }, el("h3", {}, "Unassigned and assigned"), lanes(live, id, campaign),
      el("p", { class: "below" }, el("a", { href: toList(id) }, "Read everybody's conversations"))),
    reassignPart(here),
    el("div", { class: "card" }, el("h3", {}, "By sender"), senderTable(here, read)));
  return { element };
}

const LANES = [
  { key: "initial", title: "To send" },
  { key: "reply", title: "Replies waiting" },
  { key: "quiet", title: "Quiet" },
];

function lanes(live, id, campaign) {
  const line = (title, counts, ...way) => el("tr", {}, el("th", { scope: "row" }, title),
    ...LANES.map(({ key }) => el("td", { class: "number" }, live.text(() => count(counts()[key])))),
    el("td", { class: "number" }, live.text(() => count(LANES.reduce((sum, { key }) => sum + counts()[key], 0)))),
    el("td", {}, ...way));
  return el("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": "Unassigned and assigned" }, el("table", {},
    el("thead", {}, el("tr", {}, el("th", { scope: "col" }, "Where"),
      ...LANES.map(({ title }) => el("th", { scope: "col", class: "number" }, title)),
      el("th", { scope: "col", class: "number" }, "In all"), el("th", { scope: "col" }, "Read"))),
    el("tbody", {},
      line("Unassigned", () => campaign().unassigned,
        el("a", { href: toList(id, { holder: null }), "aria-label": "Read the unassigned ones" }, "Read")),
      line("Assigned", () => campaign().held))));
}
