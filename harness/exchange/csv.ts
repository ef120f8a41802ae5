/** Comma-separated values as RFC 4180 describes them, harmless where a spreadsheet opens them. */

export type Cell = string | number | boolean | null | undefined;

/** Lines end in CR LF. What is not there is an empty cell, and so is a number that is none. */
export const csv = (rows: readonly (readonly Cell[])[]): string =>
  rows.map((row) => `${row.map(cellText).join(',')}\r\n`).join('');

function cellText(cell: Cell): string {
  if (typeof cell === 'string') return quoted(withoutFormula(cell));
  if (typeof cell === 'number') return Number.isFinite(cell) ? String(cell) : '';
  return cell == null ? '' : String(cell);
}

/** A spreadsheet would run text that begins so; in some languages it is typed in full width. */
const formula = /^\s*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]|^[\t\r\n]/;

/** The apostrophe is how people themselves tell a spreadsheet that something is text. */
const withoutFormula = (text: string): string => (formula.test(text) ? `'${text}` : text);

/** Semicolons and tabs part cells in some countries' spreadsheets; outer spaces would be trimmed. */
const quoted = (text: string): string =>
  /[",;\t\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
