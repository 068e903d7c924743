import type { TableName } from '#standard/tables.ts'
import type { FileMapping } from './column-plan.ts'
import type { Encoding } from './encoding.ts'
import type { Reason } from './reason.ts'
import type { RowFile } from './row-file.ts'

/** A stretch of a large file between two line feeds, before which there is no quote: it is read on its own. */
export interface Segment {
  readonly from: number
  /** Null: to the end of the file. */
  readonly to: number | null
  /** What the whole file is in, as far as it is known; null while everything was ASCII. */
  readonly encoding: Encoding | null
}

/** What the main thread asks of a worker: one file, sheet or segment of a file of one table. */
export interface FileJob {
  readonly number: number
  /** The place of a segment in its file; 0 for a whole file. */
  readonly part: number
  /** What is read; for a .parquet the CSV made of it. */
  readonly path: string
  /** How sentences name it. */
  readonly file: string
  readonly table: TableName
  readonly format: 'csv' | 'xlsx' | 'parquet'
  readonly isCompressed: boolean
  /** Which sheet of an .xlsx. */
  readonly sheet: string
  readonly segment: Segment | null
  readonly mapping: FileMapping
  readonly source: string
  readonly rowFolder: string
  /** Rows whose first sort column is at or above bounds[n] go to bucket n + 1. */
  readonly bounds: readonly string[]
}

export interface JobResult {
  /** Of the bytes that were read: for a whole file its SHA-256. */
  readonly sha256: string
  /** Physical lines of the segment: what is to be added to the line numbers of the next one. */
  readonly lines: number
  readonly rowsRead: number
  readonly rowsRejected: number
  readonly reasons: Readonly<Partial<Record<Reason, number>>>
  readonly columns: readonly string[]
  readonly unknownColumns: readonly string[]
  readonly rowFiles: readonly RowFile[]
  readonly rejectFile: RowFile | null
}

export type OnBytes = (bytes: number) => void
