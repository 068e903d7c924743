import { randomBytes } from 'node:crypto'
import { assert } from '#base/refusal.ts'
import type { BoundValues } from '#platform/duckdb.ts'
import { tables } from '#standard/tables.ts'
import type { Engine, SelectedRow } from '../engine/engine.ts'
import { createEmptyTable } from '../prepare-tables.ts'
import type { Rule } from '../rule.ts'
import { fetchHits, type Home } from './fetch-rows.ts'
import { type Node, type NodeOptions, openNode } from './node.ts'
import {
  buildViewsOnShards,
  type Cluster,
  createTable,
  dropRunDatabases,
  openRunDatabases,
  type RunDatabases,
  sendLaw,
} from './run-databases.ts'
import { databaseOf, type Layout } from './shard-register.ts'
import { sideBySide } from './side-by-side.ts'
import { toClickHouse } from './sql/clickhouse-sql.ts'

async function selectOn(
  nodes: readonly Node[],
  sql: string,
  values: BoundValues = {},
): Promise<SelectedRow[]> {
  const rows = await sideBySide(nodes, (node) => node.select(toClickHouse(sql, values), values))
  return rows.flat()
}

async function runOnShards(
  home: Home,
  nodes: readonly Node[],
  { rule, values, hits }: { readonly rule: Rule; readonly values: BoundValues; readonly hits: string },
): Promise<void> {
  await sideBySide(nodes, (node) => createTable(node, hits, rule.sql, { values }))
  await fetchHits(home, nodes, { rule, hits })
  await sideBySide(nodes, (node) => node.run(`drop table ${hits}`))
}

export interface ClusterOptions {
  /** The server of each shard, in the order of the layouts. */
  readonly nodes: readonly NodeOptions[]
  readonly layouts: readonly Layout[]
  readonly nowMs: number
}

/**
 * Runs rules on a cluster that holds the snapshot. Every rule is a select on each shard's own rows, whatever its key
 * (placement.ts); only hits and the rows they refer to leave a shard.
 */
export async function openClickHouseEngine(options: ClusterOptions, home: Home): Promise<Engine> {
  const run = { startedMs: options.nowMs, tag: randomBytes(6).toString('hex') }
  const shards = options.nodes.map((node) => openNode({ ...node, tag: run.tag }))
  const { layouts } = options
  const cluster: Cluster = { shards, layouts }
  const delivered = shards.map((shard, index) => shard.in(databaseOf(layouts[index]!, 'person')))
  const databases: RunDatabases = new Map()
  let keys: Rule['key'][] = []
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
      keys = [...new Set<Rule['key']>(['person', ...rules.map(({ key }) => key)])]
      await openRunDatabases(cluster, keys, run, databases)
      await sendLaw(home, databases, law)
      await buildViewsOnShards(databases, rules, onView)
    },
    runRule: (rule, values, hits) => runOnShards(home, nodesOf(rule), { rule, values, hits }),
    close: async () => {
      await dropRunDatabases(cluster, keys, run)
      for (const node of [...shards, ...delivered, ...[...databases.values()].flat()]) await node.close()
    },
  }
}
