import { createReadStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Readable } from 'node:stream'
import { z } from 'zod'
import type { Bilingual, Language } from '#base/bilingual.ts'
import { Refusal } from '#base/refusal.ts'
import { writeCsv } from '#platform/csv-writer.ts'
import type { CellKind, OutputCell, OutputSheet } from '#platform/xlsx/xlsx-types.ts'
import { writeXlsx } from '#platform/xlsx/xlsx-writer.ts'
import { downloadPolicy } from '../security-headers.ts'
import { maskPersonal, type PersonalKind } from './mask.ts'
import { spreadsheetSafe } from './spreadsheet-safe.ts'

export const ExportFormat = z.enum(['csv', 'xlsx'])
export type ExportFormat = z.infer<typeof ExportFormat>

export interface ExportColumn<Row> {
  readonly title: Bilingual
  readonly kind: CellKind
  readonly width: number
  /** Masked, always: an export with full data is an act of its own. */
  readonly personal?: PersonalKind
  readonly valueOf: (row: Row) => OutputCell
}

export interface ExportedList<Row> {
  readonly title: Bilingual
  readonly columns: readonly ExportColumn<Row>[]
  /** Rows in the order shown. */
  readonly rows: readonly Row[]
}

/** A file for a person to read; more is a matter for a delivery. */
export const exportRowsMax = 50_000

const mediaTypes: Readonly<Record<ExportFormat, string>> = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
}

/** Excel takes a CSV without it for the local code page. */
const byteOrderMark = '\uFEFF'

function cellOf<Row>(column: ExportColumn<Row>, row: Row): OutputCell {
  const value = column.valueOf(row)
  if (column.personal === undefined || typeof value !== 'string') return value
  return maskPersonal(column.personal, value)
}

/** Fen as yuan with two decimals, without separators: a program reads it. */
function yuan(fen: bigint): string {
  const digits = (fen < 0n ? -fen : fen).toString().padStart(3, '0')
  return `${fen < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`
}

function csvText(value: OutputCell): string {
  if (value === null) return ''
  if (typeof value === 'bigint') return yuan(value)
  return typeof value === 'number' ? String(value) : spreadsheetSafe(value)
}

function refuseTooMany(count: number): void {
  if (count <= exportRowsMax) return
  throw new Refusal('too_large', {
    zh: `导出超过 ${exportRowsMax} 行的上限；请缩小筛选范围后再导出。`,
    en: `More than ${exportRowsMax} rows; narrow the filters and export again.`,
  })
}

async function writeFileOf<Row>(
  file: string,
  format: ExportFormat,
  list: ExportedList<Row>,
  language: Language,
): Promise<void> {
  const titles = list.columns.map((column) => column.title[language])
  if (format === 'csv') {
    const header = titles.map((title, index) => (index === 0 ? byteOrderMark + title : title))
    const lines = list.rows.map((row) => list.columns.map((column) => csvText(cellOf(column, row))))
    await writeCsv(file, header, lines)
    return
  }
  await writeXlsx(
    file,
    [
      {
        name: list.title[language],
        columns: list.columns.map(({ kind, width }, index) => ({ header: titles[index]!, kind, width })),
        rows: list.rows.map((row) => list.columns.map((column) => cellOf(column, row))),
      },
    ],
    { title: list.title[language] },
  )
}

/** The list as a file to download. Built on disk, mode 0600, and gone once it is read. */
export async function exportList<Row>(
  format: ExportFormat,
  list: ExportedList<Row>,
  language: Language,
): Promise<Response> {
  refuseTooMany(list.rows.length)
  return downloadWritten(
    { name: `${list.title[language]}.${format}`, mediaType: mediaTypes[format] },
    (file) => writeFileOf(file, format, list, language),
  )
}

/** A workbook whose sheets are a form of their own, with headings above the columns, as a file to download. */
export async function exportSheets(title: string, sheets: readonly OutputSheet[]): Promise<Response> {
  return downloadWritten({ name: `${title}.xlsx`, mediaType: mediaTypes.xlsx }, (file) =>
    writeXlsx(file, sheets, { title }),
  )
}

async function downloadWritten(
  { name, mediaType }: { readonly name: string; readonly mediaType: string },
  write: (file: string) => Promise<void>,
): Promise<Response> {
  const folder = await mkdtemp(path.join(tmpdir(), 'fangxian-export-'))
  const file = path.join(folder, 'written')
  try {
    await write(file)
  } catch (error) {
    await rm(folder, { recursive: true, force: true })
    throw error
  }
  const stream = createReadStream(file)
  stream.once('close', () => void rm(folder, { recursive: true, force: true }))
  return new Response(Readable.toWeb(stream) as ReadableStream, { headers: downloadHeaders(name, mediaType) })
}

/** Always a download, never shown in place (platform.md 24). The name is encoded, whatever it contains (RFC 6266). */
export function downloadHeaders(fileName: string, mediaType: string): Record<string, string> {
  const plain = fileName.normalize('NFC').replace(/[\p{Cc}\\/:*?"<>|]/gu, '_')
  const encoded = encodeURIComponent(plain).replace(
    /['()*]/g,
    (each) => `%${each.charCodeAt(0).toString(16)}`,
  )
  return {
    'content-type': mediaType,
    'content-disposition': `attachment; filename="download"; filename*=UTF-8''${encoded}`,
    'content-security-policy': downloadPolicy,
    'x-content-type-options': 'nosniff',
  }
}
