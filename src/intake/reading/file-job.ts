import type { TableName } from '#standard/tables.ts'
import type { Chunk } from './chunk-writer.ts'
import type { FileMapping } from './column-plan.ts'
import type { Reason } from './reason.ts'

/** What the main thread asks of a worker: one file (or sheet) of one table. */
export interface FileJob {
  readonly number: number
  /** What is read; for a .parquet the CSV made of it. */
  readonly path: string
  /** The file as it was delivered: its SHA-256 counts. */
  readonly deliveredPath: string
  /** How sentences name it. */
  readonly file: string
  readonly table: TableName
  readonly format: 'csv' | 'xlsx' | 'parquet'
  readonly isCompressed: boolean
  /** Which sheet of an .xlsx. */
  readonly sheet: string
  readonly mapping: FileMapping
  readonly source: string
  readonly chunkFolder: string
}

export interface FileResult {
  readonly sha256: string
  readonly rowsRead: number
  readonly rowsRejected: number
  readonly reasons: Readonly<Partial<Record<Reason, number>>>
  readonly columns: readonly string[]
  readonly unknownColumns: readonly string[]
}

/** What a worker tells while it reads. */
export interface ReadEvents {
  onRows(chunk: Chunk): void
  onRejects(chunk: Chunk): void
  onProgress(bytes: number): void
  /** Resolves when few enough chunks wait to be loaded. */
  ready(): Promise<void>
}
