import { type RawBuilder, type SqlBool, sql } from 'kysely'
import { keyset, type SortExpression } from '#platform/http/list/keyset.ts'
import type { ListRequest } from '#platform/http/list/list-query.ts'
import type { Tx } from '#platform/postgres/database.ts'
import type { Level, SubjectKind } from '#screening/finding.ts'
import type { FindingSource, FindingStatus } from '../finding-words.ts'

export const findingSorts = [
  'open_amount_fen',
  'amount_fen',
  'level',
  'rule_code',
  'first_found_at',
  'last_found_at',
] as const
export type FindingSort = (typeof findingSorts)[number]

export interface FindingFilter {
  readonly ruleCodes: readonly string[] | null
  readonly levels: readonly number[] | null
  readonly statuses: readonly string[] | null
  readonly subjectKind: string | null
  readonly subjectId: string | null
  /** Of the same subject as this finding: an address that names nobody. */
  readonly subjectOf: string | null
  /** With everything below it. */
  readonly region: string | null
  readonly source: string | null
  /** Of silent findings: only them, all but them, or null for both. */
  readonly isSnoozed: boolean | null
  /** The same of findings that a later run did not find again. */
  readonly isNotFoundAgain: boolean | null
  readonly amountFenMin: bigint | null
  /** Of at least one of them a row counts. */
  readonly schemes: readonly string[] | null
  readonly amountFenMax: bigint | null
  readonly firstFoundFrom: Date | null
  /** Before it. */
  readonly firstFoundTo: Date | null
  readonly foundFrom: Date | null
  readonly foundTo: Date | null
  /** YYYY-MM in China, of the day on which it was first found; both inclusive. */
  readonly firstMonthFrom: string | null
  readonly firstMonthTo: string | null
  /** First found by this run. */
  readonly firstRunId: string | null
}

export interface FindingRow {
  readonly finding_id: string
  readonly standard_version: number
  readonly rule_code: string
  readonly rule_version: number
  readonly level: Level
  readonly subject_kind: SubjectKind
  readonly subject_id: string
  readonly person_name: string
  readonly period_from: string
  readonly period_to: string
  readonly amount_fen: bigint
  readonly open_amount_fen: bigint
  readonly evidence_count: number
  readonly explanation: string
  readonly regions: string[]
  readonly owner_region: string
  readonly schemes: string[]
  readonly agency_id: string | null
  readonly sources: FindingSource[]
  readonly status: FindingStatus
  readonly episode: number
  readonly first_found_at: Date
  readonly last_found_at: Date
  /** Null: only an order's check has found it. */
  readonly last_as_of: string | null
  readonly not_found_since: Date | null
  readonly snoozed_until: string | null
}

export const findingColumns = sql.join(
  [
    ...['finding_id', 'standard_version', 'rule_code', 'rule_version', 'level', 'subject_kind', 'subject_id'],
    ...['person_name', 'period_from', 'period_to', 'amount_fen', 'open_amount_fen', 'evidence_count'],
    ...['explanation', 'regions', 'owner_region', 'schemes', 'agency_id', 'sources', 'status', 'episode'],
    ...['first_found_at', 'last_found_at', 'last_as_of', 'not_found_since', 'snoozed_until'],
  ].map((name) => sql.ref(`finding.${name}`)),
)

const sortColumns: Readonly<Record<FindingSort, SortExpression>> = {
  open_amount_fen: { expression: sql`finding.open_amount_fen`, type: 'bigint' },
  amount_fen: { expression: sql`finding.amount_fen`, type: 'bigint' },
  level: { expression: sql`finding.level`, type: 'integer' },
  rule_code: { expression: sql`finding.rule_code`, type: 'text' },
  first_found_at: { expression: sql`finding.first_found_at`, type: 'timestamptz' },
  last_found_at: { expression: sql`finding.last_found_at`, type: 'timestamptz' },
}

/**
 * Silent until the end of its last day in China, whatever the machine's zone. Plain comparisons: PostgreSQL knows how
 * many rows they leave, which of a `coalesce` it does not.
 */
const isSilent = (isSnoozed: boolean): RawBuilder<SqlBool> =>
  isSnoozed
    ? sql<SqlBool>`finding.snoozed_until >= current_date`
    : sql<SqlBool>`(finding.snoozed_until is null or finding.snoozed_until < current_date)`

/** One value as an equation, so that an index on it and the order gives the page as it is; several as a list. */
function oneOf(
  column: string,
  values: readonly unknown[] | null,
  type: 'text' | 'integer',
): RawBuilder<SqlBool>[] {
  if (values === null) return []
  const named = sql.ref(`finding.${column}`)
  if (values.length === 1) return [sql<SqlBool>`${named} = ${values[0]}`]
  return [sql<SqlBool>`${named} = any(${[...values]}::${sql.raw(type)}[])`]
}

/** The first moment in China of a month, or of one so many months later. */
const beginOf = (month: string, monthsLater: 0 | 1): RawBuilder<unknown> =>
  sql`((${`${month}-01`}::date + make_interval(months => ${monthsLater})) at time zone 'Asia/Shanghai')`

/** Each given value makes a condition; null makes none. */
function given<Value>(
  value: Value | null,
  condition: (value: Value) => RawBuilder<SqlBool>,
): RawBuilder<SqlBool>[] {
  return value === null ? [] : [condition(value)]
}

function whenConditions(filter: FindingFilter): RawBuilder<SqlBool>[] {
  return [
    ...given(filter.foundFrom, (from) => sql<SqlBool>`finding.last_found_at >= ${from}`),
    ...given(filter.foundTo, (to) => sql<SqlBool>`finding.last_found_at < ${to}`),
    ...given(filter.firstFoundFrom, (from) => sql<SqlBool>`finding.first_found_at >= ${from}`),
    ...given(filter.firstFoundTo, (to) => sql<SqlBool>`finding.first_found_at < ${to}`),
    ...given(filter.firstMonthFrom, (from) => sql<SqlBool>`finding.first_found_at >= ${beginOf(from, 0)}`),
    ...given(filter.firstMonthTo, (to) => sql<SqlBool>`finding.first_found_at < ${beginOf(to, 1)}`),
  ]
}

function conditionOf(filter: FindingFilter, visible: RawBuilder<SqlBool>): RawBuilder<SqlBool> {
  const equal = (column: string, value: string | null): RawBuilder<SqlBool>[] =>
    given(value, (only) => sql<SqlBool>`${sql.ref(`finding.${column}`)} = ${only}`)
  const conditions = [
    visible,
    ...equal('subject_kind', filter.subjectKind),
    ...equal('subject_id', filter.subjectId),
    ...equal('first_run_id', filter.firstRunId),
    ...given(
      filter.subjectOf,
      (findingId) => sql<SqlBool>`
        (finding.subject_kind, finding.subject_id) = (
          select finding.subject_kind, finding.subject_id
          from app.finding
          where finding.finding_id = ${findingId}
            and ${visible}
        )`,
    ),
    ...oneOf('rule_code', filter.ruleCodes, 'text'),
    ...oneOf('level', filter.levels, 'integer'),
    ...oneOf('status', filter.statuses, 'text'),
    ...given(filter.source, (source) => sql<SqlBool>`${source} = any(finding.sources)`),
    ...given(filter.schemes, (schemes) => sql<SqlBool>`finding.schemes && ${[...schemes]}::text[]`),
    ...given(filter.amountFenMin, (min) => sql<SqlBool>`finding.amount_fen >= ${min}`),
    ...given(filter.amountFenMax, (max) => sql<SqlBool>`finding.amount_fen <= ${max}`),
    ...whenConditions(filter),
    ...given(filter.isSnoozed, isSilent),
    ...given(filter.isNotFoundAgain, (isNotFound) =>
      isNotFound
        ? sql<SqlBool>`finding.not_found_since is not null`
        : sql<SqlBool>`finding.not_found_since is null`,
    ),
    ...given(filter.region, (region) => sql<SqlBool>`finding.covering @> ${[region]}::text[]`),
  ]
  return sql<SqlBool>`(${sql.join(conditions, sql` and `)})`
}

export type ListedFinding = FindingRow & { readonly cursor_value: string; readonly cursor_id: string }

/** A page of what the reader may see; `visible` is the scope, on `finding.covering`. */
export async function listFindings(
  tx: Tx,
  request: ListRequest<FindingSort>,
  { filter, visible }: { readonly filter: FindingFilter; readonly visible: RawBuilder<SqlBool> },
): Promise<ListedFinding[]> {
  const page = keyset(request, sortColumns, sql<string>`finding.finding_id`)
  const { rows } = await sql<ListedFinding>`
    select ${findingColumns}, ${page.position}
    from app.finding
    where
      ${conditionOf(filter, visible)}
      and ${page.after}
    order by ${page.order}
    limit ${page.limit}
  `.execute(tx)
  return rows
}
