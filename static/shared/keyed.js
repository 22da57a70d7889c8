/**
 * A list whose rows stay the same elements: a change touches only the rows it is about, so 500 of them don't stutter
 * and the focus stays where it is.
 */

/** make(item) → {element, fill(item)}. Returns show(items), which makes, fills, moves and removes rows. */
export function keyed(parent, keyOf, make) {
  const rows = new Map();
  return (items) => {
    const wanted = new Set(items.map(keyOf));
    for (const [key, { element }] of rows) {
      if (!wanted.has(key)) {
        element.remove();
        rows.delete(key);
      }
    }
    let place = parent.firstElementChild;
    for (const item of items) {
      const known = rows.get(keyOf(item));
      const row = known ?? make(item);
      rows.set(keyOf(item), row);
      row.fill(item);
      if (row.element === place) place = place.nextElementSibling;
      else if (known && parent.moveBefore) parent.moveBefore(row.element, place); // keeps the focus in it
      else parent.insertBefore(row.element, place);
    }
  };
}
