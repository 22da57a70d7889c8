/** Texting hours as a form has them, and as they are said. Pure. */

/** Return the days written in a box: one a line, or with commas or blanks between them. */
export const days = (text) => text.split(/[\s,;]+/).filter(Boolean);

/**
 * Return what a form says as the hours that a command takes: null for any time. `form` is {any, from, to, sundays,
 * sundayFrom, sundayTo, holidays}; `sundays` is "same", "none" or "own".
 */
export function hoursOf({ any, from, to, sundays, sundayFrom, sundayTo, holidays }) {
  if (any) return null;
  const sunday = { same: {}, none: { sunday: null }, own: { sunday: { from: sundayFrom, to: sundayTo } } }[sundays];
  return { from, to, ...sunday, holidays: days(holidays) };
}

/** Return how a form says these hours; the fields that they leave out have what most people would write. */
export function formOf(hours) {
  const { from = "09:00", to = "21:00", sunday, holidays = [] } = hours ?? {};
  const sundays = sunday === undefined ? "same" : sunday === null ? "none" : "own";
  return {
    any: hours === null, from, to, sundays, sundayFrom: sunday?.from ?? "12:00", sundayTo: sunday?.to ?? to,
    holidays: holidays.join("\n"),
  };
}

/** Return the sentences about a campaign's hours: until when people may be texted, and when others may be. */
export const hoursNow = ({ closes, later }) => [closes?.sentence, later?.opens.sentence].filter(Boolean);
