/** Senders and what they hold, as a table that is filtered, sorted and kept up to date row by row. */
import { clock } from "../shared/clock.js";
import { el, newId, refresh } from "../shared/dom.js";
import { keyed } from "../shared/keyed.js";
import { count } from "../shared/numbers.js";
import { toList } from "./routes.js";
import { COLUMNS, filtered, found, goesBack, pressed, row, sorted } from "./senders.js";

const LANES = COLUMNS.filter(({ number }) => number);

/**
 * columns: {title, kind?, cell(now) → element} of each further column; `now()` is the sender's row, `kind` a CSS class. The rows aren't laid out as a table's (see admin.css). Some
 * browsers then drop the roles of rows and cells, so the roles are named.
 */
export function senderTable({ things, senders }, columns) {
  let order = { column: "name", down: false };
  const draw = () => refresh(element);
  const words = el("input", { type: "search", id: newId(), placeholder: "Name or e-mail", oninput: draw });
  const online = el("input", { type: "checkbox", id: newId(), onchange: draw });
  const all = () => {
    const presences = new Map(things.all("presence").map((each) => [each.id, each]));
    return senders().map((sender) => row(sender, presences));
  };
  const shown = () => filtered(all(), words.value, online.checked);
  const headings = COLUMNS.map(({ key, title, number }) => {
    const press = () => {
      order = pressed(order, key);
      draw();
    };
    const way = () => key === order.column && (order.down ? "descending" : "ascending");
    return el("th", { scope: "col", role: "columnheader", class: number && "number", "aria-sort": way },
      el("button", { type: "button", class: "sort", onclick: press }, title));
  });
  const region = { class: "scroll tall", tabindex: 0, role: "region", "aria-label": "Senders", hidden: () => !shown().length };
  const element = el("div", {},
    el("div", { class: "row filters" },
      el("div", { class: "field" }, el("label", { for: words.id }, "Find a sender"), words),
      el("div", { class: "tick" }, online, el("label", { for: online.id }, "Online only")),
      el("p", { class: "soft small", role: "status" }, () => found(shown().length, senders().length))),
    el("div", region,
      el("table", { class: "senders counts", role: "table", "aria-label": "Senders" },
        el("thead", { role: "rowgroup" },
          el("tr", { role: "row" }, ...headings, ...columns.map(({ title, kind }) => el("th", { scope: "col", role: "columnheader", class: kind }, title)))),
        keyed(el("tbody", { role: "rowgroup" }), () => sorted(shown(), order), ({ id }) => id, (sender) => tableRow(sender, columns)))));
  return element;
}

/** Return the column with the way to the conversations of each sender. */
export const readColumn = (id) => ({
  title: "Read",
  cell: (now) => el("a", { href: () => toList(id, { holder: now().id }), "aria-label": () => `Read ${now().name}'s` }, "Read"),
});

function tableRow(now, columns) {
  const presence = () => (now().online ? "Online" : now().seen ? `Last ${clock(now().seen)}` : "");
  const idle = () => (now().online && now().last_active ? `idle since ${clock(now().last_active)}` : "");
  return el("tr", { role: "row" },
    el("th", { scope: "row", role: "rowheader" }, () => now().name, el("span", { class: "soft small email" }, () => now().email)),
    el("td", { role: "cell", class: "presence", "data-online": () => now().online }, presence,
      el("span", { class: "soft small goes-back", hidden: () => !idle() }, idle),
      el("span", { class: "soft small goes-back", hidden: () => !now().idle_at }, () => goesBack(now()))),
    ...LANES.map(({ key, title }) => el("td", { role: "cell", class: "number", "data-title": title }, () => count(now()[key]))),
    ...columns.map(({ kind, cell }) => el("td", { role: "cell", class: kind }, cell(now))));
}
