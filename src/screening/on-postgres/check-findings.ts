import { maskName } from '#base/names.ts'
import { assert } from '#base/refusal.ts'
import type { TableName } from '#standard/tables.ts'
import { explained, type FindingRow, formatPeriod } from '../explained.ts'
import type { Finding, Level } from '../finding.ts'
import type { AnyRule, Rule } from '../rule.ts'
import { monthTables } from '../run-rule.ts'
import type { CheckFinding, CheckRow } from './check-result.ts'
import type { SaidOfRow } from './evidence-rows.ts'
import { findingId } from './finding-id.ts'

/** A row that a rule returned, as check-statement.ts prints it. */
export interface HitRow {
  readonly rule_code: string
  readonly subject_id: string
  readonly amount_fen: string | null
  readonly period_from: string | null
  readonly period_to: string | null
  readonly evidence_table: string
  readonly evidence_key: string
  readonly level: string | null
  readonly is_context: string | null
  readonly fact_values: readonly (string | null)[]
}

/** The name and region of a subject, where it has them. */
export interface SubjectLabel {
  readonly name: string | null
  readonly region: string | null
}

const isContext = (row: HitRow): boolean => Number(row.is_context ?? '0') !== 0

function extreme(texts: readonly (string | null)[], pick: (...values: number[]) => number): number | null {
  const numbers = texts.filter((text) => text !== null).map(Number)
  return numbers.length === 0 ? null : pick(...numbers)
}

/** min and max of SQL over any number of rows; Math.min takes only so many arguments. */
const least = (...values: number[]): number => values.reduce((one, other) => (other < one ? other : one))
const greatest = (...values: number[]): number => values.reduce((one, other) => (other > one ? other : one))

/** What run-rule.ts does for a whole run, for one subject: the rows that count, grouped into a finding. */
export function groupRows(
  rule: AnyRule,
  subjectId: string,
  rows: readonly HitRow[],
  label: SubjectLabel,
): FindingRow {
  const counted = rows.filter((row) => !isContext(row))
  const ofMonths = counted.filter((row) => monthTables.has(row.evidence_table as TableName))
  const ofDays = counted.filter((row) => !monthTables.has(row.evidence_table as TableName))
  const levels = rows.filter((row) => row.level !== null).map((row) => Number(row.level))
  return {
    level: (levels.length === 0 ? rule.level : levels.reduce((one, other) => least(one, other))) as Level,
    subjectId,
    findingId: findingId(rule.code, rule.subjectKind, subjectId),
    amountFen: counted.reduce((sum, row) => sum + BigInt(row.amount_fen ?? '0'), 0n),
    monthFrom: extreme(
      ofMonths.map((row) => row.period_from),
      least,
    ),
    monthTo: extreme(
      ofMonths.map((row) => row.period_to),
      greatest,
    ),
    dayFrom: extreme(
      ofDays.map((row) => row.period_from),
      least,
    ),
    dayTo: extreme(
      ofDays.map((row) => row.period_to),
      greatest,
    ),
    evidenceCount: counted.length,
    // A fact of the finding has the same value on all its rows.
    factValues: Object.keys(rule.facts).map(
      (_, index) => rows.find((row) => row.fact_values[index] !== null)?.fact_values[index] ?? null,
    ),
    personName: label.name,
    region: label.region,
  }
}

function toFinding(rule: Rule, row: FindingRow, { parameters, isUnmasked }: FindingOptions): Finding {
  const name = rule.subjectKind === 'person' ? (row.personName ?? '') : ''
  return {
    findingId: row.findingId,
    ruleCode: rule.code,
    ruleTitle: rule.title.zh,
    level: row.level,
    subjectKind: rule.subjectKind,
    subjectId: row.subjectId,
    personName: isUnmasked ? name : maskName(name),
    ...formatPeriod(row),
    amountFen: row.amountFen,
    evidenceCount: row.evidenceCount,
    explanation: rule.explain(explained(rule, row, parameters, isUnmasked)),
    region: row.region ?? '',
  }
}

const size = (value: bigint): bigint => (value < 0n ? -value : value)

/** By bytes, as DuckDB sorts: UTF-16 puts characters beyond the plane before others. */
function compareText(one: string, other: string): number {
  return Buffer.compare(Buffer.from(one), Buffer.from(other))
}

/** Counted rows first, the largest amount first, then by key: the order of the report. */
function compareRows(one: CheckRow, other: CheckRow): number {
  if (one.isContext !== other.isContext) return one.isContext ? 1 : -1
  const [first, second] = [size(one.amountFen), size(other.amountFen)]
  if (first !== second) return first > second ? -1 : 1
  return compareText(one.key, other.key) || compareText(one.table, other.table)
}

export interface FindingOptions {
  /** Written form, for the sentences. */
  readonly parameters: Readonly<Record<string, string>>
  readonly isUnmasked: boolean
  readonly labelOf: (subjectId: string) => SubjectLabel
  readonly isAssumed: (table: TableName, key: string) => boolean
  readonly saidOf: SaidOfRow
}

/** The findings of a rule, in the order of findings.csv: level, amount (largest first), subject. */
export function findingsOf(rule: Rule, rows: readonly HitRow[], options: FindingOptions): CheckFinding[] {
  const found = [...Map.groupBy(rows, (row) => row.subject_id)].map(([subjectId, ofSubject]) => {
    assert(subjectId !== null, `${rule.code} found a row of nobody`)
    const grouped = groupRows(rule, subjectId, ofSubject, options.labelOf(subjectId))
    const checked = ofSubject.map((row): CheckRow => {
      const table = row.evidence_table as TableName
      return {
        table,
        key: row.evidence_key,
        isContext: isContext(row),
        amountFen: BigInt(row.amount_fen ?? '0'),
        isAssumed: options.isAssumed(table, row.evidence_key),
        ...options.saidOf(table, row.evidence_key),
      }
    })
    const name = rule.subjectKind === 'person' ? (grouped.personName ?? '') : ''
    return { finding: toFinding(rule, grouped, options), name, rows: checked.sort(compareRows) }
  })
  return found.sort(
    ({ finding: one }, { finding: other }) =>
      one.level - other.level ||
      (one.amountFen === other.amountFen ? 0 : one.amountFen > other.amountFen ? -1 : 1) ||
      compareText(one.subjectId, other.subjectId),
  )
}
