import { rm } from 'node:fs/promises'
import path from 'node:path'
import { runSql, sqlText } from '#platform/duckdb.ts'
import { tables } from '#standard/tables.ts'
import { createLaw, type Law } from '../law-tables.ts'
import { viewsReadBy } from '../prepare-tables.ts'
import type { Rule } from '../rule.ts'
import { calendarColumns, lawfulRetirementColumns, roleConflictColumns, views } from '../views.ts'
import { toClickHouse } from './clickhouse-sql.ts'
import { clickHouseType, columnsAs } from './clickhouse-types.ts'
import type { Home } from './fetch-rows.ts'
import type { Node } from './node.ts'

type Key = Rule['key']

/** The shards hold the snapshot: `databaseOf` names the database of a key of rules. */
export interface Cluster {
  readonly shards: readonly Node[]
  readonly databaseOf: (key: Key) => string
}

/** Of each key the run's database on each shard. */
export type RunDatabases = ReadonlyMap<Key, readonly Node[]>

/** A run has databases of its own, with views on what was delivered: two runs at once never meet. */
export async function openRunDatabases(
  { shards, databaseOf }: Cluster,
  keys: readonly Key[],
  run: string,
): Promise<RunDatabases> {
  const opened = new Map<Key, readonly Node[]>()
  for (const key of keys) {
    const database = `fangxian_run_${run}_${key}`
    const nodes = await Promise.all(
      shards.map(async (shard) => {
        await shard.run(`create database ${database}`)
        const node = shard.in(database)
        for (const { name } of tables) {
          await node.run(`create view ${name} as select * from ${databaseOf(key)}.${name}`)
        }
        return node
      }),
    )
    opened.set(key, nodes)
  }
  return opened
}

export async function dropRunDatabases(databases: RunDatabases, run: string): Promise<void> {
  for (const [key, nodes] of databases) {
    for (const node of nodes) {
      await node.run(`drop database if exists fangxian_run_${run}_${key}`)
      await node.close()
    }
  }
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
      await node.run(`create table ${name} (${columnsAs(columns)}) engine = MergeTree order by tuple()`)
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
    const typed = Object.entries(columns).map(
      ([column, type]) => `cast(${column} as ${clickHouseType(type)}) as ${column}`,
    )
    const select = `select ${typed.join(', ')} from (${toClickHouse(sql)})`
    const create = `create table ${name} engine = MergeTree order by tuple() as ${select}`
    await Promise.all(nodes.map((node) => node.run(create)))
  }
}
