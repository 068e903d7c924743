import type { Bilingual } from '#base/bilingual.ts'
import type { Day, Month } from '#base/calendar-math.ts'
import type { TableName } from '#standard/tables.ts'
import type { AnySubjectKind, Level, RuleBasis, SubjectKind } from './finding.ts'
import type { Parameters } from './parameter.ts'
import type { ViewName } from './views.ts'

/** What the run itself knows and every rule may bind. Days and months are integers (base/calendar-math.ts). */
export interface RunContext {
  readonly asOfDay: Day
  readonly asOfMonth: Month
  /** The latest pay_month among paid lines up to as_of; null where there is none. */
  readonly latestMonth: Month | null
}

/** How a `fact_…` column is printed. */
export type FactType = 'day' | 'month' | 'fen' | 'text' | 'number'

/** A finding on its way to its sentence: everything already printed. */
export interface Explained {
  /** `张**（个人编号 P1）`, `账号 6217…`, `批次 B1`: the subject as people name it. */
  readonly who: string
  readonly subjectId: string
  readonly level: Level
  /** `1,234.50` */
  readonly amount: string
  readonly periodFrom: string
  readonly periodTo: string
  readonly evidenceCount: number
  /** By name without `fact_`; null where the SQL gave null. */
  readonly facts: Readonly<Record<string, string | null>>
  /** By name, in their written form. */
  readonly parameters: Readonly<Record<string, string>>
}

/**
 * What every rule has, whatever it reads: tables of the standard, or views of the system's own records
 * (standard/record-views.ts).
 */
export interface RuleOf<Table extends string, Read extends string, Kind extends AnySubjectKind> {
  /** The catalogue's id without `R-`. */
  readonly code: string
  /** The file's path below src/rules, without `.ts`: the tidy test checks it. */
  readonly id: string
  /** Raised whenever the same input could give a different finding. */
  readonly version: number
  readonly title: Bilingual
  /** Why it matters, in one or two sentences. */
  readonly purpose: Bilingual
  readonly basis: readonly RuleBasis[]
  readonly level: Level
  readonly subjectKind: Kind
  /**
   * core-rules, "Tables a rule needs": all of the list, and of each inner list at least one.
   * `person.death_date` means: that column was delivered.
   */
  readonly needs: readonly (readonly (Table | 'person.death_date')[])[]
  /** The only tables and shared views its SQL reads; a situation creates no others. */
  readonly reads: readonly Read[]
  readonly parameters: Parameters
  /**
   * More bound values, computed from parameters (as bound integers) and context by pure date arithmetic.
   * Only names that the SQL mentions are bound; parameters and `as_of_day`, `as_of_month`, `latest_month` always may be.
   */
  readonly bind?: (
    parameters: Readonly<Record<string, bigint>>,
    context: RunContext,
  ) => Readonly<Record<string, number | null>>
  /**
   * The rows that count: subject_id, amount_fen, period_from, period_to, evidence_table, evidence_key, then, where it
   * applies, level, is_context, and fact_… columns, which are the same on all rows of a finding.
   * Periods are months where evidence_table is payment, contribution, contribution_declaration or payment_batch,
   * else days; null where nothing decides.
   */
  readonly sql: string
  readonly facts: Readonly<Record<string, FactType>>
  /** The values that matter, by evidence table: columns of the standard. */
  readonly evidence: Readonly<Partial<Record<Table, readonly string[]>>>
  /**
   * Numbers that belong into the remarks; zero says nothing. Each is a select of one number `rows`, or, where rows that
   * do not decide together name the same thing, of the distinct names `counted`.
   */
  readonly remarks?: readonly { readonly sql: string; readonly text: (rows: number) => Bilingual }[]
  /** What to check, for people: where the finding may be innocent, what proves it. */
  readonly check: string
  /** One Chinese sentence: who, what, how much, since when, and what to check. */
  readonly explain: (finding: Explained) => string
}

/** A rule on a delivery: one of the catalogue. */
export interface Rule extends RuleOf<TableName, TableName | ViewName, SubjectKind> {
  /** How the rule may be sharded: all its rows of one such key decide together. */
  readonly key: 'person' | 'account' | 'batch' | 'order' | 'staff' | 'employer' | 'fund_account'
}

/** For what does not care what a rule reads: its words, its parameters. */
export type AnyRule = RuleOf<string, string, AnySubjectKind>

export function defineRule(rule: Rule): Rule {
  return Object.freeze(rule)
}
