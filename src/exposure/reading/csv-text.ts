import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { type Day, parseDay } from '#base/calendar-math.ts'
import { Refusal } from '#base/refusal.ts'

/** A small table of text: the files of a portfolio have thousands of rows, not millions. */
export interface TextTable {
  /** For sentences: the name without folder. */
  readonly file: string
  readonly header: readonly string[]
  /** Cells by column, with the physical line on which the row begins. */
  readonly rows: readonly { readonly line: number; readonly cells: readonly string[] }[]
}

/** One sentence about a place in a file. */
export function unreadable(file: string, line: number | null, zh: string, en: string): Refusal {
  return new Refusal('unreadable_input', {
    zh: line === null ? `${file}：${zh}` : `${file} 第 ${line} 行：${zh}`,
    en: line === null ? `${file}: ${en}` : `${file}, line ${line}: ${en}`,
  })
}

/** UTF-8 with or without a mark, else GB18030, which every Chinese spreadsheet program can write. */
function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder('gb18030').decode(bytes)
  }
}

type Row = TextTable['rows'][number]

/** RFC 4180, with LF or CRLF; a quote that never closes is refused with the line where it opened. */
export function parseCsv(text: string, file: string): Row[] {
  const rows: Row[] = []
  const pattern = /"((?:[^"]|"")*)"(?=[,\r\n]|$)|([^,\r\n"]*)(?=[,\r\n]|$)/y
  let [at, line] = [0, 1]
  let cells: string[] = []
  let first = 1
  while (at <= text.length) {
    pattern.lastIndex = at
    const match = pattern.exec(text)
    if (match === null) throw unreadable(file, line, '引号没有正确关闭。', 'a quote is not closed properly.')
    cells.push((match[1]?.replaceAll('""', '"') ?? match[2] ?? '').trim())
    line += match[0].split('\n').length - 1
    at += match[0].length
    if (text[at] === ',') {
      at += 1
      continue
    }
    if (cells.length > 1 || cells[0] !== '') rows.push({ line: first, cells })
    cells = []
    if (at >= text.length) break
    at += text.startsWith('\r\n', at) ? 2 : 1
    line += 1
    first = line
  }
  return rows
}

/** A table of text; null where the file is not there. */
export async function findTable(folder: string, file: string): Promise<TextTable | null> {
  const bytes = await readFile(path.join(folder, file)).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null
    throw unreadable(file, null, `无法读取（${error.code}）。`, `cannot be read (${error.code}).`)
  })
  if (bytes === null) return null
  const [head, ...rows] = parseCsv(decode(bytes), file)
  if (head === undefined || rows.length === 0) {
    throw unreadable(
      file,
      null,
      '没有数据行；请检查导出的文件。',
      'has no rows of data; check how it was exported.',
    )
  }
  for (const row of rows) {
    if (row.cells.length === head.cells.length) continue
    throw unreadable(
      file,
      row.line,
      `有 ${row.cells.length} 列，表头有 ${head.cells.length} 列。`,
      `has ${row.cells.length} cells, the header has ${head.cells.length}.`,
    )
  }
  return { file, header: head.cells, rows }
}

/** Position of a column by any of its names, or −1. */
export function findColumn({ header }: TextTable, names: readonly string[]): number {
  return header.findIndex((each) => names.includes(each.toLowerCase()))
}

export function getColumn(table: TextTable, names: readonly string[]): number {
  const index = findColumn(table, names)
  if (index >= 0) return index
  throw unreadable(
    table.file,
    null,
    `缺少列 ${names[0]}（也可写作 ${names.slice(1).join('、')}）。`,
    `the column ${names[0]} is missing.`,
  )
}

/** 2025-01-31, 2025/1/31 or 20250131. */
export function dayOfCell(table: TextTable, line: number, text: string): Day {
  const match = /^(\d{4})[-/]?(\d{1,2})[-/]?(\d{1,2})$/.exec(text)
  const day =
    match === null
      ? null
      : parseDay(`${match[1]}-${match[2]!.padStart(2, '0')}-${match[3]!.padStart(2, '0')}`)
  if (day !== null) return day
  throw unreadable(
    table.file,
    line,
    `“${text}”不是日期；请写成 2025-01-31 的形式。`,
    `"${text}" is not a date; write it like 2025-01-31.`,
  )
}

/** A decimal, with thousands commas, an exponent or a per cent sign if need be; empty is NaN. */
export function numberOfCell(table: TextTable, line: number, text: string): number {
  if (text === '') return Number.NaN
  const isPercent = text.endsWith('%')
  const digits = (isPercent ? text.slice(0, -1) : text).replace(/(?<=\d),(?=\d{3}(\D|$))/g, '')
  const value = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(digits) ? Number(digits) : Number.NaN
  if (Number.isFinite(value)) return isPercent ? value / 100 : value
  throw unreadable(table.file, line, `“${text}”不是数字。`, `"${text}" is not a number.`)
}
