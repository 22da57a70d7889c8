/** A contacts file before its upload: the part that the server looks at, and the meaning of each column. Pure. */

const MEANINGS = ["first_name", "last_name", "phone"];
const CUT_BYTES = 262_144; // bytes of a text file that are enough to show it; a workbook is always sent whole

/** Return the part of a file that the server needs to show it. A workbook is told by its first two bytes. */
export function lookedAt(file, [first, second]) {
  return first === 0x50 && second === 0x4b ? file : file.slice(0, CUT_BYTES);
}

/** columns: [{name, meaning}] → those of first_name, last_name and phone that no column stands for. */
export function unrecognised(columns) {
  return MEANINGS.filter((each) => !columns.some(({ meaning }) => meaning === each));
}

/** Return the mapping, {meaning: name of a column}, with column `name` for this meaning only; "" is no column. */
export function chosen(mapping, meaning, name) {
  const others = Object.entries(mapping).filter(([each, column]) => each !== meaning && column !== name);
  return Object.fromEntries(name ? [...others, [meaning, name]] : others);
}

/** Return the part of a mapping that still holds for these columns, after the file was read anew. */
export function kept(mapping, columns) {
  const free = (name) => columns.some((each) => each.name === name && each.meaning === "field");
  return Object.fromEntries(Object.entries(mapping).filter(([, name]) => free(name)));
}

/** Return a sentence: what an admin must choose before this file can be uploaded; "" if nothing. */
export function lacking({ columns, doubtful }, mapping) {
  if (doubtful) return "Choose the encoding of the file, so that names are read right.";
  const meanings = columns.map(({ meaning }) => meaning);
  return meanings.includes("phone") || mapping.phone || !meanings.includes("field") ? "" : "Choose the column with the phone numbers.";
}
