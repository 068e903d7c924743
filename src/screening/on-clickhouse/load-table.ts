import { mkdir, readdir, rm } from 'node:fs/promises'
import path from 'node:path'
import type { DuckDBConnection } from '@duckdb/node-api'
import { Refusal } from '#base/refusal.ts'
import { runSql, sqlText } from '#platform/duckdb.ts'
import { snapshotColumns } from '#standard/snapshot.ts'
import type { Table } from '#standard/table.ts'
import type { Rule } from '../rule.ts'
import type { Node } from './node.ts'
import { differences, monthColumn, type Piece, piecesOf, yearOf } from './placing/pieces.ts'
import {
  databaseOf,
  isWholeTable,
  type Layout,
  notePieces,
  noteWholeTable,
  piecesOn,
  snapshotsOn,
} from './shard-register.ts'
import { sideBySide } from './side-by-side.ts'

type Key = Rule['key']

/** A shard that a snapshot goes to. */
export interface Target {
  readonly node: Node
  readonly layout: Layout
}

export interface TableToLoad {
  readonly connection: DuckDBConnection
  readonly targets: readonly Target[]
  readonly key: Key
  readonly table: Table
  /** A select of its rows, each with `shard`. */
  readonly placed: string
  /** For the files on their way. */
  readonly directory: string
}

/** Of one shard and year: what another snapshot has already, what of it goes away, what is sent. */
interface Work {
  readonly target: Target
  readonly year: number
  readonly pieces: readonly Piece[]
  readonly shared: Layout | null
  readonly outdated: readonly number[]
  readonly sent: readonly Piece[]
}

/** The snapshot on the shard that has most of the pieces of a year, and what it has of that year. */
async function closestOn(
  { node, layout }: Target,
  { key, table }: TableToLoad,
): Promise<(pieces: readonly Piece[]) => { layout: Layout; has: ReadonlyMap<number, string> } | null> {
  const others = (await snapshotsOn(node)).filter(
    ({ snapshot, shard, shards }) =>
      snapshot !== layout.snapshot || shard !== layout.shard || shards !== layout.shards,
  )
  const known = await sideBySide(others, async (other) => ({
    layout: other,
    has: await piecesOn(node, other, key, table.name),
  }))
  return (pieces) => {
    const common = (has: ReadonlyMap<number, string>): number =>
      pieces.reduce((sum, { month, digest, rows }) => sum + (has.get(month) === digest ? rows : 0), 0)
    const [best] = known.toSorted((a, b) => common(b.has) - common(a.has))
    return best === undefined || common(best.has) === 0 ? null : best
  }
}

async function workOn(toLoad: TableToLoad, pieces: readonly Piece[]): Promise<Work[]> {
  const work: Work[] = []
  for (const [shard, target] of toLoad.targets.entries()) {
    const closest = await closestOn(target, toLoad)
    const stands = await piecesOn(target.node, target.layout, toLoad.key, toLoad.table.name)
    const mine = pieces.filter((piece) => piece.shard === shard)
    for (const [year, ofYear] of Map.groupBy(mine, ({ month }) => yearOf(month))) {
      if (ofYear.every(({ month, digest }) => stands.get(month) === digest)) continue
      const other = closest(ofYear)
      const isThere = ({ month, digest }: Piece): boolean => other?.has.get(month) === digest
      const outdated = [...(other?.has ?? [])].filter(
        ([month, digest]) =>
          yearOf(month) === year && !ofYear.some((each) => each.month === month && each.digest === digest),
      )
      work.push({
        target,
        year,
        pieces: ofYear,
        shared: other?.layout ?? null,
        outdated: outdated.map(([month]) => month),
        sent: ofYear.filter((piece) => !isThere(piece)),
      })
    }
  }
  return work
}

/** One Parquet file or several for each shard and year, of the pieces that are sent. */
async function writeFiles(
  { connection, table, placed, directory }: TableToLoad,
  work: readonly Work[],
): Promise<(each: Work) => Promise<string[]>> {
  const folder = path.join(directory, 'to-cluster')
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true })
  const columns = snapshotColumns(table).map(({ name }) => name)
  const month = monthColumn(table)
  const sent = work.flatMap((each) =>
    each.sent.map((piece) => `(${piece.shard}, ${month === null ? 0 : piece.month})`),
  )
  const wanted = `(values ${sent.join(', ')}) as wanted (to_shard, to_month)`
  if (sent.length > 0) {
    await runSql(
      connection,
      `copy (
        select ${columns.join(', ')}, to_shard, to_month // 12 as to_year
        from (${placed}) as row_placed
        join ${wanted} on wanted.to_shard = row_placed.shard and wanted.to_month = ${month ?? '0'}
      ) to ${sqlText(folder)} (format parquet, partition_by (to_shard, to_year))`,
    )
  }
  return async ({ target, year }) => {
    const own = path.join(folder, `to_shard=${target.layout.shard}`, `to_year=${year}`)
    const files = await readdir(own).catch(() => [])
    return files.toSorted().map((name) => path.join(own, name))
  }
}

async function put(
  node: Node,
  { key, table }: TableToLoad,
  { target, year, pieces, shared, outdated }: Work,
  files: readonly string[],
): Promise<void> {
  const { name } = table
  const month = monthColumn(table)
  const partition = month === null ? 'tuple()' : String(year)
  // What an interrupted load left.
  await node.run(`alter table ${name} drop partition ${partition}`)
  if (shared !== null) {
    await node.run(
      `alter table ${name} attach partition ${partition} from ${databaseOf(shared, key)}.${name}`,
    )
    // Only months are: a table that is not of months is shared whole or not at all.
    if (outdated.length > 0) {
      await node.run(
        `alter table ${name} delete where ${month} in (${outdated.join(', ')}) settings mutations_sync = 2`,
      )
    }
  }
  for (const file of files) await node.insertParquet(name, file)
  const differing = await differences(node, table, pieces, month === null ? null : year)
  if (differing.length > 0) {
    throw new Refusal('unavailable', {
      zh: `${node.name} 上的 ${name} 与快照不一致（${differing.join('、')}）；未启用，请重新执行 cluster load。`,
      en: `${name} on ${node.name} differs from the snapshot (${differing.join(', ')}); it was not put to use, run cluster load again.`,
    })
  }
  await notePieces(node, target.layout, key, { name, pieces })
}

/** How many rows went over the network. */
export async function loadTable(toLoad: TableToLoad): Promise<number> {
  const { connection, targets, key, table, placed } = toLoad
  const waiting = []
  for (const target of targets) {
    const isDone = await isWholeTable(target.node, target.layout, key, table.name)
    if (!isDone) waiting.push(target)
  }
  if (waiting.length === 0) return 0
  const pieces = await piecesOf(connection, table, placed)
  const work = await workOn(toLoad, pieces)
  const filesOf = await writeFiles(toLoad, work)
  await sideBySide(targets, async (target) => {
    const node = target.node.in(databaseOf(target.layout, key))
    for (const each of work.filter((one) => one.target === target)) {
      await put(node, toLoad, each, await filesOf(each))
    }
    await node.close()
  })
  for (const { node, layout } of waiting) await noteWholeTable(node, layout, key, table.name)
  return work.flatMap(({ sent }) => sent).reduce((sum, { rows }) => sum + rows, 0)
}
