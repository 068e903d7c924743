import { createRoute, type OpenAPIHono } from '@hono/zod-openapi'
import { z } from 'zod'
import { fenOfYuan } from '#base/money.ts'
import { eventStatuses, grades, natures } from '#major-events/event-codes.ts'
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
  type EventFilter,
  type EventRow,
  eventSorts,
  judged,
  limitToday,
  listEvents,
  listUnreported,
  millionths,
  type UnreportedRow,
  unreportedSorts,
} from './event-list.ts'
import { exportableRows, visibleRows } from './reading.ts'
import { commonConditions, commonFilters } from './record-rows.ts'

const flag = z.enum(['true', 'false']).optional()
const day = z.iso.date().optional()
const Query = listQuery(eventSorts, {
  ...commonFilters,
  grade: z
    .string()
    .regex(/^[123](,[123]){0,2}$/)
    .optional(),
  is_late: flag,
  is_understated: flag,
  found_from: day.describe('发现日期，含当日 / found on that day or later, in China'),
  found_to: day,
})
const ExportQuery = Query.omit({ limit: true, cursor: true }).extend({ format: ExportFormat })
type Asked = Omit<z.output<typeof Query>, 'limit' | 'cursor'>
const UnreportedQuery = listQuery(unreportedSorts, { region: commonFilters.region })

const EventForm = z
  .object({
    record_id: z.string(),
    status: z.string(),
    agency_id: z.string(),
    region: z.string(),
    number: z.string().nullable(),
    grade: z.string(),
    nature: z.string(),
    found_at: z.iso.datetime(),
    first_due_at: z.iso.datetime(),
    first_reported_at: z.iso.datetime().nullable(),
    final_reported_at: z.iso.datetime().nullable(),
    minutes_late: z
      .int()
      .describe('首报超过时限的分钟数，未超为 0 / minutes past the limit of the first report'),
    amount_fen: z.string(),
    loss_fen: z.string(),
    recovered_fen: z.string(),
    confirmed_fen: z.string().describe('关联案件已批准认定的损失 / confirmed in the linked cases'),
    is_understated: z.boolean().describe('重情轻报 / less reported than confirmed'),
    case_count: z.int(),
    asked_count: z.int().describe('上级要求、尚未补报 / asked for from above, not answered'),
    obstruction_count: z.int(),
  })
  .meta({ id: 'MajorEvent' })
type EventForm = z.infer<typeof EventForm>
const UnreportedForm = z
  .object({
    case_id: z.string(),
    agency_id: z.string().nullable(),
    region: z.string(),
    level: z.int(),
    loss_fen: z.string(),
    approved_at: z.iso.datetime(),
  })
  .meta({ id: 'UnreportedCase' })

const tags = ['报告 Reports']
const listRoute = createRoute({
  method: 'get',
  path: '/major-events',
  summary: '要情列表 / major events',
  tags,
  request: { query: Query },
  responses: { 200: jsonResponse(pageSchema(EventForm)), ...problemResponse },
})
const exportRoute = createRoute({
  method: 'get',
  path: '/major-events/export',
  summary: '导出要情列表（留痕）/ export the list; it is in the trail',
  tags,
  request: { query: ExportQuery },
  responses: { 200: { description: 'CSV, XLSX' }, ...problemResponse },
})
const unreportedRoute = createRoute({
  method: 'get',
  path: '/major-events/unreported',
  summary: '认定损失达到起报额而未报要情的案件 / confirmed cases over the threshold without a report',
  tags,
  request: { query: UnreportedQuery },
  responses: {
    200: jsonResponse(pageSchema(UnreportedForm).extend({ threshold_fen: z.string() })),
    ...problemResponse,
  },
})

const formOf =
  (ratio: bigint) =>
  (row: EventRow): EventForm => ({
    ...{ record_id: row.record_id, status: row.status, agency_id: row.agency_id, region: row.region },
    ...{ number: row.number, grade: row.grade, nature: row.nature, found_at: row.found_at.toISOString() },
    ...{ first_due_at: row.first_due_at, first_reported_at: row.first_reported_at },
    ...{ final_reported_at: row.final_reported_at, case_count: row.case_count },
    ...{ asked_count: row.asked_count, obstruction_count: row.obstruction_count },
    amount_fen: row.amount_fen.toString(),
    loss_fen: row.loss_fen.toString(),
    recovered_fen: row.recovered_fen.toString(),
    confirmed_fen: row.confirmed_fen.toString(),
    ...judged(row, ratio),
  })

const unreportedForm = (row: UnreportedRow): z.infer<typeof UnreportedForm> => ({
  ...{ case_id: row.case_id, agency_id: row.agency_id, region: row.region, level: row.level },
  loss_fen: row.loss_fen.toString(),
  approved_at: row.approved_at.toISOString(),
})

const truth = (value: 'true' | 'false' | undefined): boolean | null =>
  value === undefined ? null : value === 'true'
const filterOf = (asked: Asked): Omit<EventFilter, 'conditions'> => ({
  grades: asked.grade?.split(',') ?? null,
  isLate: truth(asked.is_late),
  isUnderstated: truth(asked.is_understated),
  foundFrom: asked.found_from ?? null,
  foundTo: asked.found_to ?? null,
})

const titleIn = (codes: Readonly<Record<string, { readonly zh: string }>>, code: string): string =>
  codes[code]?.zh ?? code
const columns: readonly ExportColumn<EventForm>[] = [
  textColumn('编号', 'number', { width: 30, of: (row) => row.number }),
  textColumn('单位', 'agency', { width: 16, of: (row) => row.agency_id }),
  textColumn('地区', 'region', { width: 12, of: (row) => row.region }),
  textColumn('等级', 'grade', { width: 8, of: (row) => titleIn(grades, row.grade) }),
  textColumn('类型', 'nature', { width: 10, of: (row) => titleIn(natures, row.nature) }),
  textColumn('状态', 'status', { width: 16, of: (row) => titleIn(eventStatuses, row.status) }),
  textColumn('发现时间', 'found at', { width: 26, of: (row) => row.found_at }),
  textColumn('首报时限', 'first report due', { width: 26, of: (row) => row.first_due_at }),
  textColumn('首报时间', 'first report', { width: 26, of: (row) => row.first_reported_at }),
  textColumn('首报超时（分钟）', 'minutes late', { width: 14, of: (row) => String(row.minutes_late) }),
  textColumn('终报时间', 'final report', { width: 26, of: (row) => row.final_reported_at }),
  yuanColumn('涉及金额（元）', 'amount (yuan)', (row) => row.amount_fen),
  yuanColumn('造成损失（元）', 'loss (yuan)', (row) => row.loss_fen),
  yuanColumn('已追回（元）', 'recovered (yuan)', (row) => row.recovered_fen),
  yuanColumn('关联案件认定（元）', 'confirmed in cases (yuan)', (row) => row.confirmed_fen),
  textColumn('是否重情轻报', 'understated', { width: 12, of: (row) => (row.is_understated ? '是' : '否') }),
]

const code = 'READ_MAJOR_EVENT'
const newest = { column: 'found_at', isDescending: true } as const
const largest = { column: 'loss_fen', isDescending: true } as const
const types = { found_at: 'timestamptz', changed_at: 'timestamptz', amount_fen: 'bigint' } as const
const unreportedTypes = { loss_fen: 'bigint', approved_at: 'timestamptz' } as const

/** For the type of the API. */
export const eventApi = [listRoute, unreportedRoute] as const

/** 要情 within one's scope; what should have been one; exports of what is shown. */
export function eventRoutes(context: ServerContext): OpenAPIHono<ServerEnv> {
  const app = createRoutes<ServerEnv>()
  app.openapi(listRoute, async (c) => {
    const { limit, cursor, ...asked } = c.req.valid('query')
    const sorting = sortingOf(asked.sort, newest)
    const request = { sorting, limit, after: positionOf(cursor, sorting, types[sorting.column]) }
    return context.db.transaction().execute(async (tx) => {
      const conditions = [await visibleRows(context, tx, c, code), ...commonConditions(asked)]
      const ratio = millionths(await limitToday(tx, 'share'))
      const rows = await listEvents(tx, request, { conditions, ...filterOf(asked) }, ratio)
      return c.json(pageOf(rows, request, formOf(ratio)), 200)
    })
  })
  app.openapi(exportRoute, async (c) => {
    const { format, ...asked } = c.req.valid('query')
    await takeFromRate(context.db, exportRate, c.var.session.staffId)
    const request = { sorting: sortingOf(asked.sort, newest), limit: exportRowsMax, after: null }
    const rows = await context.db.transaction().execute(async (tx) => {
      const conditions = [await exportableRows(context, tx, c, code), ...commonConditions(asked)]
      const ratio = millionths(await limitToday(tx, 'share'))
      return (await listEvents(tx, request, { conditions, ...filterOf(asked) }, ratio)).map(formOf(ratio))
    })
    await recordExport(context, c, { list: 'MAJOR_EVENT', query: asked, rows: rows.length })
    return exportList(format, { title: { zh: '要情', en: 'major events' }, columns, rows }, c.var.language)
  })
  app.openapi(unreportedRoute, async (c) => {
    const { limit, cursor, sort, region } = c.req.valid('query')
    const sorting = sortingOf(sort, largest)
    const request = { sorting, limit, after: positionOf(cursor, sorting, unreportedTypes[sorting.column]) }
    return context.db.transaction().execute(async (tx) => {
      const conditions = [await visibleRows(context, tx, c, code), ...commonConditions({ region })]
      const threshold = fenOfYuan(await limitToday(tx, 'amount')) ?? 0n
      const rows = await listUnreported(tx, request, conditions, threshold)
      return c.json({ ...pageOf(rows, request, unreportedForm), threshold_fen: threshold.toString() }, 200)
    })
  })
  return app
}
