import { type RawBuilder, type SqlBool, sql } from 'kysely'
import { keyset, type SortExpression } from '#platform/http/list/keyset.ts'
import type { ListRequest } from '#platform/http/list/list-query.ts'
import type { Tx } from '#platform/postgres/database.ts'

/** Units, counts and rows of performance, and assessments, as pages show them. */

export interface UnitAsked {
  readonly agencyId: string
  readonly from: string
  readonly until: string
}
type Counts = Readonly<Record<string, number>>

/** Of the scope, whose condition stands on `listed`. */
export async function listAssessedUnits(
  tx: Tx,
  visible: RawBuilder<SqlBool>,
): Promise<{ readonly agency_id: string; readonly name: string }[]> {
  const { rows } = await sql<{ agency_id: string; name: string }>`
    select listed.agency_id, listed.name
    from (
      select agency.agency_id, agency.name, agency.region, region.path as covering
      from app.agency
      inner join app.region on region.region = agency.region
      where agency.kind in ('ADMIN', 'HANDLING', 'SUPERVISION', 'INFO', 'TOWN')
    ) as listed
    where ${visible}
    order by listed.region, listed.agency_id
  `.execute(tx)
  return rows
}

export async function countPerformance(tx: Tx, { agencyId, from, until }: UnitAsked): Promise<Counts> {
  const { rows } = await sql<{ counts: Counts }>`
    select app.performance_counts(${agencyId}, null, ${from}, ${until}) as counts
  `.execute(tx)
  return rows[0]!.counts
}

/** By staff id, of those of whom anything is counted. */
export async function countByPerson(
  tx: Tx,
  { agencyId, from, until }: UnitAsked,
): Promise<ReadonlyMap<string, Counts>> {
  const { rows } = await sql<{ staff_id: string; counts: Counts }>`
    select counted.staff_id, jsonb_object_agg(counted.figure, counted.number) as counts
    from (
      select person as staff_id, listed.figure, count(*) as number
      from app.performance_rows(${agencyId}, ${from}, ${until}) as listed
      cross join lateral unnest(listed.staff_ids) as person
      group by person, listed.figure
    ) as counted
    group by counted.staff_id
    order by counted.staff_id
  `.execute(tx)
  return new Map(rows.map(({ staff_id, counts }) => [staff_id, counts]))
}

export interface PerformanceRow {
  readonly record_kind: string | null
  readonly record_id: string | null
  readonly staff_ids: readonly string[]
  readonly about: string | null
  readonly day: string | null
}

/** The rows that a count counts, the latest first. */
export async function listPerformanceRows(
  tx: Tx,
  asked: UnitAsked & {
    readonly figure: string
    readonly staffId: string | null
    readonly limit: number
  },
): Promise<PerformanceRow[]> {
  const { agencyId, staffId, from, until, figure, limit } = asked
  const { rows } = await sql<PerformanceRow>`
    select counted.record_kind, counted.record_id, counted.staff_ids, counted.about, counted.day::text as day
    from app.performance_rows(${agencyId}, ${from}, ${until}) as counted
    where counted.figure = ${figure} and (${staffId}::text is null or ${staffId} = any (counted.staff_ids))
    order by counted.day desc nulls last, counted.record_id, counted.staff_ids
    limit ${limit}
  `.execute(tx)
  return rows
}

export interface AssessedPerson {
  readonly staff_id: string
  readonly name: string
  readonly record_id: string | null
  readonly status: string | null
}

/** Who is on post at the unit, and the assessment of the period where there is one. */
export async function listAssessedPeople(
  tx: Tx,
  { agencyId, period }: { readonly agencyId: string; readonly period: string },
): Promise<AssessedPerson[]> {
  const { rows } = await sql<AssessedPerson>`
    select staff_member.staff_id, staff_member.name, record.record_id, record.status
    from app.staff_member
    left join app.record
      on record.kind = 'ASSESSMENT'
      and record.status <> 'WITHDRAWN'
      and record.data ->> 'staff_id' = staff_member.staff_id
      and record.data ->> 'period' = ${period}
    where staff_member.agency_id = ${agencyId} and staff_member.status = 'ON_POST'
    order by staff_member.staff_id
  `.execute(tx)
  return rows
}

export const assessmentSorts = ['entered_at', 'period'] as const
const sorts: Readonly<Record<(typeof assessmentSorts)[number], SortExpression>> = {
  entered_at: { expression: sql`listed.entered_at`, type: 'timestamptz' },
  period: { expression: sql`listed.from_day`, type: 'date' },
}

export interface AssessmentListRow {
  readonly record_id: string
  readonly status: string
  readonly agency: string
  readonly region: string
  readonly staff_id: string
  readonly name: string
  readonly period: string
  readonly proposed: string
  /** What holds: of the appeal, if there was one. */
  readonly result: string | null
  readonly commendation: string | null
  readonly violations: number
  readonly decided_on: string | null
  readonly cursor_value: string
  readonly cursor_id: string
}

export async function listAssessments(
  tx: Tx,
  request: ListRequest<(typeof assessmentSorts)[number]>,
  conditions: readonly RawBuilder<SqlBool>[],
): Promise<AssessmentListRow[]> {
  const page = keyset(request, sorts, sql<string>`listed.record_id`)
  const { rows } = await sql<AssessmentListRow>`
    select
      listed.record_id, listed.status, listed.agency, listed.region, listed.staff_id, listed.name, listed.period,
      listed.proposed, listed.standing ->> 'result' as result, listed.standing ->> 'commendation' as commendation,
      listed.violations,
      app.beijing_day((listed.standing ->> 'at')::timestamptz)::text as decided_on,
      ${page.position}
    from (
      select
        record.record_id,
        record.status,
        record.covering,
        record.entered_at,
        agency.name as agency,
        record.regions[1] as region,
        record.data ->> 'staff_id' as staff_id,
        record.data ->> 'name' as name,
        record.data ->> 'period' as period,
        (record.data ->> 'from')::date as from_day,
        record.data -> 'proposed' ->> 'result' as proposed,
        coalesce(nullif(record.data -> 'appeal_decided', 'null'), nullif(record.data -> 'decided', 'null')) as standing,
        jsonb_array_length(record.data -> 'violations') as violations
      from app.record
      inner join app.agency on agency.agency_id = record.agency_id
      where record.kind = 'ASSESSMENT'
    ) as listed
    where ${sql.join(conditions, sql` and `)} and ${page.after}
    order by ${page.order}
    limit ${page.limit}
  `.execute(tx)
  return rows
}
