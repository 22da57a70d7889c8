/** The rows of a contacts file that were rejected: the first of them on the page, all of them as a download. */
import { el } from "../dom.js";
import { count } from "./numbers.js";
import { rejectedCsv } from "./rejected.js";

const SHOWN = 20;

/** {name, answer: {rejected, rejected_in_all}} → elements, none if nothing was rejected */
export function rejectedPart({ name, answer: { rejected, rejected_in_all: inAll } }) {
  if (!rejected.length) return [];
  const url = URL.createObjectURL(new Blob([rejectedCsv(rejected)], { type: "text/csv" }));
  const rows = rejected.slice(0, SHOWN).map(({ line, sentence }) =>
    el("tr", {}, el("th", { scope: "row" }, count(line)), el("td", {}, sentence)));
  const more = inAll > SHOWN ? ` (the first ${SHOWN} of ${count(inAll)})` : "";
  return [
    el("p", {}, el("a", { class: "button", href: url, download: `rejected ${name}` }, "Download the rejected rows")),
    el("table", {},
      el("caption", {}, `Rejected rows${more}`),
      el("thead", {}, el("tr", {}, el("th", { scope: "col", class: "line" }, "Line"), el("th", { scope: "col" }, "Reason"))),
      el("tbody", {}, ...rows)),
  ];
}
