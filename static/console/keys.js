// The single keys of the console. Pure. A key counts while no field has the focus and no other key is held with it; none
// of them sends a text. The dialog of keys is drawn from these tables.

/** The keys that do something: `act` names it, `shown` is how people read the keys, `says` is what they do.
 * `between` stands between two keys, " or " if it is left out. */
export const KEYS = [
  { act: "next", keys: ["j"], shown: ["J"], says: "Next conversation" },
  { act: "previous", keys: ["k"], shown: ["K"], says: "Previous conversation" },
  { act: "reply", keys: ["r"], shown: ["R"], says: "To the box" },
  { act: "answers", keys: ["a", "/"], shown: ["A", "/"], says: "Look for a reply" },
  { act: "choose", keys: ["1", "2", "3", "4", "5", "6", "7", "8", "9"], shown: ["1", "9"], between: " to ", says: "Put that reply into the box" },
  { act: "close", keys: ["c"], shown: ["C"], says: "Close the conversation" },
  { act: "undo", keys: ["z"], shown: ["Z"], says: "Undo the last send, close or opt-out, while that is offered" },
  { act: "help", keys: ["?"], shown: ["?"], says: "This list" },
];

/** The keys that browsers and fields have always had, for the same list. */
export const OTHERS = [
  { shown: ["Enter"], says: "Send; with Shift, start a new line" },
  { shown: ["Esc"], says: "Leave the box, so that the keys above count" },
];

/** Return the entry of KEYS that a press means, or null. `typing`: a field has the focus. */
export function meant({ key, ctrlKey, altKey, metaKey, repeat, isComposing }, typing) {
  if (typing || ctrlKey || altKey || metaKey || repeat || isComposing) return null;
  return KEYS.find(({ keys }) => keys.includes(key.toLowerCase())) ?? null;
}
