import { type RawBuilder, type SqlBool, sql } from 'kysely'
import { keyset, type SortExpression } from '#platform/http/list/keyset.ts'
import type { ListRequest } from '#platform/http/list/list-query.ts'
import type { Tx } from '#platform/postgres/database.ts'

export const filingSorts = ['agency_id', 'region'] as const
export type FilingSort = (typeof filingSorts)[number]

/** Who has filed a year's ledger, and who has not: one row a unit that has to. */
export interface FilingFilter {
  readonly year: number
  /** `NONE`: not even begun. */
  readonly statuses: readonly string[] | null
  readonly isOverdue: boolean | null
  readonly region: string | null
  readonly agencyId: string | null
}

export interface FilingRow {
  readonly agency_id: string
  readonly agency_name: string
  readonly region: string
  readonly receiver_id: string
  readonly receiver_name: string
  readonly record_id: string | null
  readonly status: string | null
  readonly due_on: string
  readonly filed_on: string | null
  readonly accepted_on: string | null
  readonly digest: string | null
  readonly is_overdue: boolean
  readonly is_late: boolean
  readonly filed_points: number
  readonly points: number
  readonly level1: number
  readonly level2: number
  readonly level3: number
  readonly cursor_value: string
  readonly cursor_id: string
}

const sortColumns: Readonly<Record<FilingSort, SortExpression>> = {
  agency_id: { expression: sql`agency.agency_id`, type: 'text' },
  region: { expression: sql`agency.region`, type: 'text' },
}

/** `agency`, with `filing` beside it where there is one; `receiver_id` is not null. */
const unitsOf = (year: number) => sql`
  app.agency
  inner join app.agency as receiver on receiver.agency_id = app.ledger_receiver(agency.agency_id)
  left join app.record as filing
    on filing.kind = 'LEDGER_FILING'
    and filing.agency_id = agency.agency_id
    and filing.data ->> 'year' = ${String(year)}
`

const today = sql`(clock_timestamp() at time zone 'Asia/Shanghai')::date`

const isOverdue = (year: number) => sql<SqlBool>`(
  coalesce(filing.status not in ('FILED', 'ACCEPTED'), true)
  and make_date(${year}, 11, 30) < ${today}
)`

function conditionsOf({ year, statuses, isOverdue: overdue, region, agencyId }: FilingFilter) {
  return [
    sql<SqlBool>`exists (
      select
      from app.staff_member
      where staff_member.agency_id = agency.agency_id and staff_member.status = 'ON_POST'
    )`,
    ...(statuses === null
      ? []
      : [sql<SqlBool>`coalesce(filing.status, 'NONE') = any (${[...statuses]}::text[])`]),
    ...(overdue === null ? [] : [sql<SqlBool>`${isOverdue(year)} = ${overdue}`]),
    ...(region === null
      ? []
      : [
          sql<SqlBool>`agency.region in (
            select place.region from app.region as place where place.path @> ${[region]}::text[]
          )`,
        ]),
    ...(agencyId === null ? [] : [sql<SqlBool>`agency.agency_id = ${agencyId}`]),
  ]
}

/** `visible` is the scope, on `agency.region`. */
export async function listFilings(
  tx: Tx,
  request: ListRequest<FilingSort>,
  { filter, visible }: { readonly filter: FilingFilter; readonly visible: RawBuilder<SqlBool> },
): Promise<FilingRow[]> {
  const page = keyset(request, sortColumns, sql<string>`agency.agency_id`)
  const conditions = [visible, ...conditionsOf(filter)]
  const { rows } = await sql<FilingRow>`
    select
      agency.agency_id,
      agency.name as agency_name,
      agency.region,
      receiver.agency_id as receiver_id,
      receiver.name as receiver_name,
      filing.record_id,
      filing.status,
      make_date(${filter.year}, 11, 30) as due_on,
      filing.data ->> 'filed_on' as filed_on,
      filing.data ->> 'accepted_on' as accepted_on,
      filing.data ->> 'digest' as digest,
      ${isOverdue(filter.year)} as is_overdue,
      coalesce((filing.data ->> 'filed_on')::date > make_date(${filter.year}, 11, 30), false) as is_late,
      coalesce(jsonb_array_length(filing.data -> 'rows'), 0) as filed_points,
      ledger.*,
      ${page.position}
    from ${unitsOf(filter.year)}
    cross join lateral (
      select
        count(*)::integer as points,
        (count(*) filter (where point.level = 1))::integer as level1,
        (count(*) filter (where point.level = 2))::integer as level2,
        (count(*) filter (where point.level = 3))::integer as level3
      from app.record_risk_point as point
      where
        point.agency_id = agency.agency_id
        and point.status in ('IN_FORCE', 'REVISION_PROPOSED', 'RETIREMENT_PROPOSED')
    ) as ledger
    where
      ${sql.join(conditions, sql` and `)}
      and ${page.after}
    order by ${page.order}
    limit ${page.limit}
  `.execute(tx)
  return rows
}

export interface LedgerTotals {
  readonly units: number
  readonly filed: number
  readonly accepted: number
  readonly returned: number
  readonly overdue: number
  readonly late: number
}
export interface StageLevel {
  readonly stage: string
  readonly level: number
  readonly residual_level: number
  readonly points: number
}

/** Of a region within the scope: how many have filed, and what stands in the ledgers by stage and level. */
export async function ledgerTotals(
  tx: Tx,
  {
    filter,
    visible,
    visibleRecords,
  }: {
    readonly filter: Pick<FilingFilter, 'year' | 'region'>
    readonly visible: RawBuilder<SqlBool>
    /** The same scope on `record.covering`. */
    readonly visibleRecords: RawBuilder<SqlBool>
  },
): Promise<{ readonly totals: LedgerTotals; readonly lines: readonly StageLevel[] }> {
  const all = { ...filter, statuses: null, isOverdue: null, agencyId: null }
  const conditions = [visible, ...conditionsOf(all)]
  const counted = await sql<LedgerTotals>`
    select
      count(*)::integer as units,
      (count(*) filter (where filing.status in ('FILED', 'ACCEPTED')))::integer as filed,
      (count(*) filter (where filing.status = 'ACCEPTED'))::integer as accepted,
      (count(*) filter (where filing.status = 'RETURNED'))::integer as returned,
      (count(*) filter (where ${isOverdue(filter.year)}))::integer as overdue,
      (
        count(*) filter (where (filing.data ->> 'filed_on')::date > make_date(${filter.year}, 11, 30))
      )::integer as late
    from ${unitsOf(filter.year)}
    where ${sql.join(conditions, sql` and `)}
  `.execute(tx)
  const inRegion =
    filter.region === null ? sql<SqlBool>`true` : sql<SqlBool>`record.covering @> ${[filter.region]}::text[]`
  const { rows: lines } = await sql<StageLevel>`
    select point.stage, point.level, point.residual_level, count(*)::integer as points
    from app.record
    inner join app.record_risk_point as point on point.risk_point_id = record.record_id
    where
      record.kind = 'RISK_POINT'
      and record.status in ('IN_FORCE', 'REVISION_PROPOSED', 'RETIREMENT_PROPOSED')
      and ${visibleRecords}
      and ${inRegion}
    group by point.stage, point.level, point.residual_level
    order by point.stage, point.level, point.residual_level
  `.execute(tx)
  return { totals: counted.rows[0]!, lines }
}
