/** The first rows of a contacts file, and which column is what where the names don't tell. */
import { columns, decoded, firstRows, unrecognised } from "./contacts_file.js";
import { el, newId } from "../dom.js";

const PREVIEWED = 65_536; // bytes
const MEANINGS = { phone: "Phone", first_name: "First name", last_name: "Last name", field: "Custom field" };

/** → {element, look(file), mapping() → {first_name?, last_name?, phone?}: name of the column that somebody chose} */
export function sheetPart() {
  const element = el("div", {});
  let mapping = {};
  return { element, look, mapping: () => mapping };

  /** Shows the beginning of a file, or nothing without one. */
  async function look(file) {
    mapping = {};
    const rows = file ? firstRows(decoded(await file.slice(0, PREVIEWED).arrayBuffer())) : [];
    if (!rows.length) return element.replaceChildren();
    const found = columns(rows[0]);
    const meanings = found.map(() => document.createTextNode(""));
    element.replaceChildren(table(found, meanings, rows.slice(1)), ...unrecognised(found).map((meaning) => chosen(meaning, found, tell)));
    return tell();

    function tell() {
      found.forEach(({ name, means }, place) => {
        const given = Object.keys(mapping).find((meaning) => mapping[meaning] === name);
        meanings[place].data = MEANINGS[given ?? means];
      });
    }
  }

  function chosen(meaning, found, tell) {
    const pick = () => {
      if (select.value) mapping[meaning] = select.value;
      else delete mapping[meaning];
      tell();
    };
    const free = found.filter(({ means }) => means === "field").map(({ name }) => el("option", { value: name }, name));
    const select = el("select", { id: newId(), onchange: pick },
      el("option", { value: "" }, meaning === "phone" ? "Choose a column" : "None"), ...free);
    return el("div", { class: "field" }, el("label", { for: select.id }, `Column with: ${MEANINGS[meaning]}`), select);
  }
}

function table(found, meanings, rows) {
  const head = found.map(({ name }, place) => el("th", { scope: "col" }, name, el("span", { class: "soft small means" }, meanings[place])));
  return el("div", { class: "scroll field", tabindex: 0, role: "region", "aria-label": "First rows of the file" }, el("table", {},
    el("caption", {}, "First rows of the file"),
    el("thead", {}, el("tr", {}, ...head)),
    el("tbody", {}, ...rows.map((row) => el("tr", {}, ...found.map((_, place) => el("td", {}, row[place] ?? "")))))));
}
