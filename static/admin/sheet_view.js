/** The first rows of a contacts file, and which column is what where the names don't tell. */
import { chosen, columns, decoded, firstRows, lacking, unrecognised } from "./contacts_file.js";
import { el, newId } from "../dom.js";

const PREVIEWED = 65_536; // bytes
const MEANINGS = { phone: "Phone", first_name: "First name", last_name: "Last name", field: "Custom field" };

/**
 * → {element, look(file), mapping(), lacking()}; mapping: {first_name?, last_name?, phone?} → name of the column that
 * somebody chose; lacking: why the file can't be uploaded yet, or "". `changed()` when another column is chosen.
 */
export function sheetPart(changed) {
  const element = el("div", {});
  let looked; // at this file
  let found = [];
  let mapping = {};
  return { element, look, mapping: () => mapping, lacking: () => lacking(found, mapping) };

  /** Shows the beginning of a file, or nothing without one. */
  async function look(file) {
    looked = file;
    const rows = file ? firstRows(decoded(await file.slice(0, PREVIEWED).arrayBuffer())) : [];
    if (looked !== file) return; // another one was chosen meanwhile
    mapping = {};
    found = columns(rows[0] ?? []);
    element.replaceChildren(...(rows.length ? sheet(rows.slice(1)) : []));
  }

  function sheet(rows) {
    const meanings = found.map(() => document.createTextNode(""));
    const choices = unrecognised(found).map((meaning) => choice(meaning, (name) => {
      mapping = chosen(mapping, meaning, name);
      tell();
      changed();
    }));
    tell();
    return [table(found, meanings, rows), ...choices.map((each) => each.element)];

    function tell() {
      found.forEach(({ name, means }, place) => {
        const given = Object.keys(mapping).find((meaning) => mapping[meaning] === name);
        meanings[place].data = MEANINGS[given ?? means];
      });
      for (const { meaning, select } of choices) select.value = mapping[meaning] ?? "";
    }
  }

  function choice(meaning, pick) {
    const free = found.filter(({ means }) => means === "field").map(({ name }) => el("option", { value: name }, name));
    const select = el("select", { id: newId(), onchange: () => pick(select.value) },
      el("option", { value: "" }, meaning === "phone" ? "Choose a column" : "None"), ...free);
    const element = el("div", { class: "field" }, el("label", { for: select.id }, `Column with: ${MEANINGS[meaning]}`), select);
    return { meaning, select, element };
  }
}

function table(found, meanings, rows) {
  const head = found.map(({ name }, place) => el("th", { scope: "col" }, name, el("span", { class: "soft small means" }, meanings[place])));
  return el("div", { class: "scroll field", tabindex: 0, role: "region", "aria-label": "First rows of the file" }, el("table", {},
    el("caption", {}, "First rows of the file"),
    el("thead", {}, el("tr", {}, ...head)),
    el("tbody", {}, ...rows.map((row) => el("tr", {}, ...found.map((_, place) => el("td", {}, row[place] ?? "")))))));
}
