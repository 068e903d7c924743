import { randomBytes } from 'node:crypto'
import { assert } from '#base/refusal.ts'
import type { BoundValues } from '#platform/duckdb.ts'
import { tables } from '#standard/tables.ts'
import type { Engine, SelectedRow } from '../engine/engine.ts'
import { createEmptyTable } from '../prepare-tables.ts'
import type { Rule } from '../rule.ts'
import { toClickHouse } from './clickhouse-sql.ts'
import { roundDivision } from './dialect.ts'
import { fetchHits, type Home } from './fetch-rows.ts'
import type { Node } from './node.ts'
import {
  buildViewsOnShards,
  type Cluster,
  dropRunDatabases,
  openRunDatabases,
  type RunDatabases,
  sendLaw,
} from './run-databases.ts'

async function selectOn(
  nodes: readonly Node[],
  sql: string,
  values: BoundValues = {},
): Promise<SelectedRow[]> {
  const rows = await Promise.all(nodes.map((node) => node.select(toClickHouse(sql), values)))
  return rows.flat()
}

async function runOnShards(
  home: Home,
  nodes: readonly Node[],
  { rule, values, hits }: { readonly rule: Rule; readonly values: BoundValues; readonly hits: string },
): Promise<void> {
  const create = `create table ${hits} engine = MergeTree order by tuple() as ${toClickHouse(rule.sql)}`
  await Promise.all(
    nodes.map(async (node) => {
      await node.run(`drop table if exists ${hits}`)
      await node.run(create, values)
    }),
  )
  for (const [index, node] of nodes.entries()) {
    await fetchHits(home, { node, rule, hits, isFirst: index === 0 })
    await node.run(`drop table ${hits}`)
  }
}

/**
 * Runs rules on a cluster that holds the snapshot. Every rule is a select on each shard's own rows, whatever its key
 * (placement.ts); only hits and the rows they refer to leave a shard.
 */
export async function openClickHouseEngine(cluster: Cluster, home: Home): Promise<Engine> {
  const run = randomBytes(6).toString('hex')
  const delivered = cluster.shards.map((shard) => shard.in(cluster.databaseOf('person')))
  let databases: RunDatabases = new Map()
  const nodesOf = (rule: Rule): readonly Node[] => {
    const nodes = databases.get(rule.key)
    assert(nodes !== undefined, `${rule.code} was not prepared`)
    return nodes
  }
  // Hits are fetched into them; a rule reads none of them here.
  for (const { name } of tables) await createEmptyTable(home.connection, name)
  return {
    select: (sql, values) => selectOn(delivered, sql, values),
    selectFor: (rule) => (sql, values) => selectOn(nodesOf(rule), sql, values),
    prepare: async (rules, law, onView) => {
      await Promise.all(cluster.shards.map((shard) => shard.run(roundDivision)))
      const keys = new Set<Rule['key']>(['person', ...rules.map(({ key }) => key)])
      databases = await openRunDatabases(cluster, [...keys], run)
      await sendLaw(home, databases, law)
      await buildViewsOnShards(databases, rules, onView)
    },
    runRule: (rule, values, hits) => runOnShards(home, nodesOf(rule), { rule, values, hits }),
    close: async () => {
      await dropRunDatabases(databases, run)
      for (const node of delivered) await node.close()
    },
  }
}
