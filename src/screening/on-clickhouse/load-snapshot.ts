import { rm } from 'node:fs/promises'
import path from 'node:path'
import type { DuckDBConnection } from '@duckdb/node-api'
import type { OnProgress } from '#base/progress.ts'
import { Refusal } from '#base/refusal.ts'
import { runSql, selectRows, sqlText } from '#platform/duckdb.ts'
import { type SnapshotColumn, snapshotColumns } from '#standard/snapshot.ts'
import { getTable, type TableName, tables } from '#standard/tables.ts'
import { tablesReadBy } from '../prepare-tables.ts'
import type { Rule } from '../rule.ts'
import { columnsAs } from './clickhouse-types.ts'
import { createDesks, createPersonHomes, leadsTo } from './homes.ts'
import type { Node } from './node.ts'
import { type Placement, placementOf, placements } from './placement.ts'

type Key = Rule['key']

export interface LoadOptions {
  /** Its tables are those of the snapshot. */
  readonly connection: DuckDBConnection
  readonly shards: readonly Node[]
  readonly rules: readonly Rule[]
  readonly databaseOf: (key: Key) => string
  /** Of each table, what it was made of: the same again is not loaded again. */
  readonly digestOf: (table: TableName) => string
  /** For the files on their way. */
  readonly directory: string
  readonly onProgress?: OnProgress | undefined
}

function placedAtDesks(name: TableName, shards: number): string {
  const columns = new Set(snapshotColumns(getTable(name)).map((column) => column.name))
  const sides = (['staff', 'account'] as const).filter((side) => columns.has(`${side}_id`))
  const joins = sides.map(
    (side) => `left join desk as by_${side} on by_${side}.name = '${side} ' || source.${side}_id`,
  )
  // Who never worked under another number is not among the desks.
  const alone = sides.map((side) => leadsTo(`'${side} ' || source.${side}_id`, shards))
  const shard = [...sides.map((side) => `by_${side}.shard`), ...alone, '0'].join(', ')
  return `select source.*, coalesce(${shard}) as shard from ${name} as source ${joins.join(' ')}`
}

/** The rows of a table with the shard each goes to; a copy for each where it goes to several. */
function placed(key: Key, name: TableName, placement: Placement, shards: number): string {
  if (placement === 'everywhere') {
    return `select source.*, place.shard from ${name} as source cross join (select unnest(range(${shards}))::integer as shard) as place`
  }
  if ('by' in placement) {
    return `select source.*, ${leadsTo(`coalesce(source.${placement.by}, '')`, shards)} as shard from ${name} as source`
  }
  if ('home' in placement) {
    if (placement.home === 'person') {
      return `
        select source.*, coalesce(home.shard, ${leadsTo("coalesce(source.person_id, '')", shards)}) as shard
        from ${name} as source
        left join person_home as home on home.person_id = source.person_id`
    }
    return placedAtDesks(name, shards)
  }
  const { table, column, to } = placement.with
  return `
    select source.*, other.shard
    from ${name} as source
    join (
      select distinct ${to}, shard
      from (${placed(key, table, placementOf(key, table), shards)})
    ) as other on other.${to} = source.${column}`
}

const sumsOf = (columns: readonly SnapshotColumn[]): string =>
  [
    'count(*) as rows_loaded',
    ...columns
      .filter(({ sqlType }) => sqlType === 'BIGINT' || sqlType === 'INTEGER')
      .map(({ name }) => `cast(coalesce(sum(${name}), 0) as varchar) as sum_${name}`),
  ].join(', ')

async function loadTable(options: LoadOptions, key: Key, name: TableName): Promise<void> {
  const { connection, shards, databaseOf, digestOf, directory } = options
  const table = getTable(name)
  const columns = snapshotColumns(table)
  const list = columns.map((column) => column.name).join(', ')
  const database = databaseOf(key)
  const digest = `${digestOf(name)} of ${shards.length}`
  const waiting: number[] = []
  for (const [index, shard] of shards.entries()) {
    const [row] = await shard.select(
      `select digest from ${database}.loaded where name = '${name}' order by at desc limit 1`,
    )
    if (row?.digest !== digest) waiting.push(index)
  }
  if (waiting.length === 0) return
  await runSql(
    connection,
    `create or replace table on_its_way as ${placed(key, name, placementOf(key, name), shards.length)}`,
  )
  for (const index of waiting) {
    const node = shards[index]!.in(database)
    const file = path.join(directory, `to-cluster-${key}-${name}-${index}.parquet`)
    const mine = `from on_its_way where shard = ${index}`
    await runSql(connection, `copy (select ${list} ${mine}) to ${sqlText(file)} (format parquet)`)
    await node.run(`drop table if exists ${name}_loading`)
    await node.run(`create table ${name}_loading as ${name}`)
    await node.insertParquet(`${name}_loading`, file)
    await rm(file)
    const [given] = await selectRows(connection, `select ${sumsOf(columns)} ${mine}`)
    const [taken] = await node.select(
      `select ${sumsOf(columns).replaceAll('varchar', 'String')} from ${name}_loading`,
    )
    const differing = Object.keys(given!).filter((each) => String(given![each]) !== String(taken![each]))
    if (differing.length > 0) {
      throw new Refusal('unavailable', {
        zh: `${shards[index]!.name} 上的 ${name} 与快照不一致（${differing.join('、')}）；未启用，请重新执行 cluster load。`,
        en: `${name} on ${shards[index]!.name} differs from the snapshot (${differing.join(', ')}); it was not put to use, run cluster load again.`,
      })
    }
    await node.run(`exchange tables ${name} and ${name}_loading`)
    await node.run(`drop table ${name}_loading`)
    await node.run(`insert into loaded values ('${name}', '${digest}', now64(6))`)
    await node.close()
  }
  await runSql(connection, 'drop table on_its_way')
}

/** The tables that rules of a key read, those that others go with first. */
function tablesOf(key: Key, rules: readonly Rule[]): TableName[] {
  const read = new Set(rules.filter((rule) => rule.key === key).flatMap((rule) => tablesReadBy(rule)))
  const naming: readonly TableName[] = ['person', 'staff', 'employer', 'user_account', 'social_card']
  const named = naming.filter(
    (name) => read.has(name) || placements[key][name] !== undefined || key !== 'person',
  )
  const small = key === 'person' ? [] : named.filter((name) => placementOf(key, name) !== 'everywhere')
  return tables.map(({ name }) => name).filter((name) => read.has(name) || small.includes(name))
}

export async function loadSnapshot(options: LoadOptions): Promise<void> {
  const { connection, shards, rules, databaseOf, onProgress } = options
  const keys = Object.keys(placements) as Key[]
  await createPersonHomes(connection, shards.length)
  await createDesks(connection, shards.length)
  const work = keys.flatMap((key) => tablesOf(key, rules).map((name) => ({ key, name })))
  for (const key of keys) {
    const database = databaseOf(key)
    for (const shard of shards) {
      await shard.run(`create database if not exists ${database}`)
      await shard.run(
        `create table if not exists ${database}.loaded (name String, digest String, at DateTime64(6)) engine = MergeTree order by name`,
      )
      for (const table of tables) {
        const columns = snapshotColumns(table)
        await shard.run(
          `create table if not exists ${database}.${table.name}
          (${columnsAs(Object.fromEntries(columns.map(({ name, sqlType }) => [name, sqlType])))})
          engine = MergeTree order by ${sortedBy(columns)} settings allow_nullable_key = 1`,
        )
      }
    }
  }
  for (const [index, { key, name }] of work.entries()) {
    onProgress?.({ stage: 'prepare', subject: name, done: index, total: work.length })
    await loadTable(options, key, name)
  }
}

/** As rules read them: by the person, else by their first column. */
function sortedBy(columns: readonly SnapshotColumn[]): string {
  const names = new Set(columns.map(({ name }) => name))
  const first = ['person_id', 'id_number', 'account_number', 'employer_id'].find((name) => names.has(name))
  return first ?? columns[0]!.name
}
