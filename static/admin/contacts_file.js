/**
 * The first rows of a contacts file, as a preview before it is uploaded. Pure. The server reads the file itself and
 * decides; this only shows what it will find, with the column names of the design.
 */
import { plain, squeezed } from "./message.js";

const MEANINGS = { firstname: "first_name", lastname: "last_name", phone: "phone" };

/** The first bytes of a file (an ArrayBuffer) → text: UTF-8 if they can be, else Latin-1 as spreadsheets write it. */
export function decoded(bytes) {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes, { stream: true });
  } catch (error) {
    if (error instanceof TypeError) return new TextDecoder("windows-1252").decode(bytes);
    throw error;
  }
}

/** CSV text → its first `most` rows as lists; the delimiter is the one of , ; tab that the first line has most of. */
export function firstRows(text, most = 6) {
  const delimiter = delimiterOf(text);
  const rows = [];
  let row = [];
  let cell = "";
  let quoted = false;
  const ended = () => {
    row.push(cell);
    if (row.some((each) => each.trim())) rows.push(row);
    [row, cell] = [[], ""];
  };
  for (let at = 0; at < text.length && rows.length < most; at += 1) {
    const here = text[at];
    if (quoted) {
      if (here !== '"') cell += here;
      else if (text[at + 1] === '"') [cell, at] = [`${cell}"`, at + 1];
      else quoted = false;
    } else if (here === '"' && !cell) quoted = true;
    else if (here === delimiter) [row, cell] = [[...row, cell], ""];
    else if (here === "\n") ended();
    else if (here !== "\r") cell += here;
  }
  if (rows.length < most && (row.length || cell)) ended();
  return rows;
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

function delimiterOf(text) {
  const line = text.slice(0, text.search(/\r?\n|$/));
  const times = (delimiter) => line.split(delimiter).length;
  return [",", ";", "\t"].reduce((best, each) => (times(each) > times(best) ? each : best));
}
