/** The first rows of a contacts file as the server reads it, and a choice of columns where their names don't tell. */
import { el, newId } from "../shared/dom.js";
import { chosen, kept, lacking, lookedAt, unrecognised } from "./contacts_file.js";

const MEANINGS = { phone: "Phone", first_name: "First name", last_name: "Last name", field: "Custom field", ignored: "Left out" };
const NOTHING = { columns: [], rows: [], notices: [], encoding: "", doubtful: false, encodings: [], refused: "" };
const NOT_LOOKED_AT = "The file couldn't be looked at just now. Choose the encoding again to see what it makes of the names.";

/**
 * Return {element, look(file), settled(), mapping(), encoding(), lacking()}. settled: a promise, kept once the file is
 * shown as it is to be read; mapping: {first_name?, last_name?, phone?} → name of the chosen column; encoding: that
 * chosen, or ""; lacking: what must be chosen before an upload, or "". `changed()` is called at each choice.
 */
export function sheetPart(campaign, changed) {
  const [rows, encodings, columns] = [el("div", {}), el("div", {}), el("div", {})];
  const element = el("div", {}, rows, encodings, columns);
  let looking = 0; // the number of looks: the result of an earlier look isn't shown any more
  let settled = Promise.resolve();
  let file;
  let encoding = "";
  let seen = NOTHING;
  let mapping = {};
  return {
    element, look, settled: () => settled, mapping: () => mapping, encoding: () => encoding, lacking: () => lacking(seen, mapping),
  };

  /** Show the beginning of a file, or nothing without one. */
  function look(another) {
    [file, encoding, seen, mapping] = [another, "", NOTHING, {}];
    for (const part of element.children) part.replaceChildren(); // the last file's columns mustn't be chosen now
    settled = show();
  }

  async function show() {
    looking += 1;
    const mine = looking;
    const found = file ? await preview(campaign, file, encoding) : NOTHING;
    if (looking !== mine) return;
    seen = found;
    if (seen.columns.length) mapping = kept(mapping, seen.columns);
    // The select stays as long as the file: it has the focus, and another encoding can be tried when this one fails.
    if (!encodings.hasChildNodes() && seen.encoding) encodings.append(encodingField(seen));
    const notices = [...seen.notices, encoding ? seen.refused : ""].filter(Boolean);
    const says = notices.map((each) => el("p", { class: "notice", role: "status" }, each));
    for (const part of [rows, columns]) part.replaceChildren();
    if (seen.columns.length) showColumns(seen.columns);
    rows.append(...says);
  }

  function showColumns(all) {
    const meanings = all.map(() => document.createTextNode(""));
    const choices = unrecognised(all).map((meaning) => choice(meaning, (name) => {
      mapping = chosen(mapping, meaning, name);
      tell();
      changed();
    }));
    tell();
    columns.replaceChildren(...choices.map((each) => each.element));
    rows.append(table(all, meanings, seen.rows));

    function tell() {
      all.forEach(({ name, meaning }, place) => {
        const given = Object.keys(mapping).find((each) => mapping[each] === name);
        meanings[place].data = MEANINGS[given ?? meaning];
      });
      for (const { meaning, select } of choices) select.value = mapping[meaning] ?? "";
    }
  }

  function choice(meaning, pick) {
    const free = seen.columns.filter((each) => each.meaning === "field").map(({ name }) => el("option", { value: name }, name));
    const select = el("select", { id: newId(), onchange: () => pick(select.value) },
      el("option", { value: "" }, meaning === "phone" ? "Choose a column" : "None"), ...free);
    return { meaning, select, element: field(`Column with: ${MEANINGS[meaning]}`, select) };
  }

  /** Return the field for the encoding of a text file: found out, or chosen. A choice shows the file anew. */
  function encodingField({ doubtful, encodings: all }) {
    const select = el("select", { id: newId(), onchange: () => {
      encoding = select.value;
      changed();
      settled = show();
    } },
    el("option", { value: "" }, doubtful ? "Choose an encoding" : "Found out"),
    ...all.map(([value, title]) => el("option", { value }, title.toLowerCase() === value ? title : `${title}: ${value}`)));
    return field("Encoding of the file", select);
  }
}

/** Return the beginning of a file as the server reads it, or with nothing in it and `refused`, the sentence why. */
async function preview(campaign, file, encoding) {
  const form = new FormData();
  if (encoding) form.set("encoding", encoding);
  try {
    const first = new Uint8Array(await file.slice(0, 2).arrayBuffer());
    form.set("file", lookedAt(file, first), file.name);
    const answer = await fetch(`/campaigns/${campaign}/contacts/preview`, { method: "POST", body: form });
    if (answer.ok) return { ...NOTHING, ...await answer.json() };
    const { sentence } = await answer.json();
    return { ...NOTHING, refused: sentence };
  } catch (error) {
    // No connection, the file is gone, or what answered isn't our server.
    if (error instanceof TypeError || error instanceof DOMException || error instanceof SyntaxError) return { ...NOTHING, refused: NOT_LOOKED_AT };
    throw error;
  }
}

const field = (label, select) => el("div", { class: "field" }, el("label", { for: select.id }, label), select);

function table(columns, meanings, rows) {
  const head = columns.map(({ name }, place) => el("th", { scope: "col" }, name, el("span", { class: "soft small means" }, meanings[place])));
  return el("div", { class: "scroll field", tabindex: 0, role: "region", "aria-label": "First rows of the file" }, el("table", {},
    el("caption", {}, "First rows of the file"),
    el("thead", {}, el("tr", {}, ...head)),
    el("tbody", {}, ...rows.map((row) => el("tr", {}, ...columns.map((_, place) => el("td", {}, row[place] ?? "")))))));
}
