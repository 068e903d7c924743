import { Refusal } from '#base/refusal.ts'
import type { Table } from '#standard/table.ts'
import { countKnownColumns } from './column-plan.ts'
import { trimWhite } from './convert-text.ts'
import { createRowCells, rowTexts, scanRow } from './csv-row.ts'
import type { FileJob } from './file-job.ts'
import type { TextWindow } from './text-window.ts'

/** A row that is longer stops the run: it is an unclosed quote or no table at all. */
export const rowBytesMax = 16 * 2 ** 20

export const separators = [0x2c, 0x09, 0x3b, 0x7c]

export interface Header {
  readonly separator: number
  readonly texts: string[]
  readonly next: number
  readonly known: number
}

/** The cells of the first physical line, quotes left out: what an unfinished header would be made of. */
function roughCells(window: TextWindow, separator: number): string[] {
  const feed = window.bytes.indexOf(0x0a, window.from)
  const line = window.bytes.toString(
    'utf8',
    window.from,
    feed < 0 ? window.limit : Math.min(feed, window.limit),
  )
  return line.replaceAll('"', '').split(String.fromCharCode(separator))
}

/**
 * Splits the first line by each separator; the one that gives most known columns, then most columns, is right.
 * Null while the right one leaves a quote open.
 */
export function readHeader(
  job: Pick<FileJob, 'file' | 'mapping'>,
  table: Table,
  window: TextWindow,
): Header | null {
  const countKnown = (texts: readonly string[]): number =>
    countKnownColumns({
      table,
      file: job.file,
      line: window.line,
      header: texts.map(trimWhite),
      mapping: job.mapping,
      source: '',
    })
  let best: Header | null = null
  let knownOfOpen = 0
  for (const separator of separators) {
    const cells = createRowCells(4096)
    const next = scanRow(window.bytes, window.from, window.limit, separator, cells)
    if (next < 0) {
      knownOfOpen = Math.max(knownOfOpen, countKnown(roughCells(window, separator)))
      continue
    }
    const texts = rowTexts(window.bytes, cells)
    const known = countKnown(texts)
    const isBetter =
      best === null || known > best.known || (known === best.known && texts.length > best.texts.length)
    if (isBetter) best = { separator, texts, next, known }
  }
  return best !== null && knownOfOpen > best.known ? null : best
}

export function advance(window: TextWindow, next: number): void {
  for (let at = window.bytes.indexOf(0x0a, window.from); at >= 0 && at < next; ) {
    window.line += 1
    at = window.bytes.indexOf(0x0a, at + 1)
  }
  window.from = next
}

/** Lines of white space before the header. */
export function skipBlankLines(window: TextWindow): void {
  for (;;) {
    const feed = window.bytes.indexOf(0x0a, window.from)
    if (feed < 0 || feed >= window.limit) return
    if (trimWhite(window.bytes.toString('utf8', window.from, feed)) !== '') return
    advance(window, feed + 1)
  }
}

/** What is left in the window is the beginning of a row: refuse it if it can no longer become one. */
export function refuseOpenRow(job: FileJob, window: TextWindow, isLast: boolean): void {
  const size = window.limit - window.from
  if (size > rowBytesMax) throw tooLong(job, window.line)
  if (isLast && size > 0) {
    throw new Refusal('unreadable_input', {
      zh: `文件 ${job.file} 第 ${window.line} 行开始的引号直到文件结束都没有闭合，请检查该行的引号。`,
      en: `File ${job.file}: a quote opened in the row on line ${window.line} is never closed; check the quotes of that line.`,
    })
  }
}

export function tooLong(job: FileJob, line: number): Refusal {
  return new Refusal('unreadable_input', {
    zh: `文件 ${job.file} 第 ${line} 行开始的一行超过 16 MB，可能是引号没有闭合，或文件不是表格；请检查该行。`,
    en: `File ${job.file}: the row on line ${line} is over 16 MB; a quote may not be closed, or the file is no table. Check that line.`,
  })
}

export function emptyFile(job: FileJob): Refusal {
  return new Refusal('unreadable_input', {
    zh: `文件 ${job.file} 是空的，没有表头；请重新导出，至少应有一行表头。`,
    en: `File ${job.file} is empty: it has no header line. Export it again with a header.`,
  })
}
