import { type RawBuilder, type SqlBool, sql } from 'kysely'
import { keyset, type SortExpression } from '#platform/http/list/keyset.ts'
import type { ListRequest } from '#platform/http/list/list-query.ts'
import type { Tx } from '#platform/postgres/database.ts'

export const pointSorts = ['level', 'residual_level', 'agency_id', 'due_day', 'changed_at'] as const
export type PointSort = (typeof pointSorts)[number]

/** Null: whatever. */
export interface PointFilter {
  readonly statuses: readonly string[] | null
  readonly isOpen: boolean | null
  readonly isOverdue: boolean | null
  readonly levels: readonly number[] | null
  readonly residualLevels: readonly number[] | null
  readonly stages: readonly string[] | null
  readonly domains: readonly string[] | null
  /** With everything below it. */
  readonly region: string | null
  readonly agencyId: string | null
  readonly rule: string | null
  /** Words of the risk or the department. */
  readonly words: string | null
}

export interface PointRow {
  readonly record_id: string
  readonly status: string
  readonly version: number
  readonly agency_id: string
  readonly agency_name: string
  readonly region: string
  readonly level: number
  readonly residual_level: number
  /** The person's input, as it was parsed when it was proposed. */
  readonly point: unknown
  readonly people: unknown
  /** One of the three is no longer on post at the unit. */
  readonly has_left: boolean
  readonly findings: string
  readonly open_amount_fen: string
  readonly in_force_on: string | null
  readonly reviewed_on: string | null
  readonly due_day: string | null
  readonly is_overdue: boolean
  readonly changed_at: Date
  readonly cursor_value: string
  readonly cursor_id: string
}

const sortColumns: Readonly<Record<PointSort, SortExpression>> = {
  level: { expression: sql`point.level`, type: 'integer' },
  residual_level: { expression: sql`point.residual_level`, type: 'integer' },
  agency_id: { expression: sql`record.agency_id`, type: 'text' },
  due_day: { expression: sql`coalesce(record.due_day, 'infinity'::date)`, type: 'date' },
  changed_at: { expression: sql`record.changed_at`, type: 'timestamptz' },
}

const isOverdue = sql<SqlBool>`(
  record.status = 'IN_FORCE'
  and coalesce(record.due_day < (clock_timestamp() at time zone 'Asia/Shanghai')::date, false)
)`

/** `%` and `_` of whoever searches are characters like others. */
const containing = (words: string): string => `%${words.replace(/[\\%_]/g, '\\$&')}%`

function conditionsOf(filter: PointFilter): RawBuilder<SqlBool>[] {
  const { statuses, levels, residualLevels, stages, domains, region, agencyId, rule, words } = filter
  return [
    ...(statuses === null ? [] : [sql<SqlBool>`record.status = any (${[...statuses]}::text[])`]),
    ...(filter.isOpen === null ? [] : [sql<SqlBool>`record.is_open = ${filter.isOpen}`]),
    ...(filter.isOverdue === null ? [] : [sql<SqlBool>`${isOverdue} = ${filter.isOverdue}`]),
    ...(levels === null ? [] : [sql<SqlBool>`point.level = any (${[...levels]}::integer[])`]),
    ...(residualLevels === null
      ? []
      : [sql<SqlBool>`point.residual_level = any (${[...residualLevels]}::integer[])`]),
    ...(stages === null ? [] : [sql<SqlBool>`point.stage = any (${[...stages]}::text[])`]),
    ...(domains === null ? [] : [sql<SqlBool>`point.domain = any (${[...domains]}::text[])`]),
    ...(region === null ? [] : [sql<SqlBool>`record.covering @> ${[region]}::text[]`]),
    ...(agencyId === null ? [] : [sql<SqlBool>`record.agency_id = ${agencyId}`]),
    ...(rule === null ? [] : [sql<SqlBool>`point.rule_codes @> ${[rule]}::text[]`]),
    ...(words === null
      ? []
      : [
          sql<SqlBool>`(
            record.data -> 'point' ->> 'risk' like ${containing(words)}
            or record.data -> 'point' ->> 'department' like ${containing(words)}
          )`,
        ]),
  ]
}

/**
 * A page of risk points within the reader's scope, each with the findings of its rules in its region as the kept totals
 * have them: what is open or in a case, as the list of findings shows it.
 */
export async function listPoints(
  tx: Tx,
  request: ListRequest<PointSort>,
  { filter, visible }: { readonly filter: PointFilter; readonly visible: RawBuilder<SqlBool> },
): Promise<PointRow[]> {
  const page = keyset(request, sortColumns, sql<string>`record.record_id`)
  const conditions = [visible, ...conditionsOf(filter)]
  const { rows } = await sql<PointRow>`
    with listed as (
      select
        record.record_id,
        record.status,
        record.version,
        record.agency_id,
        point.region,
        point.level,
        point.residual_level,
        record.data -> 'point' as point,
        record.data -> 'people' as people,
        point.rule_codes,
        record.data ->> 'in_force_on' as in_force_on,
        record.data ->> 'reviewed_on' as reviewed_on,
        record.due_day,
        ${isOverdue} as is_overdue,
        record.changed_at,
        row_number() over (order by ${page.order}) as position,
        ${page.position}
      from app.record
      inner join app.record_risk_point as point on point.risk_point_id = record.record_id
      where
        record.kind = 'RISK_POINT'
        and ${sql.join(conditions, sql` and `)}
        and ${page.after}
      order by ${page.order}
      limit ${page.limit}
    )
    select
      listed.*,
      agency.name as agency_name,
      (
        select count(*) < 3
        from
          (
            values
              (listed.point ->> 'direct_staff_id'),
              (listed.point ->> 'department_head_id'),
              (listed.point ->> 'unit_head_id')
          ) as responsible (staff_id)
        inner join app.staff_member as member on member.staff_id = responsible.staff_id
        where member.status = 'ON_POST' and member.agency_id = listed.agency_id
      ) as has_left,
      coalesce(live.findings, 0)::text as findings,
      coalesce(live.open_amount_fen, 0)::text as open_amount_fen
    from listed
    inner join app.agency on agency.agency_id = listed.agency_id
    left join lateral (
      select sum(total.findings) as findings, sum(total.open_amount_fen) as open_amount_fen
      from app.finding_total as total
      where
        total.region = listed.region
        and total.rule_code = any (listed.rule_codes)
        and total.status in ('OPEN', 'IN_CASE')
    ) as live on true
    order by listed.position
  `.execute(tx)
  return rows
}

export interface RuleLive {
  readonly code: string
  readonly findings: string
  readonly open_amount_fen: string
}

/** Open findings of each rule of a point in its region. */
export async function liveFindings(
  tx: Tx,
  { region, codes }: { readonly region: string; readonly codes: readonly string[] },
): Promise<RuleLive[]> {
  const { rows } = await sql<RuleLive>`
    select
      code,
      coalesce(sum(total.findings), 0)::text as findings,
      coalesce(sum(total.open_amount_fen), 0)::text as open_amount_fen
    from unnest(${[...codes]}::text[]) with ordinality as linked (code, position)
    left join app.finding_total as total
      on total.rule_code = linked.code
      and total.region = ${region}
      and total.status in ('OPEN', 'IN_CASE')
    group by linked.code, linked.position
    order by linked.position
  `.execute(tx)
  return rows
}
