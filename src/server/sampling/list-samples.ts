import { type RawBuilder, type SqlBool, sql } from 'kysely'
import { keyset, type SortExpression } from '#platform/http/list/keyset.ts'
import type { ListRequest } from '#platform/http/list/list-query.ts'
import type { Tx } from '#platform/postgres/database.ts'
import {
  type RecordColumns,
  type RecordFilter,
  recordColumns,
  recordConditions,
  recordSorts,
} from '../cases/list-cases.ts'

/** Lists of plans, items and issued findings. */

export const sampleSorts = ['due_day', 'changed_at', 'entered_at'] as const
export type SampleSort = (typeof sampleSorts)[number]

const sortColumns: Readonly<Record<SampleSort, SortExpression>> = {
  due_day: recordSorts.due_day,
  changed_at: recordSorts.changed_at,
  entered_at: recordSorts.entered_at,
}

export interface SampleKind {
  readonly kind: 'SAMPLE_PLAN' | 'SAMPLE_ITEM' | 'ISSUED_FINDINGS'
  /** Beside the columns of every record. */
  readonly columns: RawBuilder<unknown>
}

export interface SampleAsked {
  readonly filter: RecordFilter
  readonly visible: RawBuilder<SqlBool>
  readonly conditions: readonly RawBuilder<SqlBool>[]
}

export async function listSamples<Row extends RecordColumns>(
  tx: Tx,
  { kind, columns }: SampleKind,
  request: ListRequest<SampleSort>,
  { filter, visible, conditions }: SampleAsked,
): Promise<Row[]> {
  const page = keyset(request, sortColumns, sql<string>`record.record_id`)
  const all = [visible, ...recordConditions(filter), ...conditions]
  const { rows } = await sql<Row>`
    select ${recordColumns}, ${columns}, ${page.position}
    from app.record
    where
      record.kind = ${sql.lit(kind)}
      and ${sql.join(all, sql` and `)}
      and ${page.after}
    order by ${page.order}
    limit ${page.limit}
  `.execute(tx)
  return rows
}

export interface PlanRow extends RecordColumns {
  readonly month: string
  readonly due_on: string
  readonly completed_on: string | null
  readonly replaces: string | null
  readonly population: number
  readonly wanted: number
  readonly checked: number
  readonly wrong: number
}

const itemsOfPlan = (condition: RawBuilder<SqlBool>): RawBuilder<unknown> => sql`(
  select count(*)::integer
  from app.record as item
  where
    item.kind = 'SAMPLE_ITEM'
    and item.data ->> 'plan_id' = record.record_id
    and ${condition}
)`
const ofStrata = (summed: RawBuilder<unknown>): RawBuilder<unknown> => sql`(
  select sum(${summed})::integer from jsonb_array_elements(record.data -> 'strata') as stratum
)`

export const planList: SampleKind = {
  kind: 'SAMPLE_PLAN',
  columns: sql`
    record.data ->> 'month' as month,
    record.data ->> 'due_on' as due_on,
    record.data ->> 'completed_on' as completed_on,
    record.data ->> 'replaces' as replaces,
    ${ofStrata(sql`jsonb_array_length(stratum -> 'items')`)} as population,
    ${ofStrata(sql`(stratum ->> 'wanted')::integer`)} as wanted,
    ${itemsOfPlan(sql<SqlBool>`item.data -> 'answer' <> 'null'::jsonb`)} as checked,
    ${itemsOfPlan(sql<SqlBool>`item.status in ('WRONG', 'REFERRED')`)} as wrong
  `,
}

export interface ItemRow extends RecordColumns {
  readonly plan_id: string
  readonly function: string
  readonly month: string
  readonly place: number
  readonly audited_agency_id: string
  readonly checking_agency_id: string
  readonly checker: string | null
  readonly finding_id: string | null
}

export const itemList: SampleKind = {
  kind: 'SAMPLE_ITEM',
  columns: sql`
    record.data ->> 'plan_id' as plan_id,
    record.data ->> 'function' as function,
    record.data ->> 'month' as month,
    (record.data ->> 'place')::integer as place,
    record.data ->> 'audited_agency_id' as audited_agency_id,
    record.data ->> 'checking_agency_id' as checking_agency_id,
    record.data ->> 'checker' as checker,
    record.data ->> 'finding_id' as finding_id
  `,
}

export interface IssuedRow extends RecordColumns {
  readonly title: string
  readonly issuing_agency_id: string
  readonly issuing_agency: string
  readonly due_on: string
  readonly written_back_on: string | null
  readonly finding_count: number
  readonly answered_count: number
  readonly true_count: number
}

const findingsWhere = (condition: RawBuilder<SqlBool>): RawBuilder<unknown> => sql`(
  select count(*)::integer
  from jsonb_array_elements(record.data -> 'findings') as issued
  where ${condition}
)`

export const issuedList: SampleKind = {
  kind: 'ISSUED_FINDINGS',
  columns: sql`
    record.data ->> 'title' as title,
    record.data ->> 'issuing_agency_id' as issuing_agency_id,
    -- By its name: whoever receives them has not the superior's agency in scope.
    coalesce(
      (
        select issuing.name
        from app.agency as issuing
        where issuing.agency_id = record.data ->> 'issuing_agency_id'
      ),
      record.data ->> 'issuing_agency_id'
    ) as issuing_agency,
    record.data ->> 'due_on' as due_on,
    record.data ->> 'written_back_on' as written_back_on,
    jsonb_array_length(record.data -> 'findings') as finding_count,
    ${findingsWhere(sql<SqlBool>`issued -> 'result' <> 'null'::jsonb`)} as answered_count,
    ${findingsWhere(sql<SqlBool>`issued -> 'result' ->> 'result' in ('TRUE', 'PARTIAL')`)} as true_count
  `,
}
