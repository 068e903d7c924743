import { type RawBuilder, type SqlBool, sql } from 'kysely'
import { keyset, type SortExpression } from '#platform/http/list/keyset.ts'
import type { ListRequest } from '#platform/http/list/list-query.ts'
import type { Tx } from '#platform/postgres/database.ts'

export const dutySorts = ['due_on', 'entered_at'] as const
export const dutyKindCodes = ['SUPERVISED_MATTER', 'TRAINING', 'ROTATION_PLAN'] as const
export type DutyKind = (typeof dutyKindCodes)[number]

export interface DutyRow {
  readonly record_id: string
  readonly status: string
  readonly agency_id: string
  readonly agency: string
  readonly region: string
  readonly title: string
  readonly due_on: string
  readonly done_on: string | null
  /** Of a training the invited and those who came; of a plan who is to move and who has; of a matter none. */
  readonly people: number
  readonly came: number
  /** Of the written exam. */
  readonly examined: number
  readonly passed: number
  /** Of a matter: who ordered it. */
  readonly ordered_by: string | null
  readonly cursor_value: string
  readonly cursor_id: string
}

const today = sql`(clock_timestamp() at time zone 'Asia/Shanghai')::date`

const moved = sql`(
  select count(*)
  from jsonb_array_elements(record.data -> 'lines') as line
  where exists (
    select
    from app.post_assignment
    where
      post_assignment.staff_id = line ->> 'staff_id'
      and post_assignment.post_id = line ->> 'post_id'
      and post_assignment.started_on = (line ->> 'started_on')::date
      and post_assignment.ended_on <= ${today}
  )
)`
const passed = sql`(
  select count(*)
  from jsonb_array_elements(record.data -> 'exam' -> 'scores') as score
  where (score ->> 'score')::integer >= (record.data -> 'plan' ->> 'pass_mark')::integer
)`

/** What each kind has to say in the columns of the one list. */
const shown: Readonly<Record<DutyKind, RawBuilder<unknown>>> = {
  TRAINING: sql`
    record.data -> 'plan' ->> 'title' as title,
    (record.data -> 'plan' ->> 'planned_on')::date as due_day,
    record.data -> 'held' ->> 'held_on' as done_on,
    jsonb_array_length(record.data -> 'plan' -> 'invited') as people,
    coalesce(jsonb_array_length(nullif(record.data -> 'held', 'null') -> 'present'), 0) as came,
    coalesce(jsonb_array_length(nullif(record.data -> 'exam', 'null') -> 'scores'), 0) as examined,
    case when record.data -> 'exam' = 'null' then 0 else ${passed}::integer end as passed,
    null as ordered_by`,
  ROTATION_PLAN: sql`
    (record.data ->> 'year') || ' 年轮岗计划' as title,
    ((record.data ->> 'year') || '-12-31')::date as due_day,
    record.data ->> 'closed_on' as done_on,
    jsonb_array_length(record.data -> 'lines') as people,
    ${moved}::integer as came,
    0 as examined,
    0 as passed,
    null as ordered_by`,
  SUPERVISED_MATTER: sql`
    record.data ->> 'title' as title,
    (record.data ->> 'due_on')::date as due_day,
    -- Reported is done by the unit, as in the calendar; closing it is the superior's.
    coalesce(record.data -> 'report' ->> 'on', record.data ->> 'closed_on') as done_on,
    0 as people,
    0 as came,
    0 as examined,
    0 as passed,
    (
      select ordering.name
      from app.agency as ordering
      where ordering.agency_id = record.data ->> 'ordering_agency_id'
    ) as ordered_by`,
}

const sorts: Readonly<Record<(typeof dutySorts)[number], SortExpression>> = {
  due_on: { expression: sql`listed.due_day`, type: 'date' },
  entered_at: { expression: sql`listed.entered_at`, type: 'timestamptz' },
}

export async function listDuties(
  tx: Tx,
  request: ListRequest<(typeof dutySorts)[number]>,
  { kind, conditions }: { readonly kind: DutyKind; readonly conditions: readonly RawBuilder<SqlBool>[] },
): Promise<DutyRow[]> {
  const page = keyset(request, sorts, sql<string>`listed.record_id`)
  const { rows } = await sql<DutyRow>`
    select
      listed.record_id, listed.status, listed.agency_id, listed.agency, listed.region, listed.title,
      listed.due_day::text as due_on, listed.done_on, listed.people, listed.came, listed.examined, listed.passed,
      listed.ordered_by,
      ${page.position}
    from (
      select
        record.record_id,
        record.status,
        record.covering,
        record.entered_at,
        record.agency_id,
        agency.name as agency,
        record.regions[1] as region,
        ${shown[kind]}
      from app.record
      inner join app.agency on agency.agency_id = record.agency_id
      where record.kind = ${kind}
    ) as listed
    where ${sql.join(conditions, sql` and `)} and ${page.after}
    order by ${page.order}
    limit ${page.limit}
  `.execute(tx)
  return rows
}

export interface CoverageRow {
  readonly agency_id: string
  readonly agency: string
  readonly region: string
  /** On post today. */
  readonly people: number
  /** Of them: at any training of the year, at a warning education, and who passed an exam. */
  readonly trained: number
  readonly warned: number
  readonly passed: number
}

/** How many of each unit's people the confirmed trainings of a year reached. `visible` is the scope, on `listed`. */
export async function trainingCoverage(
  tx: Tx,
  { year, visible }: { readonly year: number; readonly visible: RawBuilder<SqlBool> },
): Promise<CoverageRow[]> {
  const { rows } = await sql<CoverageRow>`
    with
      held as (
        select
          person.staff_id,
          record.data -> 'plan' ->> 'kind' as kind,
          exists (
            select
            from jsonb_array_elements(nullif(record.data -> 'exam', 'null') -> 'scores') as score
            where
              score ->> 'staff_id' = person.staff_id
              and (score ->> 'score')::integer >= (record.data -> 'plan' ->> 'pass_mark')::integer
          ) as is_passed
        from app.record
        cross join lateral jsonb_array_elements_text(record.data -> 'held' -> 'present') as person (staff_id)
        where
          record.kind = 'TRAINING'
          and record.status = 'CLOSED'
          and left(record.data -> 'held' ->> 'held_on', 4) = ${String(year)}
      ),
      reached as (
        select
          held.staff_id,
          bool_or(held.kind = 'WARNING') as is_warned,
          bool_or(held.is_passed) as is_passed
        from held
        group by held.staff_id
      ),
      listed as (
        select
          agency.agency_id,
          agency.name as agency,
          agency.region,
          region.path as covering,
          count(*)::integer as people,
          count(reached.staff_id)::integer as trained,
          count(*) filter (where reached.is_warned)::integer as warned,
          count(*) filter (where reached.is_passed)::integer as passed
        from app.staff_member
        inner join app.agency on agency.agency_id = staff_member.agency_id
        inner join app.region on region.region = agency.region
        left join reached on reached.staff_id = staff_member.staff_id
        where staff_member.status = 'ON_POST'
        group by agency.agency_id, agency.name, agency.region, region.path
      )
    select agency_id, agency, region, people, trained, warned, passed
    from listed
    where ${visible}
    order by region, agency_id
  `.execute(tx)
  return rows
}
