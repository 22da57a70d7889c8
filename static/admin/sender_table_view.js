/** Senders and what they hold, as a table that is filtered, sorted and kept up to date row by row. */
import { clock } from "../shared/clock.js";
import { el, newId, setAttribute } from "../shared/dom.js";
import { keyed } from "../shared/keyed.js";
import { setText } from "./live.js";
import { count } from "./numbers.js";
import { COLUMNS, filtered, found, pressed, row, sorted } from "./senders.js";

/**
 * acts: {title, cell(row) → element} for a last column. The roles are named since the rows aren't laid out as a table's
 * (see admin.css), and not every browser keeps them then.
 */
export function senderTable({ live, things, senders }, acts) {
  let order = { column: "name", down: false };
  const words = el("input", { type: "search", id: newId(), placeholder: "Name or e-mail", oninput: () => draw() });
  const online = el("input", { type: "checkbox", id: newId(), onchange: () => draw() });
  const says = document.createTextNode("");
  const headings = COLUMNS.map((column) => {
    const press = () => {
      order = pressed(order, column.key);
      draw();
    };
    return el("th", { scope: "col", role: "columnheader", class: column.number && "number" },
      el("button", { type: "button", class: "sort", onclick: press }, column.title));
  });
  const body = el("tbody", { role: "rowgroup" });
  const show = keyed(body, ({ id }) => id, (item) => tableRow(item, acts));
  const region = el("div", { class: "scroll tall", tabindex: 0, role: "region", "aria-label": "Senders" },
    el("table", { class: "senders counts", role: "table", "aria-label": "Senders" },
      el("thead", { role: "rowgroup" },
        el("tr", { role: "row" }, ...headings, el("th", { scope: "col", role: "columnheader" }, acts.title))), body));
  live.each(draw);
  return el("div", {},
    el("div", { class: "row filters" },
      el("div", { class: "field" }, el("label", { for: words.id }, "Find a sender"), words),
      el("div", { class: "tick" }, online, el("label", { for: online.id }, "Online only")),
      el("p", { class: "soft small", role: "status" }, says)),
    region);

  function draw() {
    const presences = new Map(things.all("presence").map((each) => [each.id, each]));
    const all = senders().map((sender) => row(sender, presences));
    const rows = filtered(all, words.value, online.checked);
    setText(says, found(rows.length, all.length));
    setAttribute(region, "hidden", !rows.length);
    COLUMNS.forEach(({ key }, place) =>
      setAttribute(headings[place], "aria-sort", key === order.column ? (order.down ? "descending" : "ascending") : null));
    show(sorted(rows, order));
  }
}

const SHOWN = ["email", "seen", ...COLUMNS.map(({ key }) => key)];

function tableRow(item, acts) {
  const name = document.createTextNode("");
  const email = document.createTextNode("");
  const presence = document.createTextNode("");
  const seen = el("td", { role: "cell", class: "presence" }, presence);
  const lanes = COLUMNS.filter(({ number }) => number);
  const numbers = lanes.map(() => document.createTextNode(""));
  const element = el("tr", { role: "row" },
    el("th", { scope: "row", role: "rowheader" }, name, el("span", { class: "soft small email" }, email)), seen,
    ...lanes.map(({ title }, place) => el("td", { role: "cell", class: "number", "data-title": title }, numbers[place])),
    el("td", { role: "cell" }, acts.cell(item)));
  let shown = {};
  return { element, fill };

  function fill(sender) {
    if (SHOWN.every((key) => sender[key] === shown[key])) return;
    shown = sender;
    setText(name, sender.name);
    setText(email, sender.email);
    setText(presence, sender.online ? "Online" : sender.seen ? `Last ${clock(sender.seen)}` : "");
    setAttribute(seen, "data-online", sender.online);
    lanes.forEach(({ key }, place) => setText(numbers[place], count(sender[key])));
  }
}
