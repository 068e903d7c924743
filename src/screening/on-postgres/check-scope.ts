import { type Day, type Month, monthOfDay, parseDay } from '#base/calendar-math.ts'
import { lawfulRetirement, type RetirementAgePolicy } from '#benefit/lawful-retirement.ts'
import type { RegisterClient } from '#register/read-rows.ts'
import type { AssumedEffect } from '#register/register-change.ts'
import { type RegisterFeed, toFeed } from '#register/register-feed.ts'
import type { RegisterRow } from '#register/register-row.ts'
import type { RunContext } from '../rule.ts'
import type { Seeds } from './concerned-subjects.ts'
import type { SubjectSet } from './narrowing.ts'
import { type ScopeParameter, scopeStatements } from './scope-statement.ts'

/** Ids of everybody a check judges, and of the rows it needs for that. */
export type Concerned = Readonly<Record<SubjectSet, readonly string[]>>

/** What a check knows of the register before it runs a rule. */
export interface CheckScope {
  /** Null: the whole register is checked. */
  readonly concerned: Concerned | null
  readonly birthMonths: readonly Month[]
  readonly context: RunContext
  readonly feeds: readonly RegisterFeed[]
}

const setNames: readonly SubjectSet[] = [
  'persons',
  'resent',
  'entitlements',
  'accounts',
  'batches',
  'orders',
  'staff',
  'users',
  'employers',
  'fund_accounts',
]

function assumed(effect: AssumedEffect, table: 'payment' | 'person'): RegisterRow[] {
  return [...(effect.get(table)?.after.values() ?? [])]
}

function latestOf(stored: unknown, effect: AssumedEffect, asOfMonth: Month): Month | null {
  const months = assumed(effect, 'payment')
    .filter((line) => line.status === 'PAID')
    .map((line) => Number(line.pay_month))
  if (stored !== null) months.push(Number(stored))
  const past = months.filter((month) => month <= asOfMonth)
  return past.length === 0 ? null : past.reduce((one, other) => Math.max(one, other))
}

function birthsOf(stored: readonly number[], effect: AssumedEffect): Month[] {
  const days = assumed(effect, 'person').map((person) => parseDay(String(person.birth_date)))
  const assumedMonths = days.filter((day) => day !== null).map(monthOfDay)
  return [...new Set([...stored, ...assumedMonths])].sort((one, other) => one - other)
}

/** @param seeds null for the whole register */
export async function readScope(
  client: RegisterClient,
  {
    seeds,
    effect,
    asOf,
  }: { readonly seeds: Seeds | null; readonly effect: AssumedEffect; readonly asOf: Day },
): Promise<CheckScope> {
  const { name: statement, text, parameters } = scopeStatements[seeds === null ? 'whole' : 'narrowed']
  const asOfMonth = monthOfDay(asOf)
  const seedOrHidden = (name: ScopeParameter): unknown => {
    if (name === 'as_of_month') return asOfMonth
    if (name === 'hidden_payments') return [...(effect.get('payment')?.before.keys() ?? [])]
    return seeds?.[name] ?? []
  }
  const { rows } = await client.query({ name: statement, text, values: parameters.map(seedOrHidden) })
  const row = rows[0]!
  const sets = setNames.map((name) => [name, row[name]])
  return {
    concerned: seeds === null ? null : (Object.fromEntries(sets) as Concerned),
    birthMonths: birthsOf(row.birth_months as number[], effect),
    context: { asOfDay: asOf, asOfMonth, latestMonth: latestOf(row.latest_month, effect, asOfMonth) },
    feeds: (row.feeds as Record<string, unknown>[]).map(toFeed),
  }
}

/** Rows of lawful_retirement, as screening/law-tables.ts makes them for a whole delivery. */
export function lawfulRows(policy: RetirementAgePolicy, births: readonly Month[]): Record<string, unknown>[] {
  return births.flatMap((birthMonth) =>
    policy.categories.map(({ category }) => {
      const lawful = lawfulRetirement(policy, category, birthMonth)
      return {
        category,
        birth_month: lawful.birthMonth,
        original_month: lawful.originalMonth,
        earliest_month: lawful.earliestMonth,
        lawful_month: lawful.lawfulMonth,
      }
    }),
  )
}
