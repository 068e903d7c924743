import { rm } from 'node:fs/promises'
import path from 'node:path'
import type { DuckDBConnection } from '@duckdb/node-api'
import type { OnProgress } from '#base/progress.ts'
import { assert } from '#base/refusal.ts'
import type { TableRows } from '#intake/extending/base-snapshot.ts'
import type { ReadFile } from '#intake/read-files.ts'
import { type DuckDatabase, interruptOn } from '#platform/duckdb.ts'
import type { ManifestPart } from '#standard/manifest.ts'
import type { Table } from '#standard/table.ts'
import { tables } from '#standard/tables.ts'
import { type DroppedRows, resolveKeys } from './resolve-keys.ts'
import { areInOrder } from './staged-order.ts'
import { type StagedFile, stagedRows } from './staging.ts'
import { cutRows, partName, selectStaged, writePart } from './write-parts.ts'

export interface StoreRequest {
  readonly database: DuckDatabase
  /** The tables of the files, and what was read from them. */
  readonly files: readonly { readonly table: string }[]
  readonly read: readonly ReadFile[]
  readonly directory: string
  readonly bucketRows: number
  /** Parts written at a time: sorting and writing one keeps little more than one processor busy. */
  readonly lanes: number
  readonly signal: AbortSignal
  readonly onProgress: OnProgress
}

export interface Stored {
  readonly manifest: TableRows
  readonly dropped: readonly DroppedRows[]
}

/** A table on its way from staged files to parts. */
interface Storing {
  readonly table: Table
  /** The numbers of its files. */
  readonly numbers: readonly number[]
  readonly staged: readonly StagedFile[]
  dropped: readonly DroppedRows[]
  /** By number of the part; filled in any order. */
  readonly parts: ManifestPart[]
  written: number
  /** How many parts there will be; null until all are planned. */
  planned: number | null
}

interface PartJob {
  readonly storing: Storing
  readonly index: number
  readonly select: string
  readonly isSorted: boolean
}

/** Staged files are removed as soon as nothing reads them: the disk holds one table twice, not the delivery. */
async function removeStaged({ staged, written, planned }: Storing): Promise<void> {
  if (written === planned)
    await Promise.all(
      staged.flatMap(({ path: rows, keysPath }) => [rows, keysPath].map((each) => rm(each, { force: true }))),
    )
}

function startTable(table: Table, { files, read }: StoreRequest): Storing {
  const numbers = files.flatMap((file, number) => (file.table === table.name ? [number] : []))
  const staged = numbers.flatMap((number) => read[number]!.rowFiles)
  return { table, numbers, staged, dropped: [], parts: [], written: 0, planned: null }
}

/** The parts of one table after the other: the keys of the next are checked while parts of the last are written. */
async function* planParts(request: StoreRequest, work: readonly Storing[]): AsyncGenerator<PartJob> {
  const { database, signal, bucketRows } = request
  const { connection } = database
  for (const storing of work) {
    signal.throwIfAborted()
    const { table, staged } = storing
    storing.dropped = await resolveKeys(connection, table, staged)
    const hasDropped = storing.dropped.length > 0
    const buckets = [...new Set(staged.map((each) => each.bucket))].sort((left, right) => left - right)
    let index = 0
    for (const bucket of buckets.length === 0 ? [0] : buckets) {
      const files = staged.filter((each) => each.bucket === bucket)
      const rows = files.reduce((sum, each) => sum + each.rows, 0)
      for (const range of await cutRows({
        connection,
        table,
        source: stagedRows(table, files),
        rows,
        bucketRows,
      })) {
        const isSorted = !hasDropped && areInOrder(files)
        yield { storing, index, isSorted, select: selectStaged({ table, files, range, hasDropped }) }
        index += 1
      }
    }
    storing.planned = index
    await removeStaged(storing)
  }
}

/** Does the jobs, `lanes` at a time, each lane on a connection of its own; the first error stops all. */
async function writeInLanes(
  { database, directory, lanes, signal }: StoreRequest,
  jobs: AsyncGenerator<PartJob>,
  onPart: (job: PartJob, part: ManifestPart) => Promise<void>,
): Promise<void> {
  let isStopped = false
  const lane = async (): Promise<void> => {
    const connection: DuckDBConnection = await database.connect()
    const release = interruptOn(signal, connection)
    try {
      while (!isStopped) {
        signal.throwIfAborted()
        const next = await jobs.next()
        if (next.done === true) return
        const { storing, index, select, isSorted } = next.value
        const file = path.join(directory, partName(storing.table, index + 1))
        await onPart(next.value, await writePart(connection, storing.table, select, file, isSorted))
      }
    } catch (error) {
      isStopped = true
      throw error
    } finally {
      release()
      connection.closeSync()
    }
  }
  const ended = await Promise.allSettled(Array.from({ length: lanes }, lane))
  const failed = ended.find((each) => each.status === 'rejected')
  if (failed !== undefined) throw failed.reason
}

function finish({ table, numbers, staged, dropped, parts }: Storing, read: readonly ReadFile[]): Stored {
  const conflicting = dropped.reduce((sum, each) => sum + each.conflicting, 0)
  const lost = dropped.reduce((sum, each) => sum + each.repeated, conflicting)
  const stored = parts.reduce((sum, part) => sum + part.rows, 0)
  const accepted = staged.reduce((sum, file) => sum + file.rows, 0)
  assert(stored === accepted - lost, `${table.name}: ${stored} rows stored of ${accepted}, ${lost} dropped`)
  const delivered = new Set(numbers.flatMap((number) => [...read[number]!.columns]))
  const manifest: TableRows = {
    name: table.name,
    rows: stored,
    rows_rejected: numbers.reduce((sum, number) => sum + read[number]!.rowsRejected, conflicting),
    columns: table.columns.map((column) => column.name).filter((name) => delivered.has(name)),
    parts,
  }
  return { manifest, dropped }
}

/**
 * Writes `<table>-0001.parquet` and so on of every delivered table: sorted, each a range of persons, at least one even
 * for no rows.
 */
export async function storeTables(request: StoreRequest): Promise<Stored[]> {
  const { files, read, onProgress } = request
  const total = read.reduce((sum, each) => sum + each.rowFiles.reduce((rows, file) => rows + file.rows, 0), 0)
  const work = tables
    .filter(({ name }) => files.some((file) => file.table === name))
    .map((table) => startTable(table, request))
  let done = 0
  await writeInLanes(request, planParts(request, work), async ({ storing, index }, part) => {
    storing.parts[index] = part
    storing.written += 1
    done += part.rows
    onProgress({ stage: 'store', subject: storing.table.name, done, total })
    await removeStaged(storing)
  })
  onProgress({ stage: 'store', subject: '', done: total, total })
  return work.map((storing) => finish(storing, read))
}
