// The conversations beside one in a list. Pure.

/** Return {previous, next}, null where there is none. Of a conversation that has left the list, the next is the first. */
export function neighbours(items, id) {
  const at = items.findIndex((one) => one.id === id);
  return { previous: items[at - 1] ?? null, next: items[at + 1] ?? null };
}

/** Return the other conversations in the order in which to go on: those after this one, then those before it. */
export function others(items, id) {
  const at = items.findIndex((one) => one.id === id);
  return [...items.slice(at + 1), ...items.slice(0, Math.max(0, at))];
}
