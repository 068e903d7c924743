import { CompiledQuery } from 'kysely'
import type pg from 'pg'
import { type Day, formatDay } from '#base/calendar-math.ts'
import type { Database, Tx } from '#platform/postgres/database.ts'
import type { AnyRule } from '#screening/rule.ts'
import type { Settings } from '#screening/settings.ts'

/** A value that two people set, from a day on; before the first of a parameter its default holds. */
export interface SetParameter {
  readonly rule_code: string
  readonly name: string
  /** YYYY-MM-DD, in Beijing. */
  readonly valid_from: string
  readonly value: string
  /** That held until then. */
  readonly value_before: string
  /** The order that set it: who entered and who approved it. */
  readonly source_order: string
}

const setParameters = `
  select rule_code, parameter as name, valid_from::text as valid_from, value, value_before, source_order
  from register.rule_parameter
  where $1::text is null or rule_code = $1
  order by rule_code, parameter, valid_from desc`

/** Newest first. @param ruleCode null: of every rule */
export async function listSetParameters(
  tx: Tx | Database,
  ruleCode: string | null = null,
): Promise<SetParameter[]> {
  const { rows } = await tx.executeQuery<SetParameter>(CompiledQuery.raw(setParameters, [ruleCode]))
  return rows
}

/** Of those the values of a day, by `CODE.name`. */
export function settingsOn(day: Day, set: readonly SetParameter[]): Settings {
  const today = formatDay(day)
  const inForce = set
    .filter(({ valid_from }) => valid_from <= today)
    .toSorted((one, other) => (one.valid_from < other.valid_from ? -1 : 1))
  return new Map(inForce.map(({ rule_code, name, value }) => [`${rule_code}.${name}`, value]))
}

/**
 * What rules run with on a day: each check and each run asks anew, so that a change holds from its first minute. A value
 * of a parameter that this version of the program no longer has is passed over.
 */
export async function readSettings(
  pool: Pick<pg.Pool, 'query'>,
  { rules, day }: { readonly rules: readonly AnyRule[]; readonly day: Day },
): Promise<Settings> {
  const known = new Set(
    rules.flatMap(({ code, parameters }) => Object.keys(parameters).map((name) => `${code}.${name}`)),
  )
  const { rows } = await pool.query<SetParameter>({ text: setParameters, values: [null] })
  return new Map([...settingsOn(day, rows)].filter(([name]) => known.has(name)))
}
