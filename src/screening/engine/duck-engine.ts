import type { DuckDBConnection } from '@duckdb/node-api'
import { selectRows } from '#platform/duckdb.ts'
import type { Manifest } from '#standard/manifest.ts'
import { createDialect } from '../dialect.ts'
import { createLaw } from '../law-tables.ts'
import { attachSnapshot, buildViews } from '../prepare-tables.ts'
import { createHits } from '../run-rule.ts'
import type { Engine, Select } from './engine.ts'

export function duckSelect(connection: DuckDBConnection): Select {
  return (sql, values = {}) => selectRows(connection, sql, values)
}

/** The snapshot's files are read where they lie: the run's database has a view on each. */
export async function openDuckEngine(
  connection: DuckDBConnection,
  snapshotDirectory: string,
  manifest: Manifest,
): Promise<Engine> {
  const files = await attachSnapshot(connection, snapshotDirectory, manifest)
  await createDialect(connection)
  return {
    select: duckSelect(connection),
    selectFor: () => duckSelect(connection),
    prepare: async (rules, law, onView) => {
      await createLaw(connection, law)
      await buildViews(connection, rules, files, onView)
    },
    runRule: (rule, values, hits) => createHits(connection, rule, values, hits),
    close: async () => {},
  }
}
