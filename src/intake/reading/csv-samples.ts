import { getTable } from '#standard/tables.ts'
import { convertPlanned } from './column-plan.ts'
import { separators, skipBlankLines } from './csv-header.ts'
import { cellText, createRowCells, lineFeed, rowTexts, scanRow } from './csv-row.ts'
import type { FileJob } from './file-job.ts'
import { readRawBytes } from './raw-bytes.ts'
import { startReading } from './read-csv.ts'
import { isUnfit } from './reason.ts'
import { createRowSink } from './row-sink.ts'
import { appendBlock, createTextWindow, type TextWindow } from './text-window.ts'

export interface Sample {
  readonly bytes: number
  readonly value: string | null
}

/** Reads the bucket column of the first whole row in a piece of the file; null where the file cannot be sampled. */
export function openSampler(
  job: FileJob,
  head: Uint8Array,
  column: string,
): ((piece: Buffer, length: number) => Sample | null) | null {
  const window = createTextWindow(job.file)
  // A file that cannot be read is refused when it is read.
  try {
    appendBlock(window, head, head.length < 4)
    const reading = startReading(job, getTable(job.table), window, createRowSink(job), false)
    const planned = reading?.plan.columns.find((each) => each.column.name === column)
    if (reading === null || planned === undefined || window.encoding?.startsWith('utf-16')) return null
    return (piece, length) => {
      const from = piece.indexOf(lineFeed) + 1
      piece[length] = lineFeed
      if (from === 0 || from >= length) return null
      const next = scanRow(piece, from, length, reading.separator, reading.cells)
      if (next < 0 || reading.cells.count !== reading.plan.header.length) return null
      const value =
        planned.index < 0 ? null : convertPlanned(planned, cellText(piece, reading.cells, planned.index))
      return { bytes: next - from, value: isUnfit(value) ? null : value }
    }
  } catch {
    return null
  }
}

/** The separator that gives most columns in the first row. */
function guessSeparator(window: TextWindow): number {
  const widths = separators.map((separator) => {
    const cells = createRowCells(4096)
    return scanRow(window.bytes, window.from, window.limit, separator, cells) < 0 ? 0 : cells.count
  })
  return separators[widths.indexOf(Math.max(...widths))]!
}

/** Holds more rows than anybody wants to look at. */
const sampleBytes = 2 ** 19

/** The first rows of a text file of which nothing is known yet, the header among them. */
export async function readFirstRows(
  path: string,
  file: string,
  isCompressed: boolean,
  count: number,
): Promise<string[][]> {
  const window = createTextWindow(file)
  const raw = readRawBytes({ path, file, isCompressed, segment: null }, () => undefined)
  let isWhole = true
  for await (const block of raw.blocks) {
    appendBlock(window, block, false)
    isWhole = window.limit < sampleBytes
    if (!isWhole) break
  }
  if (isWhole) appendBlock(window, new Uint8Array(0), true)
  skipBlankLines(window)
  const separator = guessSeparator(window)
  const rows: string[][] = []
  const cells = createRowCells(4096)
  while (rows.length < count && window.from < window.limit) {
    const next = scanRow(window.bytes, window.from, window.limit, separator, cells)
    if (next < 0) break
    rows.push(rowTexts(window.bytes, cells))
    window.from = next
  }
  return rows
}
