import { rename } from 'node:fs/promises'
import path from 'node:path'
import type { DuckDBConnection } from '@duckdb/node-api'
import type { ManifestTable } from '#standard/manifest.ts'
import type { Table } from '#standard/table.ts'
import { tables } from '#standard/tables.ts'
import { type BaseSnapshot, countRows, type PartsIn, type TableRows } from './base-snapshot.ts'
import { isOneSided, type MergedTable, mergeTable, takePart } from './merge-table.ts'
import { type ChangesWriter, openChanges } from './write-changes.ts'

export interface ExtendRequest {
  readonly connection: DuckDBConnection
  readonly base: BaseSnapshot
  /** Tables of the later delivery, their parts in `laterDirectory`; they are moved or merged. */
  readonly later: readonly TableRows[]
  readonly laterDirectory: string
  /** On the disk of laterDirectory. */
  readonly directory: string
  readonly bucketRows: number
  readonly signal: AbortSignal
}

/** A table of both together; one that only the base has is as it was, with its coverage. */
export type ExtendedTable = { readonly rows: TableRows } | { readonly unchanged: ManifestTable }

export interface Extended {
  readonly tables: readonly ExtendedTable[]
  /** Of the base, by rows of the same key with other content. */
  readonly rowsReplaced: number
}

async function takeParts({ directory, parts }: PartsIn, to: string): Promise<void> {
  for (const { file } of parts) await takePart(path.join(directory, file), path.join(to, file))
}

async function moveParts({ directory, parts }: PartsIn, to: string): Promise<void> {
  for (const { file } of parts) await rename(path.join(directory, file), path.join(to, file))
}

interface Extending extends ExtendRequest {
  readonly changes: ChangesWriter
}

interface Pair {
  readonly base: PartsIn
  readonly later: PartsIn
}

async function mergeParts(extending: Extending, table: Table, pair: Pair): Promise<MergedTable> {
  const { directory } = extending
  const side = isOneSided(pair)
  if (side === null) return mergeTable({ ...extending, ...pair, table })
  if (side === 'base') await takeParts(pair.base, directory)
  else await moveParts(pair.later, directory)
  return { parts: pair[side].parts, replaced: 0 }
}

interface Result {
  readonly table: ExtendedTable
  readonly replaced: number
}

/** Events of both deliveries together. */
async function mergeEvents(
  extending: Extending,
  table: Table,
  earlier: ManifestTable,
  rows: TableRows,
): Promise<Result> {
  const pair = {
    base: { directory: extending.base.directory, parts: earlier.parts },
    later: { directory: extending.laterDirectory, parts: rows.parts },
  }
  const { parts, replaced } = await mergeParts(extending, table, pair)
  const has = (name: string): boolean => earlier.columns.includes(name) || rows.columns.includes(name)
  const merged: TableRows = {
    name: table.name,
    rows: countRows(parts),
    rows_rejected: earlier.rows_rejected + rows.rows_rejected,
    columns: table.columns.map((column) => column.name).filter(has),
    parts: [...parts],
  }
  return { table: { rows: merged }, replaced }
}

async function extendTable(extending: Extending, table: Table): Promise<Result | null> {
  const { base, later, laterDirectory, directory } = extending
  const earlier = base.manifest.tables.find(({ name }) => name === table.name)
  const rows = later.find(({ name }) => name === table.name)
  if (rows === undefined) {
    if (earlier === undefined) return null
    await takeParts({ directory: base.directory, parts: earlier.parts }, directory)
    return { table: { unchanged: earlier }, replaced: 0 }
  }
  if (earlier !== undefined && table.is_state !== true) return mergeEvents(extending, table, earlier, rows)
  await moveParts({ directory: laterDirectory, parts: rows.parts }, directory)
  return { table: { rows }, replaced: 0 }
}

/**
 * Puts a later delivery on top of the snapshot of earlier ones: registers are replaced, events added, tables that the
 * delivery lacks taken over. The files of earlier deliveries are not needed.
 */
export async function extendSnapshot(request: ExtendRequest): Promise<Extended> {
  const { connection, directory, signal } = request
  const changes = await openChanges(connection, directory)
  try {
    const extended: ExtendedTable[] = []
    let rowsReplaced = 0
    for (const table of tables) {
      signal.throwIfAborted()
      const result = await extendTable({ ...request, changes }, table)
      if (result === null) continue
      extended.push(result.table)
      rowsReplaced += result.replaced
    }
    return { tables: extended, rowsReplaced }
  } finally {
    await changes.close()
  }
}
