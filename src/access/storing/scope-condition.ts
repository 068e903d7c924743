import { type RawBuilder, type SqlBool, sql } from 'kysely'
import { type ActorFacts, holdingsOf, isAbsent } from '#access/actor.ts'
import type { Duty } from '#access/duties.ts'
import type { AccessFunction } from '#access/functions/access-function.ts'
import type { Moment } from '#access/moment.ts'

interface RegionColumn {
  /** A text column with one region code, or a text[] column with several: then one in the scope is enough. */
  readonly region: RawBuilder<unknown>
  readonly isRegionList?: boolean
}

interface CoveringColumn {
  /** A text[] column with the codes of all regions that cover one of the row's (migration 0114): the quickest. */
  readonly covering: RawBuilder<unknown>
}

export type ScopedColumns = (RegionColumn | CoveringColumn) & {
  /** A text column with a scheme; a row without one is seen whatever the schemes of the scope. */
  readonly scheme?: RawBuilder<unknown>
}

/** Regions with everything below them, for some schemes or for all (null). */
export interface Scope {
  readonly regions: readonly string[]
  readonly schemes: readonly string[] | null
}

/** Holdings with the same schemes become one list of regions, so that the condition stays short. */
function scopesOfDuties(actor: ActorFacts, moment: Moment, duties: readonly Duty[]): readonly Scope[] {
  if (isAbsent(actor, moment)) return []
  const bySchemes = new Map<string, Scope>()
  for (const { duty, regions, schemes } of holdingsOf(actor, moment)) {
    if (!duties.includes(duty)) continue
    const key = schemes === null ? '*' : [...schemes].sort().join(',')
    const known = bySchemes.get(key)?.regions ?? []
    bySchemes.set(key, { regions: [...new Set([...known, ...regions])].sort(), schemes })
  }
  return [...bySchemes.values()]
}

interface Asker {
  readonly actor: ActorFacts
  readonly moment: Moment
}

/** Where a person holds a duty of the function; none: nowhere. */
export function scopesOf({ actor, moment }: Asker, asked: AccessFunction): readonly Scope[] {
  return scopesOfDuties(
    actor,
    moment,
    asked.steps.flatMap((each) => each.duties),
  )
}

function isInRegions(columns: ScopedColumns, regions: readonly string[]): RawBuilder<SqlBool> {
  // Bound as they are, so that PostgreSQL sees them when it plans: what a subquery gives it cannot estimate.
  if ('covering' in columns) return sql<SqlBool>`${columns.covering} && ${[...regions]}::text[]`
  const within = sql`select region.region from app.region where region.path && ${[...regions]}::text[]`
  return columns.isRegionList
    ? sql<SqlBool>`${columns.region} && array(${within})`
    : sql<SqlBool>`${columns.region} in (${within})`
}

/**
 * The rows that a person may see by a function, as a condition for the store's own query (style.md, habit 10): the
 * same scope as `mayAct`, false for whoever holds none of its duties.
 */
export function scopeCondition(
  who: Asker,
  asked: AccessFunction,
  columns: ScopedColumns,
): RawBuilder<SqlBool> {
  const conditions = scopesOf(who, asked).map(({ regions, schemes }) => {
    const isThere = isInRegions(columns, regions)
    if (schemes === null || columns.scheme === undefined) return isThere
    return sql<SqlBool>`(${isThere} and coalesce(${columns.scheme} = any(${[...schemes]}::text[]), true))`
  })
  if (conditions.length === 0) return sql<SqlBool>`false`
  return sql<SqlBool>`(${sql.join(conditions, sql` or `)})`
}
