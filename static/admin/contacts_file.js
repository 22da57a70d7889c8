/** A contacts file before it is uploaded: what of it is sent to be looked at, and which column is what. Pure. */

const MEANINGS = ["first_name", "last_name", "phone"];
const CUT_BYTES = 262_144; // bytes: of a text file the beginning is enough; a workbook is told by its first bytes

/** The part of a file that the server needs to show what it looks like, given its first bytes. */
export function lookedAt(file, [first, second]) {
  return first === 0x50 && second === 0x4b ? file : file.slice(0, CUT_BYTES);
}

/** columns: [{name, meaning}] → which of first_name, last_name and phone no column stands for. */
export function unrecognised(columns) {
  return MEANINGS.filter((each) => !columns.some(({ meaning }) => meaning === each));
}

/** mapping: {meaning: name of the column}; with this column chosen for this meaning, and so for no other; "" for none */
export function chosen(mapping, meaning, name) {
  const others = Object.entries(mapping).filter(([each, column]) => each !== meaning && column !== name);
  return Object.fromEntries(name ? [...others, [meaning, name]] : others);
}

/** What of a mapping still holds for these columns, after the file was read anew. */
export function kept(mapping, columns) {
  const free = (name) => columns.some((each) => each.name === name && each.meaning === "field");
  return Object.fromEntries(Object.entries(mapping).filter(([, name]) => free(name)));
}

/** Why a file that looks like this can't be uploaded yet, though it could be, in a sentence; "" if it can. */
export function lacking({ columns, doubtful }, mapping) {
  if (doubtful) return "Choose the encoding of the file, so that names are read right.";
  const meanings = columns.map(({ meaning }) => meaning);
  return meanings.includes("phone") || mapping.phone || !meanings.includes("field") ? "" : "Choose the column with the phone numbers.";
}
