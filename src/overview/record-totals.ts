import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { Tx } from '#platform/postgres/database.ts'
import type { Coverage, Part, Place } from './coverage.ts'

/** Sums over cases or recoveries; what a kind does not keep is zero. */
export interface RecordSum {
  readonly records: number
  readonly open: number
  /** Open, and its last day is over. */
  readonly overdue: number
  /** Open, and its last day is today or one of the next seven. */
  readonly due_soon: number
  /** Loss of approved conclusions. */
  readonly confirmed_fen: bigint
  readonly due_fen: bigint
  readonly recovered_fen: bigint
  readonly written_off_fen: bigint
  readonly outstanding_fen: bigint
}

export interface RecordTotals {
  readonly byStatus: readonly (RecordSum & { readonly status: string })[]
  /** Without the statuses that are left out. */
  readonly whole: RecordSum
  readonly byRegion: readonly (RecordSum & Place & { readonly is_own: boolean })[]
}

export interface RecordTotalsAsked {
  readonly kind: 'CASE' | 'RECOVERY'
  readonly coverage: Coverage
  /** Statuses whose records count for nothing but their own line. */
  readonly leftOut: readonly string[]
}

const nothing: RecordSum = {
  records: 0,
  open: 0,
  overdue: 0,
  due_soon: 0,
  confirmed_fen: 0n,
  due_fen: 0n,
  recovered_fen: 0n,
  written_off_fen: 0n,
  outstanding_fen: 0n,
}

const open = (condition: RawBuilder<SqlBool>) =>
  sql`coalesce(sum(line.records) filter (where line.is_open and ${condition}), 0)::integer`

const sums = sql`
  sum(line.records)::integer as records,
  ${open(sql`true`)} as open,
  ${open(sql`line.due_day < current_date`)} as overdue,
  ${open(sql`line.due_day between current_date and current_date + 7`)} as due_soon,
  sum(line.confirmed_fen)::bigint as confirmed_fen,
  sum(line.due_fen)::bigint as due_fen,
  sum(line.recovered_fen)::bigint as recovered_fen,
  sum(line.written_off_fen)::bigint as written_off_fen,
  sum(line.outstanding_fen)::bigint as outstanding_fen
`

/** Regions with their schemes, as rows. */
function partsTable(parts: readonly Part[]): RawBuilder<unknown> {
  const json = JSON.stringify(parts.map(({ region, schemes }) => ({ region, schemes })))
  return sql`jsonb_to_recordset(${json}::jsonb) as part (region text, schemes text[])`
}

const isOfSchemes = (scheme: RawBuilder<unknown>): RawBuilder<SqlBool> =>
  sql<SqlBool>`(part.schemes is null or ${scheme} is null or ${scheme} = any(part.schemes))`

/** As of findings: what lies in several members is counted back, line by line as the trigger of 0115 makes them. */
function linesOf(kind: string, members: readonly Part[]): RawBuilder<unknown> {
  const kept = sql`
    select record_total.*
    from app.record_total
    inner join ${partsTable(members)}
      on part.region = record_total.region
      and ${isOfSchemes(sql`record_total.scheme`)}
    where record_total.kind = ${kind}
  `
  if (members.length < 2) return kept
  return sql`
    ${kept}
    union all
    select line.*
    from app.record
    cross join lateral (
      select count(*)::integer as times, min(part.region) as region
      from ${partsTable(members)}
      where part.region = any(record.covering)
        and ${isOfSchemes(sql`record.scheme`)}
    ) as counted
    cross join lateral app.record_lines(record, 1 - counted.times) as line
    where record.kind = ${kind}
      and record.covering && ${members.map(({ region }) => region)}::text[]
      and counted.times > 1
      and line.region = counted.region
  `
}

type StatusRow = RecordSum & { readonly status: string; readonly is_counted: boolean }

async function readStatuses(
  tx: Tx,
  { kind, coverage, leftOut }: RecordTotalsAsked,
): Promise<readonly StatusRow[]> {
  const { rows } = await sql<StatusRow>`
    with line as (${linesOf(kind, coverage.members)})
    select line.status, line.status <> all(${[...leftOut]}::text[]) as is_counted, ${sums}
    from line
    group by line.status
    having sum(line.records) <> 0
    order by line.status
  `.execute(tx)
  return rows
}

function added(sum: RecordSum, row: RecordSum): RecordSum {
  return {
    records: sum.records + row.records,
    open: sum.open + row.open,
    overdue: sum.overdue + row.overdue,
    due_soon: sum.due_soon + row.due_soon,
    confirmed_fen: sum.confirmed_fen + row.confirmed_fen,
    due_fen: sum.due_fen + row.due_fen,
    recovered_fen: sum.recovered_fen + row.recovered_fen,
    written_off_fen: sum.written_off_fen + row.written_off_fen,
    outstanding_fen: sum.outstanding_fen + row.outstanding_fen,
  }
}

type RegionRow = RecordSum & { readonly region: string }

async function readRegions(
  tx: Tx,
  { kind, coverage, leftOut }: RecordTotalsAsked,
): Promise<RecordTotals['byRegion']> {
  const { members, parts } = coverage
  const own = parts === members ? [] : members
  const { rows } = await sql<RegionRow>`
    select line.region, ${sums}
    from app.record_total as line
    inner join ${partsTable([...parts, ...own])}
      on part.region = line.region
      and ${isOfSchemes(sql`line.scheme`)}
    where line.kind = ${kind}
      and line.status <> all(${[...leftOut]}::text[])
      and (line.is_own or line.region <> all(${own.map(({ region }) => region)}::text[]))
    group by line.region
    having sum(line.records) <> 0
    order by line.region
  `.execute(tx)
  const found = new Map(rows.map((row) => [row.region, row]))
  const lineOf = ({ region, name, level }: Place, isOwn: boolean) => ({
    ...(found.get(region) ?? nothing),
    region,
    name,
    level,
    is_own: isOwn,
  })
  return [
    ...parts.map((part) => lineOf(part, false)),
    ...own.filter(({ region }) => found.has(region)).map((member) => lineOf(member, true)),
  ]
}

/** Cases or recoveries and their money, of the kept lines. */
export async function readRecordTotals(tx: Tx, asked: RecordTotalsAsked): Promise<RecordTotals> {
  const rows = await readStatuses(tx, asked)
  return {
    byStatus: rows,
    whole: rows.filter(({ is_counted }) => is_counted).reduce(added, nothing),
    byRegion: await readRegions(tx, asked),
  }
}
