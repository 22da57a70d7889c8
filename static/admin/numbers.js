/** Numbers that admins type, and shares of them. Pure. */

/** Return the whole number that a text is, or null ("abc", "1.5", "-3", ""). Thousands may have commas. */
export function wholeNumber(text) {
  const digits = text.trim().replace(/(?<=\d),(?=\d{3}(?!\d))/g, "");
  return /^\d{1,15}$/.test(digits) ? Number(digits) : null;
}

/** 300 among 3 → [100, 100, 100]; 301 among 3 → [101, 100, 100]: as the server splits, one more to each of the first. */
export function split(total, parts) {
  const each = Math.floor(total / parts);
  return Array.from({ length: parts }, (_, place) => each + (place < total % parts ? 1 : 0));
}
