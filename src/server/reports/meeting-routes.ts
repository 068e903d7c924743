import { createRoute, type OpenAPIHono } from '@hono/zod-openapi'
import { sql } from 'kysely'
import { z } from 'zod'
import { meetingKinds, meetingStatuses } from '#meetings/meeting-codes.ts'
import { createRoutes } from '#platform/http/http-app.ts'
import { keyset } from '#platform/http/list/keyset.ts'
import {
  type ExportColumn,
  ExportFormat,
  exportList,
  exportRowsMax,
} from '#platform/http/list/list-export.ts'
import {
  type ListRequest,
  listQuery,
  pageOf,
  pageSchema,
  positionOf,
  sortingOf,
} from '#platform/http/list/list-query.ts'
import { takeFromRate } from '#platform/http/rate-limit.ts'
import { jsonResponse, problemResponse } from '#platform/http/route.ts'
import type { Tx } from '#platform/postgres/database.ts'
import { exportRate } from '../acting/record-routes.ts'
import type { ServerContext } from '../server-context.ts'
import type { ServerEnv } from '../server-env.ts'
import { recordExport } from '../trail/record-export.ts'
import { exportableRows, visibleRows } from './reading.ts'
import { all, commonConditions, commonFilters, day, textColumn, yuanColumn } from './record-rows.ts'

const month = z
  .string()
  .regex(/^\d{4}-\d{2}$/)
  .optional()
const kind = z.enum(Object.keys(meetingKinds) as [string, ...string[]]).optional()
const sorts = ['planned_on', 'held_on'] as const
const MeetingQuery = listQuery(sorts, { ...commonFilters, kind, month })
const decisionSorts = ['held_on'] as const
const DecisionQuery = listQuery(decisionSorts, { region: commonFilters.region, kind, month })
const groupSorts = ['until'] as const
const GroupQuery = listQuery(groupSorts, commonFilters)

const MeetingForm = z
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
type MeetingForm = z.infer<typeof MeetingForm>
const DecisionForm = z
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
type DecisionForm = z.infer<typeof DecisionForm>
const GroupForm = z
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
type GroupForm = z.infer<typeof GroupForm>

type Cursor = { readonly cursor_value: string; readonly cursor_id: string }
function plain<Row extends Cursor>({
  cursor_value: _value,
  cursor_id: _id,
  ...row
}: Row): Omit<Row, keyof Cursor> {
  return row
}

const tags = ['会议 Meetings']
const exported = { 200: { description: 'CSV, XLSX' }, ...problemResponse }
const meetingsRoute = createRoute({
  method: 'get',
  path: '/meetings',
  summary: '会议列表 / meetings',
  tags,
  request: { query: MeetingQuery },
  responses: { 200: jsonResponse(pageSchema(MeetingForm)), ...problemResponse },
})
const decisionsRoute = createRoute({
  method: 'get',
  path: '/meeting-decisions',
  summary: '议定事项，按编号供其他记录引用 / decisions, by the number that other records refer to',
  tags,
  request: { query: DecisionQuery },
  responses: { 200: jsonResponse(pageSchema(DecisionForm)), ...problemResponse },
})
const decisionExportRoute = createRoute({
  method: 'get',
  path: '/meeting-decisions/export',
  summary: '导出议定事项（留痕）/ export the decisions; it is in the trail',
  tags,
  request: {
    query: DecisionQuery.omit({ limit: true, cursor: true }).extend({ format: ExportFormat }),
  },
  responses: exported,
})
const meetingExportRoute = createRoute({
  method: 'get',
  path: '/meetings/export',
  summary: '导出会议列表（留痕）/ export the list; it is in the trail',
  tags,
  request: { query: MeetingQuery.omit({ limit: true, cursor: true }).extend({ format: ExportFormat }) },
  responses: exported,
})
const groupsRoute = createRoute({
  method: 'get',
  path: '/leading-groups',
  summary: '领导小组名册 / register of leading groups',
  tags,
  request: { query: GroupQuery },
  responses: { 200: jsonResponse(pageSchema(GroupForm)), ...problemResponse },
})

type Conditions = Parameters<typeof all>[0]
type AskedMeeting = {
  readonly status?: string | undefined
  readonly region?: string | undefined
  readonly kind?: string | undefined
  readonly month?: string | undefined
}

function conditionsOf(asked: AskedMeeting): Conditions {
  return [
    ...commonConditions(asked),
    ...(asked.kind === undefined ? [] : [sql<boolean>`listed.kind = ${asked.kind}`]),
    ...(asked.month === undefined ? [] : [sql<boolean>`listed.month = ${asked.month}`]),
  ]
}

async function listMeetings(
  tx: Tx,
  request: ListRequest<(typeof sorts)[number]>,
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

async function listDecisions(
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

async function listGroups(
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

const titleIn = (codes: Readonly<Record<string, { readonly zh: string }>>, code: string): string =>
  codes[code]?.zh ?? code
const meetingColumns: readonly ExportColumn<MeetingForm>[] = [
  textColumn('会议', 'meeting', 16, (row) => titleIn(meetingKinds, row.kind)),
  textColumn('所属年月', 'month', 10, (row) => row.month),
  textColumn('单位', 'unit', 30, (row) => row.agency),
  textColumn('地区', 'region', 12, (row) => row.region),
  textColumn('状态', 'status', 14, (row) => titleIn(meetingStatuses, row.status)),
  textColumn('文号', 'number', 40, (row) => row.number),
  textColumn('会议日期', 'planned', 12, (row) => row.planned_on),
  textColumn('召开日期', 'held', 12, (row) => row.held_on),
  textColumn('主持人', 'chair', 12, (row) => row.chair),
  textColumn('议定事项数', 'decisions', 10, (row) => String(row.decision_count)),
]
const decisionColumns: readonly ExportColumn<DecisionForm>[] = [
  textColumn('编号', 'number', 44, (row) => row.decision_number),
  textColumn('会议', 'meeting', 16, (row) => titleIn(meetingKinds, row.kind)),
  textColumn('所属年月', 'month', 10, (row) => row.month),
  textColumn('单位', 'unit', 30, (row) => row.agency),
  textColumn('议定事项', 'decided', 60, (row) => row.decided),
  yuanColumn('金额（元）', 'amount (yuan)', (row) => row.amount_fen),
  textColumn('完成时限', 'due', 12, (row) => row.due_on),
  textColumn('召开日期', 'held', 12, (row) => row.held_on),
  textColumn('所涉报盘', 'payment files', 40, (row) => row.payment_files.join(' ')),
]

const latest = { column: 'planned_on', isDescending: true } as const
const latestHeld = { column: 'held_on', isDescending: true } as const
const firstEnding = { column: 'until', isDescending: false } as const

/** For the type of the API. */
export const meetingApi = [meetingsRoute, decisionsRoute, groupsRoute] as const

/** 支付调拨会、领导小组、联席: meetings, what they decided, and who the leading groups are. */
export function meetingRoutes(context: ServerContext): OpenAPIHono<ServerEnv> {
  const { db } = context
  const app = createRoutes<ServerEnv>()
  app.openapi(meetingsRoute, async (c) => {
    const { limit, cursor, ...asked } = c.req.valid('query')
    const sorting = sortingOf(asked.sort, latest)
    const request = { sorting, limit, after: positionOf(cursor, sorting, 'date') }
    return db.transaction().execute(async (tx) => {
      const conditions = [await visibleRows(context, tx, c, 'READ'), ...conditionsOf(asked)]
      return c.json(pageOf(await listMeetings(tx, request, conditions), request, plain), 200)
    })
  })
  app.openapi(decisionsRoute, async (c) => {
    const { limit, cursor, ...asked } = c.req.valid('query')
    const sorting = sortingOf(asked.sort, latestHeld)
    const request = { sorting, limit, after: positionOf(cursor, sorting, 'date') }
    return db.transaction().execute(async (tx) => {
      const conditions = [await visibleRows(context, tx, c, 'READ'), ...conditionsOf(asked)]
      return c.json(pageOf(await listDecisions(tx, request, conditions), request, plain), 200)
    })
  })
  app.openapi(groupsRoute, async (c) => {
    const { limit, cursor, ...asked } = c.req.valid('query')
    const sorting = sortingOf(asked.sort, firstEnding)
    const request = { sorting, limit, after: positionOf(cursor, sorting, 'date') }
    return db.transaction().execute(async (tx) => {
      const conditions = [await visibleRows(context, tx, c, 'READ'), ...commonConditions(asked)]
      return c.json(pageOf(await listGroups(tx, request, conditions), request, plain), 200)
    })
  })
  addExports(app, context)
  return app
}

function addExports(app: OpenAPIHono<ServerEnv>, context: ServerContext): void {
  const { db } = context
  app.openapi(meetingExportRoute, async (c) => {
    const { format, ...asked } = c.req.valid('query')
    await takeFromRate(db, exportRate, c.var.session.staffId)
    const request = { sorting: sortingOf(asked.sort, latest), limit: exportRowsMax, after: null }
    const rows = await db.transaction().execute(async (tx) => {
      const conditions = [await exportableRows(context, tx, c, 'READ'), ...conditionsOf(asked)]
      return (await listMeetings(tx, request, conditions)).map(plain)
    })
    await recordExport(context, c, { list: 'MEETING', query: asked, rows: rows.length })
    const title = { zh: '会议', en: 'meetings' }
    return exportList(format, { title, columns: meetingColumns, rows }, c.var.language)
  })
  app.openapi(decisionExportRoute, async (c) => {
    const { format, ...asked } = c.req.valid('query')
    await takeFromRate(db, exportRate, c.var.session.staffId)
    const request = { sorting: sortingOf(asked.sort, latestHeld), limit: exportRowsMax, after: null }
    const rows = await db.transaction().execute(async (tx) => {
      const conditions = [await exportableRows(context, tx, c, 'READ'), ...conditionsOf(asked)]
      return (await listDecisions(tx, request, conditions)).map(plain)
    })
    await recordExport(context, c, { list: 'MEETING_DECISION', query: asked, rows: rows.length })
    const title = { zh: '议定事项', en: 'decisions' }
    return exportList(format, { title, columns: decisionColumns, rows }, c.var.language)
  })
}
