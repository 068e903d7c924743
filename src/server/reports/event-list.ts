import { type RawBuilder, type SqlBool, sql } from 'kysely'
import { limits } from '#major-events/event-codes.ts'
import { isUnderstated, minutesLate } from '#major-events/lateness.ts'
import { keyset } from '#platform/http/list/keyset.ts'
import type { ListRequest } from '#platform/http/list/list-query.ts'
import type { Tx } from '#platform/postgres/database.ts'
import { all, fen, instant } from './record-rows.ts'

export const eventSorts = ['found_at', 'changed_at', 'amount_fen'] as const
export type EventSort = (typeof eventSorts)[number]

export interface EventRow {
  readonly record_id: string
  readonly status: string
  readonly agency_id: string
  readonly region: string
  readonly number: string | null
  readonly grade: string
  readonly nature: string
  readonly found_at: Date
  readonly first_due_at: string
  readonly first_reported_at: string | null
  readonly final_reported_at: string | null
  readonly amount_fen: bigint
  readonly loss_fen: bigint
  readonly recovered_fen: bigint
  readonly confirmed_fen: bigint
  readonly case_count: number
  readonly asked_count: number
  readonly obstruction_count: number
  readonly at: Date
  readonly cursor_value: string
  readonly cursor_id: string
}

/** 0.9 as 900000; parameters are written with at most six decimals. */
export function millionths(ratio: string): bigint {
  const [whole, decimals = ''] = ratio.split('.')
  return BigInt(whole!) * 1_000_000n + BigInt(decimals.padEnd(6, '0').slice(0, 6))
}

const isLate = sql<SqlBool>`
  coalesce(listed.first_reported_at::timestamptz, clock_timestamp()) > listed.first_due_at::timestamptz
`

/** Less reported than the share of what the linked cases came to (重情轻报). */
const isTooLittle = (ratio: bigint): RawBuilder<SqlBool> => sql<SqlBool>`
  listed.amount_fen::numeric * 1000000 < listed.confirmed_fen::numeric * ${ratio}
`

export interface EventFilter {
  readonly conditions: readonly RawBuilder<SqlBool>[]
  readonly grades: readonly string[] | null
  readonly isLate: boolean | null
  readonly isUnderstated: boolean | null
  /** YYYY-MM-DD in China, both included. */
  readonly foundFrom: string | null
  readonly foundTo: string | null
}

/** What was set for today of the parameters of R-WF-03, or what the program has. */
export async function limitToday(tx: Tx, name: 'share' | 'amount'): Promise<string> {
  const { rows } = await sql<{ value: string | null }>`
    select app.parameter_on('WF-03', ${name}, (clock_timestamp() at time zone 'Asia/Shanghai')::date) as value
  `.execute(tx)
  return rows[0]?.value ?? limits[name]
}

export async function listEvents(
  tx: Tx,
  request: ListRequest<EventSort>,
  filter: EventFilter,
  ratio: bigint,
): Promise<EventRow[]> {
  const sorts = {
    found_at: instant('found_at'),
    changed_at: instant('changed_at'),
    amount_fen: fen('amount_fen'),
  }
  const page = keyset(request, sorts, sql<string>`listed.record_id`)
  const flagged = (flag: boolean | null, condition: RawBuilder<SqlBool>): RawBuilder<SqlBool>[] =>
    flag === null ? [] : [sql<SqlBool>`(${condition}) = ${flag}`]
  const conditions = [
    ...filter.conditions,
    ...(filter.grades === null ? [] : [sql<SqlBool>`listed.grade = any (${[...filter.grades]}::text[])`]),
    ...flagged(filter.isLate, isLate),
    ...flagged(filter.isUnderstated, isTooLittle(ratio)),
    ...(filter.foundFrom === null
      ? []
      : [sql<SqlBool>`listed.found_at >= app.beijing_midnight(${filter.foundFrom}::date)`]),
    ...(filter.foundTo === null
      ? []
      : [sql<SqlBool>`listed.found_at < app.beijing_midnight(${filter.foundTo}::date + 1)`]),
  ]
  const { rows } = await sql<EventRow>`
    select
      listed.*,
      clock_timestamp() as at,
      ${page.position}
    from (
      select
        record.record_id,
        record.status,
        record.agency_id,
        record.regions[1] as region,
        record.covering,
        record.changed_at,
        record.data -> 'number' ->> 'text' as number,
        record.data ->> 'grade' as grade,
        record.data -> 'facts' ->> 'nature' as nature,
        (record.data ->> 'found_at')::timestamptz as found_at,
        record.data ->> 'first_due_at' as first_due_at,
        record.data ->> 'first_reported_at' as first_reported_at,
        record.data ->> 'final_reported_at' as final_reported_at,
        (record.data -> 'facts' ->> 'amount_fen')::bigint as amount_fen,
        (record.data -> 'facts' ->> 'loss_fen')::bigint as loss_fen,
        (record.data -> 'facts' ->> 'recovered_fen')::bigint as recovered_fen,
        coalesce(
          (
            select sum(confirmed_case.loss_fen)::bigint
            from app.confirmed_case
            where
              confirmed_case.case_id in (
                select jsonb_array_elements_text(record.data -> 'facts' -> 'case_ids')
              )
          ),
          0
        ) as confirmed_fen,
        jsonb_array_length(record.data -> 'facts' -> 'case_ids') as case_count,
        (
          select count(*)::integer
          from jsonb_array_elements(record.data -> 'asked') as asked
          where asked -> 'answered_at' = 'null'::jsonb
        ) as asked_count,
        jsonb_array_length(record.data -> 'obstructions') as obstruction_count
      from app.record
      where record.kind = 'MAJOR_EVENT' and record.status <> 'WITHDRAWN'
    ) as listed
    where ${all(conditions)} and ${page.after}
    order by ${page.order}
    limit ${page.limit}
  `.execute(tx)
  return rows
}

export interface UnreportedRow {
  readonly case_id: string
  readonly agency_id: string | null
  readonly region: string
  readonly level: number
  readonly loss_fen: bigint
  readonly approved_at: Date
  readonly cursor_value: string
  readonly cursor_id: string
}

export const unreportedSorts = ['loss_fen', 'approved_at'] as const

/** 隐情不报 candidates: confirmed cases over the threshold that no signed report names; a draft is no report. */
export async function listUnreported(
  tx: Tx,
  request: ListRequest<(typeof unreportedSorts)[number]>,
  conditions: readonly RawBuilder<SqlBool>[],
  thresholdFen: bigint,
): Promise<UnreportedRow[]> {
  const sorts = { loss_fen: fen('loss_fen'), approved_at: instant('approved_at') }
  const page = keyset(request, sorts, sql<string>`listed.case_id`)
  const { rows } = await sql<UnreportedRow>`
    select
      listed.case_id,
      listed.agency_id,
      listed.regions[1] as region,
      listed.level,
      listed.loss_fen,
      listed.approved_at,
      ${page.position}
    from app.confirmed_case as listed
    where
      ${all(conditions)}
      and listed.loss_fen >= ${thresholdFen}
      and listed.status <> 'MERGED'
      and not exists (
        select
        from app.record as event
        where
          event.kind = 'MAJOR_EVENT'
          and event.data -> 'first_reported_at' <> 'null'::jsonb
          and event.covering && listed.covering
          and event.data -> 'facts' -> 'case_ids' ? listed.case_id
      )
      and ${page.after}
    order by ${page.order}
    limit ${page.limit}
  `.execute(tx)
  return rows
}

export function judged(
  row: EventRow,
  ratio: bigint,
): { readonly minutes_late: number; readonly is_understated: boolean } {
  return {
    minutes_late: minutesLate(row, row.at),
    is_understated: isUnderstated(row.amount_fen, row.confirmed_fen, ratio),
  }
}
