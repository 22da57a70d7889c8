/** The rows of a contacts file that were rejected: the first of them on the page, all of them as a download. */
import { el } from "../shared/dom.js";
import { count } from "../shared/numbers.js";
import { rejectedCsv, toMend } from "./rejected.js";

const ROWS_SHOWN = 20;

/** Return the elements for an upload, {name, answer}; none if only contacts who were there already were rejected. */
export function rejectedPart({ name, answer }) {
  const rejected = toMend(answer);
  if (!rejected.length) return [];
  const url = URL.createObjectURL(new Blob([rejectedCsv(rejected, answer.columns)], { type: "text/csv" }));
  const rows = rejected.slice(0, ROWS_SHOWN).map(({ line, sentence }) =>
    el("tr", {}, el("th", { scope: "row" }, count(line)), el("td", {}, sentence)));
  const more = rejected.length > ROWS_SHOWN ? ` (the first ${ROWS_SHOWN} of ${count(rejected.length)})` : "";
  return [
    el("p", {}, el("a", { class: "button", href: url, download: `rejected ${name}` }, "Download the rejected rows")),
    el("table", {},
      el("caption", {}, `Rejected rows${more}`),
      el("thead", {}, el("tr", {}, el("th", { scope: "col", class: "line" }, "Line"), el("th", { scope: "col" }, "Reason"))),
      el("tbody", {}, ...rows)),
  ];
}
