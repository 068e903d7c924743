import { type RawBuilder, type SqlBool, sql } from 'kysely'
import { keyset, type SortExpression } from '#platform/http/list/keyset.ts'
import type { ListRequest } from '#platform/http/list/list-query.ts'
import type { Tx } from '#platform/postgres/database.ts'
import { isOverdue, type RecordFilter, recordConditions, recordSorts } from '../cases/list-cases.ts'

export const inspectionSorts = ['due_day', 'changed_at', 'entered_at', 'planned_from'] as const
export type InspectionSort = (typeof inspectionSorts)[number]

export interface InspectionFilter extends RecordFilter {
  readonly inspected: string | null
  readonly kind: string | null
  readonly isOnSite: boolean | null
  readonly year: string | null
  readonly planId: string | null
}

export interface InspectionLine {
  readonly record_id: string
  readonly status: string
  readonly version: number
  readonly supervisor_id: string
  readonly supervisor_name: string
  readonly inspected_id: string
  readonly inspected_name: string
  readonly region: string
  readonly year: number
  readonly kind: string
  readonly is_on_site: boolean
  readonly title: string
  readonly planned_from: string
  readonly planned_to: string
  readonly started_on: string | null
  readonly finished_on: string | null
  readonly notice_number: string | null
  readonly opinion_number: string | null
  readonly team: number
  readonly facts: number
  readonly amount_fen: bigint
  readonly items: number
  readonly items_verified: number
  readonly items_overdue: number
  readonly is_open: boolean
  readonly due_day: string | null
  readonly due_is_provisional: boolean
  readonly is_overdue: boolean
  readonly changed_at: Date
  readonly cursor_value: string
  readonly cursor_id: string
}

const { due_day, changed_at, entered_at } = recordSorts
const sortColumns: Readonly<Record<InspectionSort, SortExpression>> = {
  ...{ due_day, changed_at, entered_at },
  planned_from: { expression: sql`(record.data ->> 'planned_from')`, type: 'text' },
}

const today = sql`(clock_timestamp() at time zone 'Asia/Shanghai')::date`
const dataText = (name: string) => sql`record.data ->> ${sql.lit(name)}`

/** Facts that stand. */
const standing = sql`
  from jsonb_array_elements(record.data -> 'facts') as fact
  where fact -> 'withdrawn' = 'null'::jsonb
`
const itemsWhere = (condition: RawBuilder<unknown>) => sql<number>`(
  select count(*)::integer
  from jsonb_array_elements(record.data -> 'items') as item
  where ${condition}
)`

const columns = sql`
  record.record_id,
  record.status,
  record.version,
  record.agency_id as supervisor_id,
  record.data -> 'supervisor' ->> 'title' as supervisor_name,
  record.data -> 'inspected' ->> 'agency_id' as inspected_id,
  record.data -> 'inspected' ->> 'title' as inspected_name,
  record.regions[1] as region,
  (${dataText('year')})::integer as year,
  ${dataText('kind')} as kind,
  (${dataText('is_on_site')})::boolean as is_on_site,
  ${dataText('title')} as title,
  ${dataText('planned_from')} as planned_from,
  ${dataText('planned_to')} as planned_to,
  ${dataText('started_on')} as started_on,
  ${dataText('finished_on')} as finished_on,
  record.data -> 'notice' -> 'number' ->> 'text' as notice_number,
  record.data -> 'opinion' -> 'number' ->> 'text' as opinion_number,
  jsonb_array_length(record.data -> 'team') as team,
  (select count(*)::integer ${standing}) as facts,
  (select coalesce(sum((fact ->> 'amount_fen')::bigint), 0)::bigint ${standing}) as amount_fen,
  ${itemsWhere(sql`true`)} as items,
  ${itemsWhere(sql`item -> 'verified' <> 'null'::jsonb`)} as items_verified,
  ${itemsWhere(sql`item -> 'verified' = 'null'::jsonb and (item ->> 'due_on')::date < ${today}`)} as items_overdue,
  record.is_open,
  record.due_day,
  record.due_is_provisional,
  ${isOverdue} as is_overdue,
  record.changed_at
`

/** A page of the inspections that the reader may see; `visible` is the scope, on `record.covering`. */
export async function listInspections(
  tx: Tx,
  request: ListRequest<InspectionSort>,
  { filter, visible }: { readonly filter: InspectionFilter; readonly visible: RawBuilder<SqlBool> },
): Promise<InspectionLine[]> {
  const page = keyset(request, sortColumns, sql<string>`record.record_id`)
  const { inspected, kind, isOnSite, year, planId } = filter
  const equal = (value: string | null, expression: RawBuilder<unknown>): RawBuilder<SqlBool>[] =>
    value === null ? [] : [sql<SqlBool>`${expression} = ${value}`]
  const conditions = [
    visible,
    ...recordConditions(filter),
    ...equal(inspected, sql`record.data -> 'inspected' ->> 'agency_id'`),
    ...equal(kind, dataText('kind')),
    ...equal(year, dataText('year')),
    ...equal(planId, dataText('plan_id')),
    ...equal(isOnSite === null ? null : String(isOnSite), dataText('is_on_site')),
  ]
  const { rows } = await sql<InspectionLine>`
    select ${columns}, ${page.position}
    from app.record
    where
      record.kind = 'INSPECTION'
      and ${sql.join(conditions, sql` and `)}
      and ${page.after}
    order by ${page.order}
    limit ${page.limit}
  `.execute(tx)
  return rows
}
