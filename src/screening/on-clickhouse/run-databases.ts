import { rm } from 'node:fs/promises'
import path from 'node:path'
import { type BoundValues, runSql, sqlText } from '#platform/duckdb.ts'
import { tables } from '#standard/tables.ts'
import { createLaw, type Law } from '../law-tables.ts'
import { viewsReadBy } from '../prepare-tables.ts'
import type { Rule } from '../rule.ts'
import { calendarColumns, lawfulRetirementColumns, roleConflictColumns, views } from '../views.ts'
import type { Home } from './fetch-rows.ts'
import type { Node } from './node.ts'
import { databaseOf, type Layout } from './shard-register.ts'
import { sideBySide } from './side-by-side.ts'
import { toClickHouse } from './sql/clickhouse-sql.ts'
import { clickHouseType, columnsOfTable, nullableColumns } from './sql/clickhouse-types.ts'
import { roundDivision } from './sql/dialect.ts'
import { stagesOf } from './sql/stages.ts'

type Key = Rule['key']

/** Nodes that hold a snapshot, each as its layout says. */
export interface Cluster {
  readonly shards: readonly Node[]
  readonly layouts: readonly Layout[]
}

/** Of each key the run's database on each shard. */
export type RunDatabases = Map<Key, Node[]>

const prefix = 'fangxian_run_'

/** A run that ended badly leaves its databases: those of days ago are nobody's. */
async function dropForgotten(shard: Node, nowMs: number): Promise<void> {
  const found = await shard.select(`select name from system.databases where startsWith(name, '${prefix}')`)
  const threeDaysMs = 3 * 24 * 3_600_000
  for (const name of found.map((row) => String(row.name))) {
    const startedMs = Number.parseInt(name.slice(prefix.length).split('_')[0]!, 36)
    if (startedMs < nowMs - threeDaysMs) await shard.run(`drop database if exists ${name}`)
  }
}

async function openOn(shard: Node, layout: Layout, key: Key, name: string): Promise<Node> {
  await shard.run(`create database ${name}`)
  const node = shard.in(name)
  const delivered = databaseOf(layout, key)
  const standing = await shard.select(`select name from system.tables where database = '${delivered}'`)
  const names = new Set(standing.map((row) => String(row.name)))
  for (const table of tables) {
    await node.run(
      names.has(table.name)
        ? `create view ${table.name} as select * from ${delivered}.${table.name}`
        : `create table ${table.name} (${columnsOfTable(table)}) engine = Memory`,
    )
  }
  return node
}

export interface RunName {
  readonly startedMs: number
  readonly tag: string
}

const nameOf = ({ startedMs, tag }: RunName, key: Key): string =>
  `${prefix}${startedMs.toString(36)}_${tag}_${key}`

/** A run has databases of its own, with views on what was delivered: two runs at once never meet. */
export async function openRunDatabases(
  { shards, layouts }: Cluster,
  keys: readonly Key[],
  run: RunName,
  opened: RunDatabases,
): Promise<void> {
  await sideBySide(shards, async (shard) => {
    await dropForgotten(shard, run.startedMs)
    await shard.run(roundDivision)
  })
  for (const key of keys) {
    const open = (shard: Node, index: number): Promise<Node> =>
      openOn(shard, layouts[index]!, key, nameOf(run, key))
    opened.set(key, await sideBySide(shards, open))
  }
}

/** Also of a run that was stopped half way: what cannot be reached is left to a later run. */
export async function dropRunDatabases(
  { shards }: Cluster,
  keys: readonly Key[],
  run: RunName,
): Promise<void> {
  const dropOn = async (node: Node): Promise<void> => {
    try {
      await node.run(`kill query where startsWith(query_id, '${run.tag}-') async`)
      await sideBySide(keys, (key) => node.run(`drop database if exists ${nameOf(run, key)}`))
    } catch {
      return
    } finally {
      await node.close()
    }
  }
  await sideBySide(shards, (shard) => dropOn(shard.unstoppable()))
}

/** Makes a table of a select, part by part where parts are read more than once (stages.ts). */
export async function createTable(
  node: Node,
  name: string,
  sql: string,
  {
    values = {},
    columns,
  }: { readonly values?: BoundValues; readonly columns?: Readonly<Record<string, string>> } = {},
): Promise<void> {
  const staged = stagesOf(sql)
  const create = async (table: string, select: string): Promise<void> => {
    await node.run(`drop table if exists ${table}`)
    await node.run(`create table ${table} engine = MergeTree order by tuple() as ${select}`, values)
  }
  for (const stage of staged.stages) await create(stage.name, toClickHouse(stage.sql, values))
  const select = toClickHouse(staged.sql, values)
  const typed = Object.entries(columns ?? {}).map(
    ([column, type]) => `cast(${column} as ${clickHouseType(type)}) as ${column}`,
  )
  await create(name, typed.length === 0 ? select : `select ${typed.join(', ')} from (${select})`)
  for (const stage of staged.stages) await node.run(`drop table ${stage.name}`)
}

const lawTables = {
  calendar: calendarColumns,
  lawful_retirement: lawfulRetirementColumns,
  role_conflict: roleConflictColumns,
} as const

/** The same rows on every shard, made in the run's own database. */
export async function sendLaw(home: Home, databases: RunDatabases, law: Law): Promise<void> {
  const births = new Set<number>()
  for (const node of databases.get('person') ?? []) {
    const rows = await node.select(
      'select distinct birth_date_month as birth_month from person where birth_date_month is not null',
    )
    for (const row of rows) births.add(Number(row.birth_month))
  }
  const { connection, directory } = home
  await createLaw(
    connection,
    law,
    [...births].toSorted((a, b) => a - b),
  )
  for (const [name, columns] of Object.entries(lawTables)) {
    const file = path.join(directory, `${name}.parquet`)
    await runSql(connection, `copy (select * from ${name}) to ${sqlText(file)} (format parquet)`)
    for (const node of [...databases.values()].flat()) {
      await node.run(`create table ${name} (${nullableColumns(columns)}) engine = MergeTree order by tuple()`)
      await node.insertParquet(name, file)
    }
    await rm(file)
  }
}

/** For each key the views that its rules read, on each shard of its own rows. */
export async function buildViewsOnShards(
  databases: RunDatabases,
  rules: readonly Rule[],
  onView: (name: string, done: number, total: number) => void,
): Promise<void> {
  const wanted = [...databases].flatMap(([key, nodes]) =>
    viewsReadBy(rules.filter((rule) => rule.key === key)).map((name) => ({ name, nodes })),
  )
  for (const [index, { name, nodes }] of wanted.entries()) {
    onView(name, index, wanted.length)
    const { columns, sql } = views[name]
    await sideBySide(nodes, (node) => createTable(node, name, sql, { columns }))
  }
}
