/** The first rows of a contacts file as the server reads it, and which column is what where the names don't tell. */
import { chosen, lacking, lookedAt, unrecognised } from "./contacts_file.js";
import { el, newId } from "../dom.js";

const MEANINGS = { phone: "Phone", first_name: "First name", last_name: "Last name", field: "Custom field", ignored: "Left out" };
const NOTHING = { columns: [], rows: [], notices: [], encoding: "", doubtful: false, encodings: [] };

/**
 * → {element, look(file), mapping(), encoding(), lacking()}; mapping: {first_name?, last_name?, phone?} → name of the
 * column that somebody chose; encoding: the one that somebody chose, or ""; lacking: why the file can't be uploaded yet,
 * or "". `changed()` when something else is chosen.
 */
export function sheetPart(campaign, changed) {
  const element = el("div", {});
  let looking = 0; // counts looks: what an earlier one finds isn't shown any more
  let file;
  let encoding = "";
  let seen = NOTHING;
  let mapping = {};
  return { element, look, mapping: () => mapping, encoding: () => encoding, lacking: () => lacking(seen, mapping) };

  /** Shows the beginning of a file, or nothing without one. */
  function look(another) {
    [file, encoding, seen, mapping] = [another, "", NOTHING, {}];
    element.replaceChildren(); // what another file looked like mustn't be chosen from any more
    return show();
  }

  async function show() {
    looking += 1;
    const mine = looking;
    const found = file ? await preview(campaign, file, encoding) : NOTHING;
    if (looking !== mine) return;
    mapping = {};
    seen = found;
    element.replaceChildren(...(seen.columns.length ? sheet() : []));
  }

  function sheet() {
    const { columns, rows, notices } = seen;
    const meanings = columns.map(() => document.createTextNode(""));
    const choices = unrecognised(columns).map((meaning) => choice(meaning, (name) => {
      mapping = chosen(mapping, meaning, name);
      tell();
      changed();
    }));
    tell();
    const says = notices.map((each) => el("p", { class: "notice", role: "status" }, each));
    return [table(columns, meanings, rows), ...says, ...encodings(), ...choices.map((each) => each.element)];

    function tell() {
      columns.forEach(({ name, meaning }, place) => {
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

  /** Which encoding a text file is read in: found out, or chosen, which shows the file anew. */
  function encodings() {
    if (!seen.encoding) return [];
    const select = el("select", { id: newId(), onchange: () => {
      encoding = select.value;
      changed();
      return show();
    } },
    el("option", { value: "" }, seen.doubtful ? "Choose an encoding" : "Found out"),
    ...seen.encodings.map(([value, title]) => el("option", { value, selected: value === encoding }, title)));
    return [field("Encoding of the file", select)];
  }
}

/** What the server makes of a file; nothing if it can't read it: the upload will say why. */
async function preview(campaign, file, encoding) {
  const form = new FormData();
  if (encoding) form.set("encoding", encoding);
  try {
    const first = new Uint8Array(await file.slice(0, 2).arrayBuffer());
    form.set("file", lookedAt(file, first), file.name);
    const answer = await fetch(`/campaigns/${campaign}/contacts/preview`, { method: "POST", body: form });
    return answer.ok ? await answer.json() : NOTHING;
  } catch (error) {
    if (error instanceof TypeError || error instanceof DOMException) return NOTHING; // no connection, or the file is gone
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
