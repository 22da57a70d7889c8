/** The rows of an upload that were rejected, as a CSV to download, safe to open in a spreadsheet. Pure. */

/** Return the rejected rows of an upload's answer that need mending: all except contacts who were there already. */
export const toMend = ({ rejected }) => rejected.filter(({ reason }) => reason !== "duplicate_in_campaign");

/**
 * Return rejected rows, [{line, reason, sentence, row?}], as CSV text; `columns` are the file's. It has CRLF and a
 * byte order mark, so that spreadsheets read it as UTF-8.
 */
export function rejectedCsv(rejected, columns) {
  const width = rejected.reduce((widest, { row }) => Math.max(widest, cells(row).length), columns.length);
  const names = Array.from({ length: width }, (_, place) => columns[place] ?? `column ${place + 1}`);
  const lines = rejected.map((each) => [each.line, each.reason, each.sentence, ...cells(each.row)]);
  const rows = [["line", "reason", "sentence", ...names], ...lines];
  return `\ufeff${rows.map((row) => row.map(cell).join(",")).join("\r\n")}\r\n`;
}

const cells = (row) => (Array.isArray(row) ? row : Object.values(row ?? {}));

/** Return a cell safe for a spreadsheet, which may pass over NULs: a formula gets an apostrophe in front. */
function cell(value) {
  const text = String(value ?? "").replaceAll("\0", "");
  const safe = typeof value === "string" && /^[=+\-@\t\r\n]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
