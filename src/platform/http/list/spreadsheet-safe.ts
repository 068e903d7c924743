/** What a spreadsheet program would take for a formula (OWASP, CSV injection), also behind white space. */
const formulaStart = /^\s*[=+\-@\t\r＝＋－＠]/
const plainNumber = /^[+-]?\d+(\.\d+)?$/

/** A text that could run is set behind an apostrophe; a plain number stays one. */
export function spreadsheetSafe(text: string): string {
  return formulaStart.test(text) && !plainNumber.test(text) ? `'${text}` : text
}
