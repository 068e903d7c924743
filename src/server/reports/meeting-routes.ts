import { createRoute, type OpenAPIHono } from '@hono/zod-openapi'
import { z } from 'zod'
import { groupKinds, groupStatuses, meetingKinds, meetingStatuses } from '#meetings/meeting-codes.ts'
import { createRoutes } from '#platform/http/http-app.ts'
import { textColumn, yuanColumn } from '#platform/http/list/export-columns.ts'
import {
  type ExportColumn,
  ExportFormat,
  exportList,
  exportRowsMax,
} from '#platform/http/list/list-export.ts'
import { listQuery, pageOf, pageSchema, positionOf, sortingOf } from '#platform/http/list/list-query.ts'
import { takeFromRate } from '#platform/http/rate-limit.ts'
import { jsonResponse, problemResponse } from '#platform/http/route.ts'
import { exportRate } from '../acting/record-routes.ts'
import type { ServerContext } from '../server-context.ts'
import type { ServerEnv } from '../server-env.ts'
import { recordExport } from '../trail/record-export.ts'
import {
  conditionsOf,
  DecisionForm,
  decisionSorts,
  GroupForm,
  groupSorts,
  listDecisions,
  listGroups,
  listMeetings,
  MeetingForm,
  meetingSorts,
  plain,
} from './meeting-lists.ts'
import { exportableRows, visibleRows } from './reading.ts'
import { commonConditions, commonFilters } from './record-rows.ts'

const month = z
  .string()
  .regex(/^\d{4}-\d{2}$/)
  .optional()
const kind = z.enum(Object.keys(meetingKinds) as [string, ...string[]]).optional()
const MeetingQuery = listQuery(meetingSorts, { ...commonFilters, kind, month })
const DecisionQuery = listQuery(decisionSorts, { region: commonFilters.region, kind, month })
const GroupQuery = listQuery(groupSorts, commonFilters)

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
const groupExportRoute = createRoute({
  method: 'get',
  path: '/leading-groups/export',
  summary: '导出领导小组名册（留痕）/ export the register; it is in the trail',
  tags,
  request: { query: GroupQuery.omit({ limit: true, cursor: true }).extend({ format: ExportFormat }) },
  responses: exported,
})

const titleIn = (codes: Readonly<Record<string, { readonly zh: string }>>, code: string): string =>
  codes[code]?.zh ?? code
const meetingColumns: readonly ExportColumn<MeetingForm>[] = [
  textColumn('会议', 'meeting', { width: 16, of: (row) => titleIn(meetingKinds, row.kind) }),
  textColumn('所属年月', 'month', { width: 10, of: (row) => row.month }),
  textColumn('单位', 'unit', { width: 30, of: (row) => row.agency }),
  textColumn('地区', 'region', { width: 12, of: (row) => row.region }),
  textColumn('状态', 'status', { width: 14, of: (row) => titleIn(meetingStatuses, row.status) }),
  textColumn('文号', 'number', { width: 40, of: (row) => row.number }),
  textColumn('会议日期', 'planned', { width: 12, of: (row) => row.planned_on }),
  textColumn('召开日期', 'held', { width: 12, of: (row) => row.held_on }),
  textColumn('主持人', 'chair', { width: 12, of: (row) => row.chair }),
  textColumn('议定事项数', 'decisions', { width: 10, of: (row) => String(row.decision_count) }),
]
const decisionColumns: readonly ExportColumn<DecisionForm>[] = [
  textColumn('编号', 'number', { width: 44, of: (row) => row.decision_number }),
  textColumn('会议', 'meeting', { width: 16, of: (row) => titleIn(meetingKinds, row.kind) }),
  textColumn('所属年月', 'month', { width: 10, of: (row) => row.month }),
  textColumn('单位', 'unit', { width: 30, of: (row) => row.agency }),
  textColumn('议定事项', 'decided', { width: 60, of: (row) => row.decided }),
  yuanColumn('金额（元）', 'amount (yuan)', (row) => row.amount_fen),
  textColumn('完成时限', 'due', { width: 12, of: (row) => row.due_on }),
  textColumn('召开日期', 'held', { width: 12, of: (row) => row.held_on }),
  textColumn('所涉报盘', 'payment files', { width: 40, of: (row) => row.payment_files.join(' ') }),
]
const groupColumns: readonly ExportColumn<GroupForm>[] = [
  textColumn('小组名称', 'group', { width: 40, of: (row) => row.title }),
  textColumn('小组类别', 'kind', { width: 20, of: (row) => titleIn(groupKinds, row.kind) }),
  textColumn('单位', 'unit', { width: 30, of: (row) => row.agency }),
  textColumn('地区', 'region', { width: 12, of: (row) => row.region }),
  textColumn('状态', 'status', { width: 14, of: (row) => titleIn(groupStatuses, row.status) }),
  textColumn('组长', 'head', { width: 24, of: (row) => row.head }),
  textColumn('成员数', 'members', { width: 8, of: (row) => String(row.member_count) }),
  textColumn('任期起始日期', 'from', { width: 14, of: (row) => row.from }),
  textColumn('任期截止日期', 'until', { width: 14, of: (row) => row.until }),
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
  app.openapi(groupExportRoute, async (c) => {
    const { format, ...asked } = c.req.valid('query')
    await takeFromRate(db, exportRate, c.var.session.staffId)
    const request = { sorting: sortingOf(asked.sort, firstEnding), limit: exportRowsMax, after: null }
    const rows = await db.transaction().execute(async (tx) => {
      const conditions = [await exportableRows(context, tx, c, 'READ'), ...commonConditions(asked)]
      return (await listGroups(tx, request, conditions)).map(plain)
    })
    await recordExport(context, c, { list: 'LEADING_GROUP', query: asked, rows: rows.length })
    const title = { zh: '领导小组名册', en: 'leading groups' }
    return exportList(format, { title, columns: groupColumns, rows }, c.var.language)
  })
}
