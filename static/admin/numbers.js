/** Numbers as people read and write them. Pure. */

const figures = new Intl.NumberFormat("en-US");

/** 12345 → "12,345" */
export const count = (number) => figures.format(number);

/** (1, "sender") → "1 sender"; (1200, "sender") → "1,200 senders" */
export const many = (number, noun) => `${count(number)} ${noun}${number === 1 ? "" : "s"}`;

/** What somebody typed → the whole number it is, or null ("abc", "1.5", "-3", ""). Thousands may have commas. */
export function wholeNumber(text) {
  const digits = text.trim().replace(/(?<=\d),(?=\d{3}(?!\d))/g, "");
  return /^\d{1,15}$/.test(digits) ? Number(digits) : null;
}

/** 300 among 3 → [100, 100, 100]; 301 among 3 → [101, 100, 100]: as the server splits, one more to each of the first. */
export function split(total, parts) {
  const each = Math.floor(total / parts);
  return Array.from({ length: parts }, (_, place) => each + (place < total % parts ? 1 : 0));
}

/** ["Ana", "Ben", "Cleo"] → "Ana, Ben and Cleo"; more than `most` → "Ana, Ben and 3 others" */
export function listed(names, most = 4) {
  if (names.length > most) return `${names.slice(0, most - 1).join(", ")} and ${names.length - most + 1} others`;
  return names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}
