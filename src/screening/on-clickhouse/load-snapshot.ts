import { rm } from 'node:fs/promises'
import path from 'node:path'
import type { DuckDBConnection } from '@duckdb/node-api'
import { sha256 } from '#base/digest.ts'
import type { OnProgress } from '#base/progress.ts'
import { interruptOn, openDuck } from '#platform/duckdb.ts'
import type { Manifest } from '#standard/manifest.ts'
import { snapshotColumns } from '#standard/snapshot.ts'
import type { Table } from '#standard/table.ts'
import { getTable, standardVersion, type TableName, tables } from '#standard/tables.ts'
import { attachSnapshot, tablesReadBy } from '../prepare-tables.ts'
import type { Rule } from '../rule.ts'
import { memoryFor } from '../screening-memory.ts'
import { loadTable, type Target } from './load-table.ts'
import type { Node } from './node.ts'
import { createDesks, createPersonHomes } from './placing/homes.ts'
import { loadVersion, monthColumn } from './placing/pieces.ts'
import { createLeads, dropLeads, placedRows } from './placing/placed-rows.ts'
import { placementOf, placements } from './placing/placement.ts'
import { requireVersion } from './server-version.ts'
import { databaseOf, isWhole, type Layout, noteWhole, openRegister } from './shard-register.ts'
import { sideBySide } from './side-by-side.ts'
import { columnsOfTable } from './sql/clickhouse-types.ts'

type Key = Rule['key']

export interface LoadOptions {
  readonly snapshotDirectory: string
  readonly manifest: Manifest
  readonly shards: readonly Node[]
  /** Their tables are loaded; the same rules run on them. */
  readonly rules: readonly Rule[]
  /** For the files on their way: up to the largest table once. */
  readonly directory: string
  readonly threads?: number | undefined
  readonly memoryLimitMegabytes?: number | undefined
  readonly onProgress?: OnProgress | undefined
  readonly signal?: AbortSignal | undefined
}

export const keysOfRules = Object.keys(placements) as Key[]

/** Of what the files are, whenever and wherever they were made. */
export function snapshotName(manifest: Manifest): string {
  const parts = manifest.tables.map(({ name, parts }) => [name, ...parts.map((part) => part.sha256)])
  return sha256(JSON.stringify([standardVersion, loadVersion, parts])).slice(0, 12)
}

/** The tables that rules of a key read, and those that name what they find. */
function tablesOf(key: Key, rules: readonly Rule[]): Table[] {
  const read = new Set(rules.filter((rule) => rule.key === key).flatMap((rule) => tablesReadBy(rule)))
  const naming: readonly TableName[] = ['person', 'staff', 'employer', 'user_account', 'social_card']
  const isNaming = (name: TableName): boolean =>
    key !== 'person' && naming.includes(name) && placementOf(key, name) !== 'everywhere'
  return tables
    .map(({ name }) => name)
    .filter((name) => read.has(name) || isNaming(name))
    .map(getTable)
}

/** Sorted as the rules of the key read: by what the row was placed by, then by the person; else by the first column. */
function sortedBy(key: Key, table: Table): string {
  const names = new Set(snapshotColumns(table).map(({ name }) => name))
  const placement = placementOf(key, table.name as TableName)
  const by = typeof placement === 'object' && 'by' in placement ? [placement.by, 'person_id'] : []
  const own = [...new Set(by)].filter((name) => names.has(name))
  if (own.length > 0) return `(${own.join(', ')})`
  const usual = ['person_id', 'id_number', 'account_number', 'employer_id', 'staff_id']
  return usual.find((name) => names.has(name)) ?? snapshotColumns(table)[0]!.name
}

async function createTables({ node, layout }: Target, key: Key, wanted: readonly Table[]): Promise<void> {
  const database = databaseOf(layout, key)
  await node.run(`create database if not exists ${database}`)
  for (const table of wanted) {
    const month = monthColumn(table)
    await node.run(
      `create table if not exists ${database}.${table.name} (${columnsOfTable(table)})
      engine = MergeTree
      ${month === null ? '' : `partition by intDiv(${month}, 12)`}
      order by ${sortedBy(key, table)}
      settings allow_nullable_key = 1`,
    )
  }
}

async function loadKeys(
  options: LoadOptions,
  connection: DuckDBConnection,
  targets: readonly Target[],
): Promise<number> {
  const { rules, manifest, directory, onProgress, signal } = options
  const rowsOf = (table: Table): number => manifest.tables.find(({ name }) => name === table.name)?.rows ?? 0
  const work = keysOfRules.map((key) => ({ key, wanted: tablesOf(key, rules) }))
  const total = work.flatMap(({ wanted }) => wanted).reduce((sum, table) => sum + rowsOf(table), 0)
  let done = 0
  let sent = 0
  await createPersonHomes(connection, targets.length)
  await createDesks(connection, targets.length)
  for (const { key, wanted } of work) {
    await createLeads(connection, key, targets.length)
    for (const target of targets) await createTables(target, key, wanted)
    for (const table of wanted) {
      signal?.throwIfAborted()
      onProgress?.({ stage: 'load', subject: table.name, done, total })
      const placed = placedRows(key, table.name as TableName, targets.length)
      sent += await loadTable({ connection, targets, key, table, placed, directory })
      done += rowsOf(table)
    }
    await dropLeads(connection, key)
  }
  onProgress?.({ stage: 'load', subject: '', done: total, total })
  return sent
}

/**
 * Puts a snapshot on the shards, or what of it is not there yet: a second call finds everything in place, and one that
 * was interrupted goes on. A snapshot is used only when every shard has all of it, counted and added up.
 *
 * @returns the rows that were sent; 0 where everything stood there
 */
export async function loadSnapshot(
  options: LoadOptions,
): Promise<{ layouts: readonly Layout[]; sent: number }> {
  const { shards, manifest, snapshotDirectory, directory, signal, threads } = options
  const snapshot = snapshotName(manifest)
  const layouts = shards.map((_, shard) => ({ snapshot, shard, shards: shards.length }))
  const targets = shards.map((node, shard) => ({ node, layout: layouts[shard]! }))
  await requireVersion(shards)
  const standing = await sideBySide(targets, ({ node, layout }) => isWhole(node, layout))
  if (standing.every(Boolean)) return { layouts, sent: 0 }
  for (const { node } of targets) await openRegister(node)
  const database = await openDuck({
    temporaryDirectory: path.join(directory, 'spill'),
    ...(threads === undefined ? {} : { threads }),
    memoryLimitMegabytes: options.memoryLimitMegabytes ?? memoryFor(manifest),
  })
  const release = signal === undefined ? () => {} : interruptOn(signal, database.connection)
  try {
    await attachSnapshot(database.connection, snapshotDirectory, manifest)
    const sent = await loadKeys(options, database.connection, targets)
    // All or none: a run asks every shard.
    for (const { node, layout } of targets) await noteWhole(node, layout)
    return { layouts, sent }
  } catch (error) {
    signal?.throwIfAborted()
    throw error
  } finally {
    release()
    database.close()
    await rm(path.join(directory, 'to-cluster'), { recursive: true, force: true })
  }
}
