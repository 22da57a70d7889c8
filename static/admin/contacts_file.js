/**
 * The first rows of a contacts file, as a preview before it is uploaded. Pure. The server reads the file itself and
 * decides; this only shows what it will find, with the column names of the design.
 */
import { plain, squeezed } from "./message.js";

const MEANINGS = { firstname: "first_name", lastname: "last_name", phone: "phone" };

const NOT_TEXT = /^[^\n]*?[\0-\x08\x0e-\x1f]/;
const SEPARATOR_LINE = /^"?sep=([,;\t|])"?(?:[\r\n]+|$)/; // how a spreadsheet is told the delimiter

/**
 * The first bytes of a file (an ArrayBuffer) → text as server/table.py reads it: UTF-16 with its mark, else UTF-8 and,
 * where that can't be, Windows-1252; "" if it is no text.
 */
export function decoded(buffer) {
  const bytes = new Uint8Array(buffer);
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder("utf-16le").decode(bytes, { stream: true });
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder("utf-16be").decode(bytes, { stream: true });
  const text = new TextDecoder("windows-1252").decode(bytes); // a character for each byte
  if (NOT_TEXT.test(text)) return "";
  return text.replace(/[^\0-\x7f]+/g, (run, at) => {
    const end = at + run.length;
    return utf8(bytes.subarray(at, end), { stream: end === bytes.length }) ?? run; // the sample may end inside a character
  });
}

function utf8(bytes, options) {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes, options);
  } catch (error) {
    if (error instanceof TypeError) return null;
    throw error;
  }
}

/** CSV text → its first `most` rows as lists, blank ones left out; delimited as it says, or as makes the most of its first row. */
export function firstRows(text, most = 6) {
  const [line, named] = SEPARATOR_LINE.exec(text) ?? [""];
  const table = text.slice(line.length).replaceAll("\0", "");
  return rowsOf(table, named ?? delimiterOf(table), most).rows;
}

/** → {rows, fault}: whether quotes don't pair up in them */
function rowsOf(text, delimiter, most) {
  const rows = [];
  let row = [];
  let cell = "";
  let quotes = "none"; // of this cell: none, open, closed
  let fault = false;
  const cellEnds = () => {
    row.push(cell);
    [cell, quotes] = ["", "none"];
  };
  const rowEnds = () => {
    cellEnds();
    if (row.some((each) => each.trim())) rows.push(row);
    row = [];
  };
  for (let at = 0; at < text.length && rows.length < most; at += 1) {
    const here = text[at];
    if (quotes === "open") {
      if (here !== '"') cell += here;
      else if (text[at + 1] === '"') [cell, at] = [`${cell}"`, at + 1];
      else quotes = "closed";
    } else if (here === delimiter) cellEnds();
    else if (here === "\n" || here === "\r") rowEnds();
    else if (quotes === "closed") [cell, fault] = [cell + here, true];
    else if (here === '"' && !cell) quotes = "open";
    else if (here !== " " || cell) cell += here;
  }
  fault ||= quotes === "open";
  if (rows.length < most) rowEnds();
  return { rows, fault };
}

/** The one that makes the most of the first row: names that are known, then cells. */
function delimiterOf(text) {
  const made = [",", ";", "\t", "|"].map((delimiter) => {
    const { rows: [cells = []], fault } = rowsOf(text, delimiter, 1);
    const known = cells.filter((name) => Object.hasOwn(MEANINGS, plain(name))).length;
    return { delimiter, known: fault ? -1 : known, cells: cells.length };
  });
  const better = (one, other) => one.known > other.known || (one.known === other.known && one.cells > other.cells);
  return made.reduce((best, each) => (better(each, best) ? each : best)).delimiter;
}

/**
 * Column names → [{name, means}], means being first_name, last_name, phone (each the first that fits) or "field". Names
 * are as the server gives them: a column without one, or with one that was there before, gets its place as a number.
 */
export function columns(header) {
  const names = new Set();
  const taken = new Set();
  return header.map((written, index) => {
    let name = written.trim().replace(/\s+/g, " ") || `Column ${index + 1}`;
    while (names.has(squeezed(name))) name += ` ${index + 1}`;
    names.add(squeezed(name));
    const meaning = MEANINGS[plain(name)];
    const means = meaning && !taken.has(meaning) ? meaning : "field";
    taken.add(means);
    return { name, means };
  });
}

/** Which of first_name, last_name and phone no column stands for. */
export function unrecognised(found) {
  return Object.values(MEANINGS).filter((meaning) => !found.some(({ means }) => means === meaning));
}

/** mapping: {meaning: name of the column}; with this column chosen for this meaning, and so for no other; "" for none */
export function chosen(mapping, meaning, name) {
  const others = Object.entries(mapping).filter(([each, column]) => each !== meaning && column !== name);
  return Object.fromEntries(name ? [...others, [meaning, name]] : others);
}

/** Why a file with these columns can't be uploaded yet, though it could be, in a sentence; "" if it can. */
export function lacking(found, mapping) {
  const means = found.map((column) => column.means);
  return means.includes("phone") || mapping.phone || !means.includes("field") ? "" : "Choose the column with the phone numbers.";
}
