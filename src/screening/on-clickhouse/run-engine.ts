import { randomUUID } from 'node:crypto'
import { rm } from 'node:fs/promises'
import path from 'node:path'
import type { DuckDBConnection } from '@duckdb/node-api'
import { type BoundValues, runSql, sqlText } from '#platform/duckdb.ts'
import { keyColumn, snapshotColumns } from '#standard/snapshot.ts'
import { getTable, type TableName, tables } from '#standard/tables.ts'
import type { Engine, SelectedRow } from '../engine/engine.ts'
import { createLaw, type Law } from '../law-tables.ts'
import { createEmptyTable, viewsReadBy } from '../prepare-tables.ts'
import type { Rule } from '../rule.ts'
import { calendarColumns, lawfulRetirementColumns, roleConflictColumns, views } from '../views.ts'
import { toClickHouse } from './clickhouse-sql.ts'
import { clickHouseType, columnsAs } from './clickhouse-types.ts'
import { roundDivision } from './dialect.ts'
import type { Node } from './node.ts'
import { namedBySubject } from './subject-rows.ts'

/** The shards hold the snapshot: `databaseOf` names the database of a key of rules. */
export interface Cluster {
  readonly shards: readonly Node[]
  readonly databaseOf: (key: Rule['key']) => string
}

type Key = Rule['key']

const lawTables = {
  calendar: calendarColumns,
  lawful_retirement: lawfulRetirementColumns,
  role_conflict: roleConflictColumns,
} as const

async function selectOn(nodes: readonly Node[], sql: string, values: BoundValues): Promise<SelectedRow[]> {
  const rows = await Promise.all(nodes.map((node) => node.select(toClickHouse(sql), values)))
  return rows.flat()
}

/**
 * A run has a database of its own beside each key's on each shard, with views on the delivered tables and with law,
 * shared views and hits: two runs at once never meet. Only hits and the rows they refer to leave a shard.
 */
export async function openClickHouseEngine(
  { shards, databaseOf }: Cluster,
  { connection, directory }: { readonly connection: DuckDBConnection; readonly directory: string },
): Promise<Engine> {
  const run = randomUUID().replaceAll('-', '').slice(0, 12)
  const runDatabase = (key: Key): string => `fangxian_run_${run}_${key}`
  const opened = new Map<Key, Node[]>()
  let files = 0
  const newFile = (): string => path.join(directory, `from-cluster-${(files += 1)}.parquet`)

  for (const { name } of tables) await createEmptyTable(connection, name)

  async function openKey(key: Key): Promise<void> {
    const database = runDatabase(key)
    for (const shard of shards) {
      await shard.run(`create database ${database}`)
      const node = shard.in(database)
      opened.set(key, [...(opened.get(key) ?? []), node])
      for (const { name } of tables) {
        await node.run(`create view ${name} as select * from ${databaseOf(key)}.${name}`)
      }
    }
  }

  async function sendLaw(law: Law, keys: readonly Key[]): Promise<void> {
    const births = new Set<number>()
    for (const node of opened.get('person') ?? []) {
      const rows = await node.select(
        'select distinct birth_date_month as birth_month from person where birth_date_month is not null',
      )
      for (const row of rows) births.add(Number(row.birth_month))
    }
    await createLaw(
      connection,
      law,
      [...births].toSorted((a, b) => a - b),
    )
    for (const [name, columns] of Object.entries(lawTables)) {
      const file = newFile()
      await runSql(connection, `copy (select * from ${name}) to ${sqlText(file)} (format parquet)`)
      for (const node of keys.flatMap((key) => opened.get(key)!)) {
        await node.run(`create table ${name} (${columnsAs(columns)}) engine = MergeTree order by tuple()`)
        await node.insertParquet(name, file)
      }
      await rm(file)
    }
  }

  /** The rows of a select on all shards of a key, in the run's database. */
  async function bring(node: Node, select: string, into: (file: string) => string): Promise<void> {
    const file = newFile()
    await node.fetchParquet(select, file)
    await runSql(connection, into(sqlText(file)))
    await rm(file)
  }

  async function bringRows(node: Node, name: TableName, where: string): Promise<void> {
    const table = getTable(name)
    const columns = snapshotColumns(table)
    const key = keyColumn(table)
    const typed = columns.map((column) => `cast(${column.name} as ${column.sqlType})`)
    await bring(
      node,
      `select ${columns.map((column) => column.name).join(', ')} from ${name} where ${where}`,
      (file) => `
        insert into ${name}
        select ${typed.join(', ')}
        from read_parquet(${file})
        where ${key} not in (select ${key} from ${name})`,
    )
  }

  return {
    select: (sql, values = {}) =>
      selectOn(
        shards.map((shard) => shard.in(databaseOf('person'))),
        sql,
        values,
      ),
    selectFor:
      ({ key }) =>
      (sql, values = {}) =>
        selectOn(opened.get(key)!, sql, values),
    prepare: async (rules, law, onView) => {
      for (const shard of shards) await shard.run(roundDivision)
      const keys = [...new Set<Key>(['person', ...rules.map(({ key }) => key)])]
      for (const key of keys) await openKey(key)
      await sendLaw(law, keys)
      const built = keys.map((key) => ({ key, names: viewsReadBy(rules.filter((rule) => rule.key === key)) }))
      const total = built.reduce((sum, { names }) => sum + names.length, 0)
      let done = 0
      for (const { key, names } of built) {
        for (const name of names) {
          onView(name, done, total)
          done += 1
          const { columns, sql } = views[name]
          const cast = Object.entries(columns).map(
            ([column, type]) => `cast(${column} as ${clickHouseType(type)}) as ${column}`,
          )
          await Promise.all(
            opened
              .get(key)!
              .map((node) =>
                node.run(
                  `create table ${name} engine = MergeTree order by tuple() as select ${cast.join(', ')} from (${toClickHouse(sql)})`,
                ),
              ),
          )
        }
      }
    },
    runRule: async (rule, values: BoundValues, hits) => {
      const nodes = opened.get(rule.key)!
      await Promise.all(
        nodes.map(async (node) => {
          await node.run(`drop table if exists ${hits}`)
          await node.run(
            `create table ${hits} engine = MergeTree order by tuple() as ${toClickHouse(rule.sql)}`,
            values,
          )
        }),
      )
      for (const [index, node] of nodes.entries()) {
        await bring(node, `select * from ${hits}`, (file) =>
          index === 0
            ? `create or replace table ${hits} as select * from read_parquet(${file})`
            : `insert into ${hits} by name select * from read_parquet(${file})`,
        )
        for (const name of Object.keys(rule.evidence) as TableName[]) {
          const keys = `select evidence_key from ${hits} where evidence_table = '${name}'`
          await bringRows(node, name, `${keyColumn(getTable(name))} in (${keys})`)
        }
        for (const [name, where] of namedBySubject(rule.subjectKind, hits)) await bringRows(node, name, where)
        await node.run(`drop table ${hits}`)
      }
    },
    close: async () => {
      for (const [key, nodes] of opened) {
        for (const node of nodes) {
          await node.run(`drop database if exists ${runDatabase(key)}`)
          await node.close()
        }
      }
    },
  }
}
