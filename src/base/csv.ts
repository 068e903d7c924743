/** Output CSV: UTF-8 with BOM, CRLF, quoted where needed (standard, Precisely, A run). */
export const byteOrderMark = '\uFEFF'

/** A text cell that a spreadsheet could take for a formula gets a leading apostrophe. */
export function guardFormula(text: string): string {
  return /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
}

export function quoteCell(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/** One line of cells that are already guarded where they are text. */
export function csvLine(cells: readonly string[]): string {
  return `${cells.map(quoteCell).join(',')}\r\n`
}
