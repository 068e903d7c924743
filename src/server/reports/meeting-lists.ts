import { sql } from 'kysely'
import { z } from 'zod'
import { keyset } from '#platform/http/list/keyset.ts'
import type { ListRequest } from '#platform/http/list/list-query.ts'
import type { Tx } from '#platform/postgres/database.ts'
import { all, commonConditions, day } from './record-rows.ts'

/** Meetings, their decisions and the leading groups, as lists show them. */

export const meetingSorts = ['planned_on', 'held_on'] as const
export const decisionSorts = ['held_on'] as const
export const groupSorts = ['until'] as const

export const MeetingForm = z
  .object({
    record_id: z.string(),
    status: z.string(),
    kind: z.string(),
    month: z.string(),
    agency_id: z.string(),
    agency: z.string(),
    region: z.string(),
    number: z.string().nullable(),
    planned_on: z.string(),
    held_on: z.string().nullable(),
    place: z.string(),
    chair: z.string(),
    decision_count: z.int(),
  })
  .meta({ id: 'Meeting' })
export type MeetingForm = z.infer<typeof MeetingForm>
export const DecisionForm = z
  .object({
    decision_number: z.string().describe('其他业务记录以此编号引用 / by which other records refer to it'),
    meeting_id: z.string(),
    kind: z.string(),
    month: z.string(),
    agency: z.string(),
    region: z.string(),
    decided: z.string(),
    amount_fen: z.string().nullable(),
    due_on: z.string().nullable(),
    held_on: z.string(),
    payment_files: z.array(z.string()),
  })
  .meta({ id: 'MeetingDecision' })
export type DecisionForm = z.infer<typeof DecisionForm>
export const GroupForm = z
  .object({
    record_id: z.string(),
    status: z.string(),
    kind: z.string(),
    title: z.string(),
    head: z.string(),
    agency: z.string(),
    region: z.string(),
    member_count: z.int(),
    from: z.string(),
    until: z.string(),
  })
  .meta({ id: 'LeadingGroup' })
export type GroupForm = z.infer<typeof GroupForm>

type Cursor = { readonly cursor_value: string; readonly cursor_id: string }
export function plain<Row extends Cursor>({
  cursor_value: _value,
  cursor_id: _id,
  ...row
}: Row): Omit<Row, keyof Cursor> {
  return row
}

type Conditions = Parameters<typeof all>[0]
type AskedMeeting = {
  readonly status?: string | undefined
  readonly region?: string | undefined
  readonly kind?: string | undefined
  readonly month?: string | undefined
}

export function conditionsOf(asked: AskedMeeting): Conditions {
  return [
    ...commonConditions(asked),
    ...(asked.kind === undefined ? [] : [sql<boolean>`listed.kind = ${asked.kind}`]),
    ...(asked.month === undefined ? [] : [sql<boolean>`listed.month = ${asked.month}`]),
  ]
}

export async function listMeetings(
  tx: Tx,
  request: ListRequest<(typeof meetingSorts)[number]>,
  conditions: Conditions,
): Promise<(MeetingForm & Cursor)[]> {
  const keys = { planned_on: day('planned_day'), held_on: day('held_day') }
  const page = keyset(request, keys, sql<string>`listed.record_id`)
  const { rows } = await sql<MeetingForm & Cursor>`
    select
      listed.record_id, listed.status, listed.kind, listed.month, listed.agency_id, listed.agency, listed.region,
      listed.number, listed.planned_day::text as planned_on, listed.held_day::text as held_on, listed.place,
      listed.chair, listed.decision_count,
      ${page.position}
    from (
      select
        record.record_id,
        record.status,
        record.covering,
        record.agency_id,
        agency.name as agency,
        record.regions[1] as region,
        record.data ->> 'kind' as kind,
        record.data ->> 'month' as month,
        record.data -> 'number' ->> 'text' as number,
        (record.data ->> 'planned_on')::date as planned_day,
        (record.data ->> 'held_on')::date as held_day,
        record.data ->> 'place' as place,
        record.data ->> 'chair' as chair,
        jsonb_array_length(record.data -> 'decisions') as decision_count
      from app.record
      inner join app.agency on agency.agency_id = record.agency_id
      where record.kind = 'MEETING'
    ) as listed
    where ${all(conditions)} and ${page.after}
    order by ${page.order}
    limit ${page.limit}
  `.execute(tx)
  return rows
}

export async function listDecisions(
  tx: Tx,
  request: ListRequest<(typeof decisionSorts)[number]>,
  conditions: Conditions,
): Promise<(DecisionForm & Cursor)[]> {
  const page = keyset(request, { held_on: day('held_day') }, sql<string>`listed.decision_number`)
  const { rows } = await sql<DecisionForm & Cursor>`
    select
      listed.decision_number, listed.meeting_id, listed.kind, listed.month, listed.agency, listed.region,
      listed.decided, listed.amount_fen::text as amount_fen, listed.due_on::text as due_on,
      listed.held_day::text as held_on, listed.payment_files,
      ${page.position}
    from (
      select
        decision.decision_number,
        decision.meeting_id,
        decision.kind,
        record.data ->> 'month' as month,
        agency.name as agency,
        decision.region,
        record.covering,
        decision.decided,
        decision.amount_fen,
        decision.due_on,
        (record.data ->> 'held_on')::date as held_day,
        decision.payment_files
      from app.record_meeting_decision as decision
      inner join app.record on record.record_id = decision.meeting_id
      inner join app.agency on agency.agency_id = decision.agency_id
    ) as listed
    where ${all(conditions)} and ${page.after}
    order by ${page.order}
    limit ${page.limit}
  `.execute(tx)
  return rows
}

export async function listGroups(
  tx: Tx,
  request: ListRequest<(typeof groupSorts)[number]>,
  conditions: Conditions,
): Promise<(GroupForm & Cursor)[]> {
  const page = keyset(request, { until: day('until_day') }, sql<string>`listed.record_id`)
  const { rows } = await sql<GroupForm & Cursor>`
    select
      listed.record_id, listed.status, listed.kind, listed.title, listed.head, listed.agency, listed.region,
      listed.member_count, listed.from_day as "from", listed.until_day::text as until,
      ${page.position}
    from (
      select
        record.record_id,
        record.status,
        record.covering,
        agency.name as agency,
        record.regions[1] as region,
        record.data -> 'asked' ->> 'kind' as kind,
        record.data -> 'asked' ->> 'title' as title,
        record.data -> 'asked' ->> 'head' as head,
        jsonb_array_length(record.data -> 'asked' -> 'members') as member_count,
        record.data -> 'asked' ->> 'from' as from_day,
        (record.data -> 'asked' ->> 'until')::date as until_day
      from app.record
      inner join app.agency on agency.agency_id = record.agency_id
      where record.kind = 'LEADING_GROUP' and record.status <> 'WITHDRAWN'
    ) as listed
    where ${all(conditions)} and ${page.after}
    order by ${page.order}
    limit ${page.limit}
  `.execute(tx)
  return rows
}
