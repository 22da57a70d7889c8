/** Lists that an admin edits as a whole, such as canned replies: their entries in order, each with a key. Pure. */

let keys = 0;

/** Return a copy of `list` to be edited; each entry has a `key`, the entries of its `inner` list too. */
export const editable = (list, inner = null) =>
  list.map((entry) => ({ ...entry, key: `id ${entry.id}`, ...(inner && { [inner]: editable(entry[inner]) }) }));

/** Append an entry that isn't saved yet. Return it. */
export function added(list, blank) {
  keys += 1;
  list.push({ ...structuredClone(blank), key: `new ${keys}` });
  return list.at(-1);
}

/** Move the entry at a place up (-1) or down (+1), if there is room. */
export function moved(list, place, by) {
  if (place + by < 0 || place + by >= list.length) return;
  list.splice(place + by, 0, ...list.splice(place, 1));
}

export const without = (list, place) => list.splice(place, 1);

/** Return the entries as the hub takes them, with these fields alone: new ones have no id. */
export const given = (list, fields, inner = null) =>
  list.map((entry) => ({
    ...(entry.id !== undefined && { id: entry.id }),
    ...Object.fromEntries(fields.map((name) => [name, entry[name] ?? ""])),
    ...(inner && { [inner.name]: given(entry[inner.name], inner.fields) }),
  }));

/** Return whether two lists would be saved alike. */
export const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);
