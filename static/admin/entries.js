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

/** Return the entries of a list as they are now, {entry, own: the same of its `inner` list}: to know them when it is saved. */
export const parts = (list, inner = null) => list.map((entry) => ({ entry, own: inner ? parts(entry[inner]) : [] }));

/** Return whether `now`, what is saved, can be what was `sent`: it may not be if somebody else has saved since. */
export const isOf = (now, sent, inner = null) =>
  now.length === sent.length && sent.every((entry, place) =>
    (entry.id ?? now[place].id) === now[place].id && (!inner || isOf(now[place][inner.name], entry[inner.name])));

/**
 * Take in that a list was saved: `pressed` are its `parts` when it was `sent`, `now` is what became of them. Each entry gets
 * the id that it has now; a field reads as it is saved, unless it was changed meanwhile.
 */
export function takeIn(pressed, sent, now, fields, inner = null) {
  for (const [place, { entry, own }] of pressed.entries()) {
    entry.id = now[place].id;
    for (const name of fields) if ((entry[name] ?? "") === sent[place][name]) entry[name] = now[place][name];
    if (inner) takeIn(own, sent[place][inner.name], now[place][inner.name], inner.fields);
  }
}
