import path from 'node:path'
import { Refusal } from '#base/refusal.ts'

export interface CsvRow {
  /** The physical line on which the row starts, the header being line 1. */
  readonly line: number
  readonly cells: readonly string[]
}

function decode(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    // What Excel saves as CSV on a Chinese Windows.
    return new TextDecoder('gb18030').decode(bytes)
  }
}

const cell = /("(?:[^"]|"")*"|(?!")[^,\r\n]*)(,|\r\n|\n|\r|$)/y

/** The rows of a small comma-separated file in UTF-8 or GB18030, RFC 4180. */
export function* readCsvRows(file: string, bytes: Buffer): Generator<CsvRow> {
  const text = decode(bytes)
  let line = 1
  let start = 1
  let cells: string[] = []
  cell.lastIndex = 0
  for (let at = 0; at < text.length; ) {
    cell.lastIndex = at
    const match = cell.exec(text)
    if (match === null) {
      throw new Refusal('unreadable_input', {
        zh: `核查表 ${path.basename(file)} 第 ${line} 行：引号没有成对，请检查该行。`,
        en: `The review ${path.basename(file)}, row ${line}: a quote is not closed; check that row.`,
      })
    }
    const [whole, raw, end] = match as unknown as [string, string, string]
    cells.push(raw.startsWith('"') ? raw.slice(1, -1).replaceAll('""', '"') : raw)
    line += whole.match(/\r\n|\n|\r/g)?.length ?? 0
    at += whole.length
    if (end === ',' && at < text.length) continue
    yield { line: start, cells }
    cells = []
    start = line
  }
}
