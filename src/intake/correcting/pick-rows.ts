import type { DuckDBConnection } from '@duckdb/node-api'
import { assert } from '#base/refusal.ts'
import { openXlsx } from '#platform/xlsx/xlsx-reader.ts'
import { getTable } from '#standard/tables.ts'
import type { DeliveredFile } from '../delivery/list-delivery.ts'
import { advance, readHeader, skipBlankLines } from '../reading/csv-header.ts'
import { createRowCells, rowTexts, scanRow } from '../reading/csv-row.ts'
import { readRawBytes } from '../reading/raw-bytes.ts'
import { deliveredText } from '../reading/read-xlsx.ts'
import { appendBlock, createTextWindow, type TextWindow } from '../reading/text-window.ts'
import { unloadParquet } from '../unload-parquet.ts'

/** Rows of a delivered file as somebody wrote them, unconverted, under the file's own headers. */
export interface PickedRows {
  readonly header: readonly string[]
  /** By line, as rejects.csv counts them: of .parquet the row number. */
  readonly rows: ReadonlyMap<number, readonly string[]>
}

/** Which lines. */
export type Wanted = (line: number) => boolean

/** @param given.folder for a .parquet unpacked */
export async function pickRows(
  file: DeliveredFile,
  wanted: Wanted,
  given: { readonly connection: DuckDBConnection; readonly folder: string },
): Promise<PickedRows> {
  if (file.format === 'xlsx') return pickFromXlsx(file, wanted)
  if (file.format === 'csv') return pickFromText(file, wanted)
  const path = await unloadParquet(given.connection, file, given.folder, 0)
  const { header, rows } = await pickFromText({ ...file, path, isCompressed: false }, wanted, true)
  return { header: header.slice(1), rows: new Map([...rows].map(([line, cells]) => [line, cells.slice(1)])) }
}

interface Scanning {
  readonly header: readonly string[]
  readonly separator: number
}

function startScanning(file: DeliveredFile, window: TextWindow): Scanning | null {
  skipBlankLines(window)
  if (window.from >= window.limit) return null
  const found = readHeader(file, getTable(file.table), window)
  if (found === null) return null
  advance(window, found.next)
  return { header: found.texts, separator: found.separator }
}

async function pickFromText(file: DeliveredFile, wanted: Wanted, isNumbered = false): Promise<PickedRows> {
  const window = createTextWindow(file.file)
  const cells = createRowCells(4096)
  const rows = new Map<number, readonly string[]>()
  let scanning: Scanning | null = null
  const take = (block: Uint8Array, isLast: boolean): void => {
    appendBlock(window, block, isLast)
    scanning ??= startScanning(file, window)
    while (scanning !== null && window.from < window.limit) {
      const next = scanRow(window.bytes, window.from, window.limit, scanning.separator, cells)
      if (next < 0) return
      if (isNumbered) {
        const texts = rowTexts(window.bytes, cells)
        if (wanted(Number(texts[0]))) rows.set(Number(texts[0]), texts)
      } else if (wanted(window.line)) rows.set(window.line, rowTexts(window.bytes, cells))
      window.line += cells.lines
      window.from = next
    }
  }
  const { path, isCompressed } = file
  const raw = readRawBytes({ path, file: file.file, isCompressed, segment: null }, () => undefined)
  for await (const block of raw.blocks) take(block, false)
  take(new Uint8Array(0), true)
  // TypeScript does not see the assignment inside the closure.
  return { header: (scanning as Scanning | null)?.header ?? [], rows }
}

async function pickFromXlsx(file: DeliveredFile, wanted: Wanted): Promise<PickedRows> {
  const workbook = await openXlsx(file.path)
  try {
    const sheet = workbook.sheets.find(({ name }) => name === file.sheet)
    assert(sheet !== undefined, `sheet ${file.sheet} was read before`)
    const rows = new Map<number, readonly string[]>()
    let header: readonly string[] | null = null
    for await (const some of sheet.rows()) {
      for (const { line, cells } of some) {
        if (header !== null && !wanted(line)) continue
        const texts = Array.from(cells, (cell) => deliveredText(cell))
        if (texts.every((text) => text.trim() === '')) continue
        if (header === null) header = texts
        else rows.set(line, texts)
      }
    }
    return { header: header ?? [], rows }
  } finally {
    await workbook.close()
  }
}
