import { type RawBuilder, type SqlBool, sql } from 'kysely'
import { keyset, type SortExpression } from '#platform/http/list/keyset.ts'
import type { ListRequest } from '#platform/http/list/list-query.ts'
import type { Tx } from '#platform/postgres/database.ts'

/** Lines of a campaign as lists show them: units, checks, problems, each with the names of place and agency. */

const today = sql`(clock_timestamp() at time zone 'Asia/Shanghai')::date`

export interface PlacedLine {
  readonly agency_id: string
  readonly agency_name: string
  readonly region: string
  readonly region_name: string
  readonly status: string
  readonly due_on: string | null
  readonly is_overdue: boolean
  readonly cursor_value: string
  readonly cursor_id: string
}

export interface LineFilter {
  readonly campaignId: string
  /** Of the scope, or the one region asked for. */
  readonly members: readonly string[]
  readonly statuses: readonly string[] | null
  readonly isOverdue: boolean | null
}

const places = sql`
  line.agency_id,
  agency.name as agency_name,
  line.region,
  place.name as region_name
`

const joined = sql`
  inner join app.region as place on place.region = line.region
  inner join app.agency on agency.agency_id = line.agency_id
`

function conditionsOf(
  { campaignId, members, statuses, isOverdue }: LineFilter,
  overdue: RawBuilder<SqlBool>,
): RawBuilder<SqlBool>[] {
  return [
    sql<SqlBool>`line.campaign_id = ${campaignId}`,
    sql<SqlBool>`place.path && ${[...members]}::text[]`,
    ...(statuses === null ? [] : [sql<SqlBool>`line.status = any(${[...statuses]}::text[])`]),
    ...(isOverdue === null ? [] : [sql<SqlBool>`${overdue} = ${isOverdue}`]),
  ]
}

const dueOn: SortExpression = { expression: sql`coalesce(line.due_on, 'infinity'::date)`, type: 'date' }
const region: SortExpression = { expression: sql`line.region`, type: 'text' }

export const unitSorts = ['region', 'due_on', 'contradictions', 'detected_fen', 'answered'] as const
export type UnitSort = (typeof unitSorts)[number]

export interface UnitRow extends PlacedLine {
  readonly task_id: string
  readonly submitted_on: string | null
  readonly accepted_on: string | null
  readonly answered: number
  readonly yes: number
  readonly no: number
  readonly partial: number
  readonly contradictions: number
  readonly explained: number
  readonly claimed_fen: bigint
  readonly detected_count: bigint
  readonly detected_fen: bigint
  readonly problems: number
  readonly handled: number
  readonly rectified: number
  readonly problems_overdue: number
}

const unitColumns: Readonly<Record<UnitSort, SortExpression>> = {
  region,
  due_on: dueOn,
  contradictions: { expression: sql`line.contradictions`, type: 'integer' },
  detected_fen: { expression: sql`line.detected_fen`, type: 'bigint' },
  answered: { expression: sql`line.answered`, type: 'integer' },
}

export async function listUnits(
  tx: Tx,
  request: ListRequest<UnitSort>,
  filter: LineFilter & { readonly hasContradictions: boolean | null },
): Promise<UnitRow[]> {
  const page = keyset(request, unitColumns, sql<string>`line.task_id`)
  const overdue = sql<SqlBool>`coalesce(line.submitted_on is null and line.due_on < ${today}, false)`
  const { hasContradictions } = filter
  const conditions = [
    ...conditionsOf(filter, overdue),
    ...(hasContradictions === null ? [] : [sql<SqlBool>`(line.contradictions > 0) = ${hasContradictions}`]),
  ]
  const { rows } = await sql<UnitRow>`
    select
      ${places}, line.task_id, line.status, line.due_on, ${overdue} as is_overdue, line.submitted_on,
      line.accepted_on, line.answered, line.yes, line.no, line.partial, line.contradictions, line.explained,
      line.claimed_fen, line.detected_count, line.detected_fen, found.problems, found.handled, found.rectified,
      found.problems_overdue, ${page.position}
    from app.campaign_unit as line
    ${joined}
    cross join lateral (
      select
        count(*)::integer as problems,
        (count(*) filter (where problem.handled_on is not null))::integer as handled,
        (count(*) filter (where problem.rectified_on is not null))::integer as rectified,
        (count(*) filter (where problem.rectified_on is null and problem.due_on < ${today}))::integer
          as problems_overdue
      from app.campaign_problem as problem
      where problem.campaign_id = line.campaign_id and problem.agency_id = line.agency_id
    ) as found
    where ${sql.join(conditions, sql` and `)}
      and ${page.after}
    order by ${page.order}
    limit ${page.limit}
  `.execute(tx)
  return rows
}

export const checkSorts = ['region', 'due_on'] as const
export type CheckSort = (typeof checkSorts)[number]

export interface CheckRow extends PlacedLine {
  readonly check_id: string
  readonly task_id: string
  readonly level: string
  readonly by_agency_id: string
  readonly by_agency_name: string
  readonly outcome: string | null
  readonly done_on: string | null
}

/** Of the checked units in the scope, and those that the reader's own agency makes elsewhere. */
export async function listChecks(
  tx: Tx,
  request: ListRequest<CheckSort>,
  filter: LineFilter & { readonly levels: readonly string[] | null; readonly byAgency: string | null },
): Promise<CheckRow[]> {
  const page = keyset(request, { region, due_on: dueOn }, sql<string>`line.check_id`)
  const overdue = sql<SqlBool>`coalesce(line.done_on is null and line.due_on < ${today}, false)`
  const { levels, byAgency, members, campaignId, statuses, isOverdue } = filter
  const conditions = [
    ...conditionsOf({ campaignId, members, statuses, isOverdue }, overdue).toSpliced(
      1,
      1,
      sql<SqlBool>`(place.path && ${[...members]}::text[] or ${
        byAgency === null ? sql`false` : sql`line.by_agency_id = ${byAgency}`
      })`,
    ),
    ...(levels === null ? [] : [sql<SqlBool>`line.level = any(${[...levels]}::text[])`]),
  ]
  const { rows } = await sql<CheckRow>`
    select
      ${places}, line.check_id, line.task_id, line.level, line.by_agency_id, checking.name as by_agency_name,
      line.status, line.outcome, line.due_on, line.done_on, ${overdue} as is_overdue, ${page.position}
    from app.campaign_check as line
    ${joined}
    inner join app.agency as checking on checking.agency_id = line.by_agency_id
    where ${sql.join(conditions, sql` and `)}
      and ${page.after}
    order by ${page.order}
    limit ${page.limit}
  `.execute(tx)
  return rows
}

export const problemSorts = ['region', 'due_on', 'amount_fen', 'found_on'] as const
export type ProblemSort = (typeof problemSorts)[number]

export interface ProblemRow extends PlacedLine {
  readonly problem_id: string
  readonly category: number
  readonly source: string
  readonly kind: string
  readonly description: string
  readonly cause: string
  readonly nature: string
  readonly responsible: string
  readonly measures: string
  readonly people_count: bigint
  readonly amount_fen: bigint
  readonly found_on: string
  readonly handled_on: string | null
  readonly rectified_on: string | null
  readonly needs_legislation: boolean
  readonly in_crime: boolean
  readonly major_event_reported: boolean
}

export interface ProblemFilter extends LineFilter {
  readonly categories: readonly number[] | null
  readonly kinds: readonly string[] | null
  readonly sources: readonly string[] | null
}

export async function listProblems(
  tx: Tx,
  request: ListRequest<ProblemSort>,
  filter: ProblemFilter,
): Promise<ProblemRow[]> {
  const columns = {
    region,
    due_on: dueOn,
    amount_fen: { expression: sql`line.amount_fen`, type: 'bigint' },
    found_on: { expression: sql`line.found_on`, type: 'date' },
  } as const
  const page = keyset(request, columns, sql<string>`line.problem_id`)
  const overdue = sql<SqlBool>`(line.rectified_on is null and line.due_on < ${today})`
  const { categories, kinds, sources } = filter
  const conditions = [
    ...conditionsOf(filter, overdue),
    ...(categories === null ? [] : [sql<SqlBool>`line.category = any(${[...categories]}::integer[])`]),
    ...(kinds === null ? [] : [sql<SqlBool>`line.kind = any(${[...kinds]}::text[])`]),
    ...(sources === null ? [] : [sql<SqlBool>`line.source = any(${[...sources]}::text[])`]),
  ]
  const { rows } = await sql<ProblemRow>`
    select
      ${places}, line.problem_id, line.category, line.source, line.kind, line.status, line.people_count,
      line.amount_fen, line.found_on, line.due_on, line.handled_on, line.rectified_on, line.needs_legislation,
      line.in_crime, line.major_event_reported, ${overdue} as is_overdue,
      record.data ->> 'description' as description,
      record.data ->> 'cause' as cause,
      record.data ->> 'nature' as nature,
      record.data ->> 'responsible' as responsible,
      record.data ->> 'measures' as measures,
      ${page.position}
    from app.campaign_problem as line
    ${joined}
    inner join app.record on record.record_id = line.problem_id
    where ${sql.join(conditions, sql` and `)}
      and ${page.after}
    order by ${page.order}
    limit ${page.limit}
  `.execute(tx)
  return rows
}
