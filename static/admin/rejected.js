/** The rows of an upload that were rejected, as a CSV to download, safe to open in a spreadsheet. Pure. */

/** [{line, reason, sentence, row?}] → CSV text with CRLF and a byte order mark, so that spreadsheets read it as UTF-8 */
export function rejectedCsv(rejected) {
  const width = rejected.reduce((widest, { row }) => Math.max(widest, cells(row).length), 0);
  const header = ["line", "reason", "sentence", ...Array.from({ length: width }, (_, place) => `column ${place + 1}`)];
  const lines = rejected.map((each) => [each.line, each.reason, each.sentence, ...cells(each.row)]);
  return `\ufeff${[header, ...lines].map((line) => line.map(cell).join(",")).join("\r\n")}\r\n`;
}

const cells = (row) => (Array.isArray(row) ? row : Object.values(row ?? {}));

/** A cell that a spreadsheet, which may pass over NULs, would take for a formula begins with an apostrophe instead. */
function cell(value) {
  const text = String(value ?? "").replaceAll("\0", "");
  const safe = typeof value === "string" && /^[=+\-@\t\r\n]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
