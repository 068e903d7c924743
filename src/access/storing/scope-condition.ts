import { type RawBuilder, type SqlBool, sql } from 'kysely'
import { type ActorFacts, holdingsOf, isAbsent } from '#access/actor.ts'
import type { Duty } from '#access/duties.ts'
import type { AccessFunction } from '#access/functions/access-function.ts'
import type { Moment } from '#access/moment.ts'

export interface ScopedColumns {
  /** A text column with one region code, or a text[] column with several: then one in the scope is enough. */
  readonly region: RawBuilder<unknown>
  readonly isRegionList?: boolean
  /** A text column with a scheme; a row without one is seen whatever the schemes of the scope. */
  readonly scheme?: RawBuilder<unknown>
}

interface Scope {
  readonly regions: readonly string[]
  readonly schemes: readonly string[] | null
}

/** Holdings with the same schemes become one list of regions, so that the condition stays short. */
function scopesOf(actor: ActorFacts, moment: Moment, duties: readonly Duty[]): readonly Scope[] {
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

/**
 * The rows that a person may see by a function, as a condition for the store's own query (style.md, habit 10): the
 * same scope as `mayAct`, false for whoever holds none of its duties.
 */
export function scopeCondition(
  who: { readonly actor: ActorFacts; readonly moment: Moment },
  asked: AccessFunction,
  columns: ScopedColumns,
): RawBuilder<SqlBool> {
  const duties = asked.steps.flatMap((each) => each.duties)
  const conditions = scopesOf(who.actor, who.moment, duties).map(({ regions, schemes }) => {
    const inRegions = sql<SqlBool>`select region.region from app.region where region.path && ${[...regions]}::text[]`
    const isInRegions = columns.isRegionList
      ? sql<SqlBool>`${columns.region} && array(${inRegions})`
      : sql<SqlBool>`${columns.region} in (${inRegions})`
    if (schemes === null || columns.scheme === undefined) return isInRegions
    return sql<SqlBool>`(${isInRegions} and coalesce(${columns.scheme} = any(${[...schemes]}::text[]), true))`
  })
  if (conditions.length === 0) return sql<SqlBool>`false`
  return sql<SqlBool>`(${sql.join(conditions, sql` or `)})`
}
