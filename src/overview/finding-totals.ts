import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { Tx } from '#platform/postgres/database.ts'
import type { Coverage, Place } from './coverage.ts'

/** What findings may be counted by: the filters of their list that the kept totals know. */
export interface FindingTotalsFilter {
  readonly ruleCodes: readonly string[] | null
  readonly levels: readonly number[] | null
  readonly statuses: readonly string[] | null
  /** Of at least one of them a row counts. */
  readonly schemes: readonly string[] | null
  readonly isSnoozed: boolean | null
  readonly isNotFoundAgain: boolean | null
  /** YYYY-MM, both inclusive. */
  readonly firstMonthFrom: string | null
  readonly firstMonthTo: string | null
}

export interface FindingSum {
  readonly findings: number
  readonly amount_fen: bigint
  readonly open_amount_fen: bigint
}

export interface FindingTotals {
  readonly whole: FindingSum
  readonly byStatus: readonly (FindingSum & { readonly status: string })[]
  readonly byLevel: readonly (FindingSum & { readonly level: number })[]
  readonly byRule: readonly (FindingSum & { readonly rule_code: string })[]
  readonly byMonth: readonly (FindingSum & { readonly month: string; readonly level: number })[]
  readonly byRegion: readonly (FindingSum & Place & { readonly is_own: boolean })[]
}

const nothing: FindingSum = { findings: 0, amount_fen: 0n, open_amount_fen: 0n }

const sums = sql`
  sum(line.findings)::integer as findings,
  sum(line.amount_fen)::bigint as amount_fen,
  sum(line.open_amount_fen)::bigint as open_amount_fen
`

/** Of kept differences some cancel each other out. */
const isSomething = sql<SqlBool>`
  (sum(line.findings), sum(line.amount_fen), sum(line.open_amount_fen)) <> (0, 0, 0)
`

function conditionOf(filter: FindingTotalsFilter): RawBuilder<SqlBool> {
  const given = <Value>(value: Value | null, condition: (value: Value) => RawBuilder<SqlBool>) =>
    value === null ? [] : [condition(value)]
  const isSilent = sql<SqlBool>`coalesce(line.snoozed_until >= current_date, false)`
  const conditions = [
    sql<SqlBool>`true`,
    ...given(filter.ruleCodes, (codes) => sql<SqlBool>`line.rule_code = any(${[...codes]}::text[])`),
    ...given(filter.levels, (levels) => sql<SqlBool>`line.level = any(${[...levels]}::integer[])`),
    ...given(filter.statuses, (codes) => sql<SqlBool>`line.status = any(${[...codes]}::text[])`),
    ...given(filter.schemes, (schemes) => sql<SqlBool>`line.schemes && ${[...schemes]}::text[]`),
    ...given(filter.isSnoozed, (isSnoozed) => sql<SqlBool>`${isSilent} = ${isSnoozed}`),
    ...given(filter.isNotFoundAgain, (isGone) => sql<SqlBool>`line.is_not_found = ${isGone}`),
    ...given(filter.firstMonthFrom, (from) => sql<SqlBool>`line.first_month >= ${from}`),
    ...given(filter.firstMonthTo, (to) => sql<SqlBool>`line.first_month <= ${to}`),
  ]
  return sql.join(conditions, sql` and `)
}

/**
 * The kept lines of the members. A finding in several of them is in the lines of each: it is counted back, which only
 * a scope of several regions has to ask of the findings themselves.
 */
function linesOf(members: readonly string[]): RawBuilder<unknown> {
  const kept = sql`
    select
      rule_code, level, status, first_month, is_not_found, snoozed_until, schemes, findings, amount_fen, open_amount_fen
    from app.finding_total
    where region = any(${[...members]}::text[])
  `
  if (members.length < 2) return kept
  return sql`
    ${kept}
    union all
    select
      finding.rule_code,
      finding.level,
      finding.status,
      to_char(finding.first_found_at at time zone 'Asia/Shanghai', 'YYYY-MM'),
      finding.not_found_since is not null,
      finding.snoozed_until,
      finding.schemes,
      1 - counted.times,
      (1 - counted.times) * finding.amount_fen,
      (1 - counted.times) * finding.open_amount_fen
    from app.finding
    cross join lateral (
      select count(*) as times
      from unnest(${[...members]}::text[]) as member (region)
      where member.region = any(finding.covering)
    ) as counted
    where finding.covering && ${[...members]}::text[]
      and cardinality(finding.regions) > 1
      and counted.times > 1
  `
}

type GroupRow = FindingSum & {
  readonly status: string
  readonly level: number
  readonly rule_code: string
  readonly month: string
  /** Bits of what it is not grouped by: status 8, level 4, rule 2, month 1. */
  readonly grouped: number
}
const groupedBy = { whole: 0b1111, status: 0b0111, level: 0b1011, rule: 0b1101, month: 0b1010 } as const

async function readGroups(
  tx: Tx,
  { members }: Coverage,
  filter: FindingTotalsFilter,
): Promise<readonly GroupRow[]> {
  const { rows } = await sql<GroupRow>`
    with line as (${linesOf(members.map(({ region }) => region))})
    select
      line.status,
      line.level,
      line.rule_code,
      line.first_month as month,
      grouping(line.status, line.level, line.rule_code, line.first_month) as grouped,
      ${sums}
    from line
    where ${conditionOf(filter)}
    group by grouping sets ((line.status), (line.level), (line.rule_code), (line.first_month, line.level), ())
    having ${isSomething}
    order by grouped, open_amount_fen desc, line.first_month, line.level, line.rule_code
  `.execute(tx)
  return rows
}

type RegionRow = FindingSum & { readonly region: string; readonly is_own: boolean }

/** Each part with what it covers; of a single member also what lies in it and in none of them. */
async function readRegions(
  tx: Tx,
  { members, parts }: Coverage,
  filter: FindingTotalsFilter,
): Promise<FindingTotals['byRegion']> {
  const own = parts === members ? [] : members
  const { rows } = await sql<RegionRow>`
    select
      line.region,
      line.region = any(${own.map(({ region }) => region)}::text[]) as is_own,
      ${sums}
    from app.finding_total as line
    where
      (
        line.region = any(${parts.map(({ region }) => region)}::text[])
        or (line.region = any(${own.map(({ region }) => region)}::text[]) and line.is_own)
      )
      and ${conditionOf(filter)}
    group by line.region
    having ${isSomething}
    order by line.region
  `.execute(tx)
  const found = new Map(rows.map((row) => [row.region, row]))
  const lineOf = ({ region, name, level }: Place, isOwn: boolean) => {
    const { findings, amount_fen, open_amount_fen } = found.get(region) ?? nothing
    return { region, name, level, is_own: isOwn, findings, amount_fen, open_amount_fen }
  }
  return [
    ...parts.map((part) => lineOf(part, false)),
    ...own.filter(({ region }) => found.has(region)).map((member) => lineOf(member, true)),
  ]
}

/** Findings and their money, of the lines that every change keeps: it reads no finding, however many there are. */
export async function readFindingTotals(
  tx: Tx,
  { coverage, filter }: { readonly coverage: Coverage; readonly filter: FindingTotalsFilter },
): Promise<FindingTotals> {
  const groups = await readGroups(tx, coverage, filter)
  const by = (kind: keyof typeof groupedBy) => groups.filter(({ grouped }) => grouped === groupedBy[kind])
  return {
    whole: by('whole')[0] ?? nothing,
    byStatus: by('status'),
    byLevel: by('level'),
    byRule: by('rule'),
    byMonth: by('month'),
    byRegion: await readRegions(tx, coverage, filter),
  }
}
