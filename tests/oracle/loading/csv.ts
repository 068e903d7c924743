/** Text to records, character by character, with the physical line on which each record starts. */

export interface CsvRecord {
  readonly line: number
  readonly cells: readonly string[]
}

export interface CsvText {
  readonly records: readonly CsvRecord[]
  /** The line of a quote that never closes. */
  readonly unclosedLine: number | null
}

/**
 * README: "RFC 4180 quotes; LF or CRLF", "Blank lines are no rows", "`line` the physical line on which the row starts,
 * the header being line 1".
 * ambiguous: text after a closing quote, and a quote inside an unquoted cell. Both are taken as characters of the cell.
 * ambiguous: is a line of white space alone blank? Taken as blank where it is a single cell; a line of separators is
 * a row of nulls.
 * ambiguous: a line that is only `""`. Not blank here: it has a (quoted) cell.
 */
export function parseCsv(text: string, separator: string): CsvText {
  const records: CsvRecord[] = []
  let line = 1
  let at = 0
  while (at < text.length) {
    const startLine = line
    const cells: string[] = []
    let isQuoted = false
    let isRecordOpen = true
    while (isRecordOpen) {
      let cell = ''
      if (text[at] === '"') {
        isQuoted = true
        const quoteLine = line
        at += 1
        while (!(text[at] === '"' && text[at + 1] !== '"')) {
          if (at >= text.length) return { records, unclosedLine: quoteLine }
          if (text[at] === '"') at += 1
          if (text[at] === '\n') line += 1
          cell += text[at]
          at += 1
        }
        at += 1
      }
      while (at < text.length && text[at] !== separator && !isLineEnd(text, at)) {
        cell += text[at]
        at += 1
      }
      cells.push(cell)
      if (at < text.length && text[at] === separator) at += 1
      else isRecordOpen = false
    }
    if (text[at] === '\r') at += 1
    if (text[at] === '\n') line += 1
    at += 1
    const isBlank = cells.length === 1 && !isQuoted && trimmed(cells[0]!) === ''
    if (!isBlank) records.push({ line: startLine, cells })
  }
  return { records, unclosedLine: null }
}

function isLineEnd(text: string, at: number): boolean {
  if (text[at] === '\n') return true
  // ambiguous: a carriage return without line feed. Taken as a character, as the standard names only LF and CRLF.
  return text[at] === '\r' && text[at + 1] === '\n'
}

/** README: "White space to trim is Unicode's, with U+3000 and a byte-order mark." */
export function trimmed(text: string): string {
  return text.replace(/^[\s\u0085]+|[\s\u0085]+$/g, '')
}
