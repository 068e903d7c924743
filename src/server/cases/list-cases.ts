import { type RawBuilder, type SqlBool, sql } from 'kysely'
import { keyset, type SortExpression } from '#platform/http/list/keyset.ts'
import type { ListRequest } from '#platform/http/list/list-query.ts'
import type { Tx } from '#platform/postgres/database.ts'

export const caseSorts = ['due_day', 'changed_at', 'entered_at', 'amount_fen', 'level'] as const
export type CaseSort = (typeof caseSorts)[number]

/** What cases and recoveries are looked for by; null: whatever. */
export interface RecordFilter {
  readonly statuses: readonly string[] | null
  readonly isOpen: boolean | null
  readonly isOverdue: boolean | null
  /** With everything below it. */
  readonly region: string | null
  readonly agencyId: string | null
  readonly personId: string | null
  readonly amountFenMin: bigint | null
  readonly amountFenMax: bigint | null
}

export interface CaseFilter extends RecordFilter {
  readonly levels: readonly string[] | null
  readonly assignee: string | null
}

export interface RecordColumns {
  readonly record_id: string
  readonly status: string
  readonly version: number
  readonly regions: string[]
  readonly agency_id: string | null
  readonly person_id: string | null
  readonly amount_fen: bigint | null
  readonly is_open: boolean
  readonly entered_by: string
  readonly entered_at: Date
  readonly changed_at: Date
  readonly due_day: string | null
  readonly due_is_provisional: boolean
  readonly is_overdue: boolean
  readonly cursor_value: string
  readonly cursor_id: string
}

export interface CaseRow extends RecordColumns {
  readonly level: number
  readonly assignee: string | null
  readonly verdict: string | null
  readonly loss_fen: bigint | null
  readonly finding_count: number
  readonly rule_codes: string[]
}

export const isOverdue = sql<SqlBool>`(
  record.is_open and coalesce(record.due_day < (clock_timestamp() at time zone 'Asia/Shanghai')::date, false)
)`

export const recordColumns = sql`
  record.record_id,
  record.status,
  record.version,
  record.regions,
  record.agency_id,
  record.person_id,
  record.amount_fen,
  record.is_open,
  record.entered_by,
  record.entered_at,
  record.changed_at,
  record.due_day,
  record.due_is_provisional,
  ${isOverdue} as is_overdue
`

export const recordSorts = {
  // Without a deadline: last when ascending.
  due_day: { expression: sql`coalesce(record.due_day, 'infinity'::date)`, type: 'date' },
  changed_at: { expression: sql`record.changed_at`, type: 'timestamptz' },
  entered_at: { expression: sql`record.entered_at`, type: 'timestamptz' },
  amount_fen: { expression: sql`coalesce(record.amount_fen, 0)`, type: 'bigint' },
} as const satisfies Record<string, SortExpression>

const sortColumns: Readonly<Record<CaseSort, SortExpression>> = {
  ...recordSorts,
  level: { expression: sql`(record.data ->> 'level')`, type: 'text' },
}

export function recordConditions(filter: RecordFilter): RawBuilder<SqlBool>[] {
  const { statuses, isOpen, region, agencyId, personId, amountFenMin, amountFenMax } = filter
  return [
    ...(statuses === null ? [] : [sql<SqlBool>`record.status = any (${[...statuses]}::text[])`]),
    ...(isOpen === null ? [] : [sql<SqlBool>`record.is_open = ${isOpen}`]),
    ...(filter.isOverdue === null ? [] : [sql<SqlBool>`${isOverdue} = ${filter.isOverdue}`]),
    ...(region === null ? [] : [sql<SqlBool>`record.covering @> ${[region]}::text[]`]),
    ...(agencyId === null ? [] : [sql<SqlBool>`record.agency_id = ${agencyId}`]),
    ...(personId === null ? [] : [sql<SqlBool>`record.person_id = ${personId}`]),
    ...(amountFenMin === null ? [] : [sql<SqlBool>`record.amount_fen >= ${amountFenMin}`]),
    ...(amountFenMax === null ? [] : [sql<SqlBool>`record.amount_fen <= ${amountFenMax}`]),
  ]
}

/** A page of the cases that the reader may see; `visible` is the scope, on `record.covering`. */
export async function listCases(
  tx: Tx,
  request: ListRequest<CaseSort>,
  { filter, visible }: { readonly filter: CaseFilter; readonly visible: RawBuilder<SqlBool> },
): Promise<CaseRow[]> {
  const page = keyset(request, sortColumns, sql<string>`record.record_id`)
  const { levels, assignee } = filter
  const conditions = [
    visible,
    ...recordConditions(filter),
    ...(levels === null ? [] : [sql<SqlBool>`record.data ->> 'level' = any (${[...levels]}::text[])`]),
    ...(assignee === null ? [] : [sql<SqlBool>`record.data ->> 'assignee' = ${assignee}`]),
  ]
  const { rows } = await sql<CaseRow>`
    select
      ${recordColumns},
      (record.data ->> 'level')::integer as level,
      record.data ->> 'assignee' as assignee,
      record.data -> 'conclusion' ->> 'verdict' as verdict,
      (record.data -> 'conclusion' ->> 'loss_fen')::bigint as loss_fen,
      jsonb_array_length(record.data -> 'findings') as finding_count,
      array(
        select distinct finding ->> 'rule_code'
        from jsonb_array_elements(record.data -> 'findings') as finding
        order by 1
      ) as rule_codes,
      ${page.position}
    from app.record
    where
      record.kind = 'CASE'
      and ${sql.join(conditions, sql` and `)}
      and ${page.after}
    order by ${page.order}
    limit ${page.limit}
  `.execute(tx)
  return rows
}
