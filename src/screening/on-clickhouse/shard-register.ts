import type { Rule } from '../rule.ts'
import type { Node } from './node.ts'
import type { Piece } from './placing/pieces.ts'

/** On each shard the database of what has been loaded there and verified. */
export const registerDatabase = 'fangxian'

type Key = Rule['key']

/** A snapshot on one of several shards. */
export interface Layout {
  /** Twelve hexadecimal digits of what the snapshot's files are. */
  readonly snapshot: string
  readonly shard: number
  readonly shards: number
}

export interface LoadedSnapshot extends Layout {
  /** As ClickHouse writes it, UTC. */
  readonly at: string
}

const layoutName = ({ snapshot, shard, shards }: Layout): string => `${snapshot}_${shard + 1}of${shards}`

/** The database of a key of rules. */
export const databaseOf = (layout: Layout, key: Key): string => `fangxian_${layoutName(layout)}_${key}`

export async function openRegister(node: Node): Promise<void> {
  await node.run(`create database if not exists ${registerDatabase}`)
  await node.run(`
    create table if not exists ${registerDatabase}.snapshot
    (snapshot String, shard Int32, shards Int32, at DateTime('UTC') default now())
    engine = MergeTree order by snapshot`)
  await node.run(`
    create table if not exists ${registerDatabase}.piece
    (layout String, key String, name String, month Int32, digest String)
    engine = MergeTree order by (layout, key, name, month)`)
  // Of a table all pieces stand: also where there is none.
  await node.run(`
    create table if not exists ${registerDatabase}.whole_table
    (layout String, key String, name String)
    engine = MergeTree order by (layout, key, name)`)
}

async function hasRegister(node: Node): Promise<boolean> {
  const rows = await node.select(
    `select 1 as found from system.tables where database = '${registerDatabase}' and name = 'whole_table'`,
  )
  return rows.length > 0
}

/** Snapshots that stand whole on a shard, the latest first. */
export async function snapshotsOn(node: Node): Promise<LoadedSnapshot[]> {
  if (!(await hasRegister(node))) return []
  const rows = await node.select(
    `select snapshot, shard, shards, max(at) as latest
    from ${registerDatabase}.snapshot
    group by snapshot, shard, shards
    order by latest desc, snapshot`,
  )
  return rows.map(({ snapshot, shard, shards, latest }) => ({
    snapshot: String(snapshot),
    shard: Number(shard),
    shards: Number(shards),
    at: String(latest),
  }))
}

/** A snapshot on a shard, whole or not. */
export interface StandingLayout extends Layout {
  /** When it was whole; null: its load was interrupted or is under way. */
  readonly at: string | null
  /** Copies for the different keys of rules together. */
  readonly rows: number
  /** On the disk; what snapshots share is counted for each. */
  readonly bytes: number
}

export async function layoutsOn(node: Node): Promise<StandingLayout[]> {
  const databases = await node.select(
    `select database.name as name, coalesce(sum(part.rows), 0) as rows, coalesce(sum(part.bytes_on_disk), 0) as bytes
    from system.databases as database
    left join system.parts as part on part.database = database.name and part.active
    where match(database.name, '^fangxian_[0-9a-f]{12}_[0-9]+of[0-9]+_')
    group by database.name
    order by database.name`,
  )
  const whole = new Map((await snapshotsOn(node)).map((each) => [layoutName(each), each.at]))
  const found = new Map<string, StandingLayout>()
  for (const { name, rows, bytes } of databases) {
    const [, snapshot, shard, shards] = /^fangxian_([0-9a-f]{12})_(\d+)of(\d+)_/.exec(String(name))!
    const layout = { snapshot: snapshot!, shard: Number(shard) - 1, shards: Number(shards) }
    const known = found.get(layoutName(layout)) ?? { rows: 0, bytes: 0 }
    found.set(layoutName(layout), {
      ...layout,
      at: whole.get(layoutName(layout)) ?? null,
      rows: known.rows + Number(rows),
      bytes: known.bytes + Number(bytes),
    })
  }
  return [...found.values()]
}

export async function isWhole(node: Node, layout: Layout): Promise<boolean> {
  const found = await snapshotsOn(node)
  return found.some((each) => layoutName(each) === layoutName(layout))
}

export async function noteWhole(node: Node, { snapshot, shard, shards }: Layout): Promise<void> {
  await node.run(
    `insert into ${registerDatabase}.snapshot (snapshot, shard, shards) values ('${snapshot}', ${shard}, ${shards})`,
  )
}

const ofTable = (layout: Layout, key: Key, name: string): string =>
  `layout = '${layoutName(layout)}' and key = '${key}' and name = '${name}'`

export async function isWholeTable(node: Node, layout: Layout, key: Key, name: string): Promise<boolean> {
  const rows = await node.select(
    `select 1 as found from ${registerDatabase}.whole_table where ${ofTable(layout, key, name)} limit 1`,
  )
  return rows.length > 0
}

export async function noteWholeTable(node: Node, layout: Layout, key: Key, name: string): Promise<void> {
  await node.run(
    `insert into ${registerDatabase}.whole_table values ('${layoutName(layout)}', '${key}', '${name}')`,
  )
}

/** Of a table on a shard, month → digest. */
export async function piecesOn(
  node: Node,
  layout: Layout,
  key: Key,
  name: string,
): Promise<Map<number, string>> {
  const rows = await node.select(
    `select month, digest from ${registerDatabase}.piece where ${ofTable(layout, key, name)}`,
  )
  return new Map(rows.map(({ month, digest }) => [Number(month), String(digest)]))
}

export async function notePieces(
  node: Node,
  layout: Layout,
  key: Key,
  { name, pieces }: { readonly name: string; readonly pieces: readonly Piece[] },
): Promise<void> {
  const rows = pieces.map(
    ({ month, digest }) => `('${layoutName(layout)}', '${key}', '${name}', ${month}, '${digest}')`,
  )
  if (rows.length > 0) await node.run(`insert into ${registerDatabase}.piece values ${rows.join(', ')}`)
}

/** Takes a snapshot off a shard. What other snapshots share with it stays. */
export async function dropLayout(node: Node, layout: Layout, keys: readonly Key[]): Promise<void> {
  const gone = `where layout = '${layoutName(layout)}' settings mutations_sync = 2`
  const { snapshot, shard, shards } = layout
  // First what says that it is there.
  await node.run(
    `alter table ${registerDatabase}.snapshot
    delete where snapshot = '${snapshot}' and shard = ${shard} and shards = ${shards} settings mutations_sync = 2`,
  )
  await node.run(`alter table ${registerDatabase}.whole_table delete ${gone}`)
  await node.run(`alter table ${registerDatabase}.piece delete ${gone}`)
  for (const key of keys) await node.run(`drop database if exists ${databaseOf(layout, key)} sync`)
}
