/** Numbers as people read them. Pure. */

const figures = new Intl.NumberFormat("en-US");

/** 12345 → "12,345". Without `Intl` where it changes nothing: a long table says thousands of small numbers at a time. */
export const count = (number) => (number >= 0 && number < 1000 ? String(number) : figures.format(number));

/** (1, "sender") → "1 sender"; (1200, "sender") → "1,200 senders"; (2, "reply", "replies") → "2 replies" */
export const many = (number, one, several = `${one}s`) => `${count(number)} ${number === 1 ? one : several}`;

/** ["Ana", "Ben", "Cleo"] → "Ana, Ben and Cleo"; more than `most` → "Ana, Ben and 3 others" */
export function listed(names, most = 4) {
  if (names.length > most) return `${names.slice(0, most - 1).join(", ")} and ${names.length - most + 1} others`;
  return names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}
