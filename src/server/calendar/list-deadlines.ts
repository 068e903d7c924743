import { type RawBuilder, type SqlBool, sql } from 'kysely'
import {
  type DeadlineSlice,
  type DeadlineState,
  deadlineSliceCodes,
  deadlineSlices,
} from '#calendar/deadline-slices.ts'
import { keyset, type SortExpression } from '#platform/http/list/keyset.ts'
import type { ListRequest } from '#platform/http/list/list-query.ts'
import type { Tx } from '#platform/postgres/database.ts'
import type { Reader } from '../organisation/reader.ts'
import { visibleTo } from '../organisation/reader.ts'
import type { ServerContext } from '../server-context.ts'

export const deadlineSorts = ['due_on'] as const

export interface DeadlineFilter {
  /** YYYY-MM-DD, both included. */
  readonly from: string
  readonly to: string
  readonly slice: DeadlineSlice | null
  readonly agencyId: string | null
  /** With everything below it. */
  readonly region: string | null
  readonly states: readonly DeadlineState[]
}

export interface DeadlineRow {
  readonly deadline_id: string
  readonly slice: DeadlineSlice
  readonly kind: string
  readonly agency_id: string | null
  readonly agency_name: string | null
  readonly region: string
  readonly title_zh: string
  readonly title_en: string
  readonly due_on: string
  readonly done_on: string | null
  readonly state: DeadlineState
  readonly record_kind: string | null
  readonly record_id: string | null
  readonly cursor_value: string
  readonly cursor_id: string
}

const today = sql`(clock_timestamp() at time zone 'Asia/Shanghai')::date`

const state = sql<DeadlineState>`
  case
    when deadline.done_on is null and deadline.due_on < ${today} then 'OVERDUE'
    when deadline.done_on is null then 'OPEN'
    when deadline.done_on > deadline.due_on then 'LATE'
    else 'DONE'
  end`

/** Each slice by its own reading: whoever may not see cases has none in the calendar either. */
export function visibleDeadlines(
  context: Pick<ServerContext, 'kernel'>,
  reader: Reader,
  also: 'EXPORT' | null = null,
): RawBuilder<SqlBool> {
  const columns = { covering: sql`region.path`, scheme: sql`deadline.scheme` }
  const slices = deadlineSliceCodes.map((slice) => {
    const read = visibleTo(context, reader, { code: deadlineSlices[slice].reading, columns })
    return sql<SqlBool>`(deadline.slice = ${slice} and ${read})`
  })
  const any = sql<SqlBool>`(${sql.join(slices, sql` or `)})`
  if (also === null) return any
  return sql<SqlBool>`(${any} and ${visibleTo(context, reader, { code: also, columns })})`
}

function conditionsOf(filter: DeadlineFilter, visible: RawBuilder<SqlBool>): RawBuilder<SqlBool> {
  const { from, to, slice, agencyId, region, states } = filter
  const conditions = [
    visible,
    sql<SqlBool>`deadline.due_on between ${from}::date and ${to}::date`,
    ...(slice === null ? [] : [sql<SqlBool>`deadline.slice = ${slice}`]),
    ...(agencyId === null ? [] : [sql<SqlBool>`deadline.agency_id = ${agencyId}`]),
    ...(region === null ? [] : [sql<SqlBool>`region.path @> array[${region}]::text[]`]),
    ...(states.length === 0 ? [] : [sql<SqlBool>`${state} = any(${[...states]}::text[])`]),
  ]
  return sql<SqlBool>`${sql.join(conditions, sql` and `)}`
}

const joined = sql`
  from app.supervision_deadline as deadline
  inner join app.region on region.region = deadline.region
  left join app.agency on agency.agency_id = deadline.agency_id
`

const sorts: Readonly<Record<(typeof deadlineSorts)[number], SortExpression>> = {
  due_on: { expression: sql`deadline.due_on`, type: 'date' },
}

export async function listDeadlines(
  tx: Tx,
  request: ListRequest<(typeof deadlineSorts)[number]>,
  { filter, visible }: { readonly filter: DeadlineFilter; readonly visible: RawBuilder<SqlBool> },
): Promise<DeadlineRow[]> {
  const page = keyset(request, sorts, sql<string>`deadline.deadline_id`)
  const { rows } = await sql<DeadlineRow>`
    select
      deadline.deadline_id,
      deadline.slice,
      deadline.kind,
      deadline.agency_id,
      agency.name as agency_name,
      deadline.region,
      deadline.title_zh,
      deadline.title_en,
      deadline.due_on::text as due_on,
      deadline.done_on::text as done_on,
      ${state} as state,
      deadline.record_kind,
      deadline.record_id,
      ${page.position}
    ${joined}
    where ${conditionsOf(filter, visible)} and ${page.after}
    order by ${page.order}
    limit ${page.limit}
  `.execute(tx)
  return rows
}

export interface DayCount {
  readonly day: string
  readonly open: number
  readonly overdue: number
  readonly done: number
}

/** What is due on each day, counted: a campaign of a province has thousands of rows on one. */
export async function countDeadlines(
  tx: Tx,
  { filter, visible }: { readonly filter: DeadlineFilter; readonly visible: RawBuilder<SqlBool> },
): Promise<DayCount[]> {
  const { rows } = await sql<DayCount>`
    select
      deadline.due_on::text as day,
      count(*) filter (where ${state} = 'OPEN')::integer as open,
      count(*) filter (where ${state} = 'OVERDUE')::integer as overdue,
      count(*) filter (where deadline.done_on is not null)::integer as done
    ${joined}
    where ${conditionsOf(filter, visible)}
    group by deadline.due_on
    order by deadline.due_on
  `.execute(tx)
  return rows
}
