import type { BoundValues } from '#platform/duckdb.ts'
import type { Law } from '../law-tables.ts'
import type { Rule } from '../rule.ts'

export type SelectedRow = Record<string, unknown>

/** A select of a few rows on what was delivered, of each shard its own. */
export type Select = (sql: string, values?: BoundValues) => Promise<SelectedRow[]>

/**
 * What holds the delivered rows and runs rules on them. No rule knows which it is; and what comes after the rows that
 * count (findings, names, ranks, evidence, reports) is the run's own DuckDB database, whatever the engine.
 */
export interface Engine {
  /** For the run's context. */
  readonly select: Select
  /** Where a rule runs, with law and shared views: for its remarks. */
  readonly selectFor: (rule: Rule) => Select
  /** Law and shared views, once, before the rules; `onView` is told before each view, for progress. */
  readonly prepare: (
    rules: readonly Rule[],
    law: Law,
    onView: (name: string, done: number, total: number) => void,
  ) => Promise<void>
  /**
   * Leaves the rows that count as table `hits` in the run's database, and there, under the standard's names, at least
   * the rows that they refer to and those that name their subjects.
   */
  readonly runRule: (rule: Rule, values: BoundValues, hits: string) => Promise<void>
  readonly close: () => Promise<void>
}
