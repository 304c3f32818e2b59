/**
 * Rows as CSV for a spreadsheet, below their heads: a byte-order mark, so that Hebrew is read as such, and CRLF. Heads are
 * the same in every language, so that a program can read the file.
 */
export function csvOf(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  return `\uFEFF${[heads, ...rows].map((row) => row.map(cell).join(',')).join('\r\n')}\r\n`;
}

/** A spreadsheet runs what begins like a formula, and some texts are the other side's own words. */
function cell(text: string): string {
  const harmless = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
