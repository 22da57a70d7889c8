/**
 * A list whose rows stay the same elements: a change touches only the rows it is about, so 500 of them don't stutter,
 * and the focus and what is typed stay where they are.
 */
import { follow } from "./dom.js";

/** Keep a row in `parent` for each of `items()`; make(now) → its element, now() being its item. Return the parent. */
export function keyed(parent, items, keyOf, make) {
  const rows = new Map(); // key → {item, element}
  return follow(parent, () => {
    const now = items();
    const wanted = new Set(now.map(keyOf));
    for (const [key, { element }] of rows) {
      if (!wanted.has(key)) {
        element.remove();
        rows.delete(key);
      }
    }
    const focused = document.activeElement;
    let place = parent.firstElementChild;
    for (const item of now) {
      const known = rows.get(keyOf(item));
      const row = known ?? begun(item, make);
      row.item = item;
      rows.set(keyOf(item), row);
      if (row.element === place) place = place.nextElementSibling;
      else if (known && parent.moveBefore) parent.moveBefore(row.element, place);
      else parent.insertBefore(row.element, place);
    }
    // Browsers without `moveBefore` take the focus from a row that moves.
    if (focused !== document.activeElement && parent.contains(focused)) focused.focus({ preventScroll: true });
  });
}

function begun(item, make) {
  const row = { item };
  row.element = make(() => row.item);
  return row;
}
