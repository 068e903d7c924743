import { createRoute, type OpenAPIHono } from '@hono/zod-openapi'
import { sql } from 'kysely'
import { z } from 'zod'
import { figures, keptFigures } from '#periodic-reports/figure-list.ts'
import { outlines, reportKinds, reportStatuses } from '#periodic-reports/report-codes.ts'
import type { ReportData } from '#periodic-reports/report-data.ts'
import { AnsweredFigures } from '#periodic-reports/report-facts.ts'
import { createRoutes } from '#platform/http/http-app.ts'
import { textColumn } from '#platform/http/list/export-columns.ts'
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
import { IdParam, jsonResponse, problemResponse } from '#platform/http/route.ts'
import type { Tx } from '#platform/postgres/database.ts'
import { findVisible } from '#records/reading/open-record.ts'
import { actContextOf, kernelWritesTrail } from '../acting/act-context-of.ts'
import { TextForm } from '../acting/record-forms.ts'
import { exportRate } from '../acting/record-routes.ts'
import type { ServerContext } from '../server-context.ts'
import type { ServerEnv } from '../server-env.ts'
import { recordExport } from '../trail/record-export.ts'
import { rowLists, rowsOfFigure } from './figure-rows.ts'
import { exportableRows, visibleRows } from './reading.ts'
import { all, commonConditions, commonFilters, day } from './record-rows.ts'

const sorts = ['due_on', 'filed_on'] as const
const Query = listQuery(sorts, {
  ...commonFilters,
  kind: z.enum(Object.keys(reportKinds) as [string, ...string[]]).optional(),
  period: z
    .string()
    .regex(/^\d{4}(-H[12])?$/)
    .optional(),
})
const ExportQuery = Query.omit({ limit: true, cursor: true }).extend({ format: ExportFormat })
type Asked = Omit<z.output<typeof Query>, 'limit' | 'cursor'>

const ReportForm = z
  .object({
    record_id: z.string().nullable().describe('空：尚未起草 / null: nobody began it'),
    kind: z.string(),
    period: z.string(),
    agency_id: z.string(),
    agency: z.string(),
    region: z.string(),
    status: z.string().describe('MISSING：尚未起草 / nobody began it'),
    due_on: z.string(),
    filed_on: z.string().nullable(),
    is_late: z.boolean().describe('逾期报送，或已过期未报 / filed late, or not filed and due'),
  })
  .meta({ id: 'PeriodicReport' })
type ReportForm = z.infer<typeof ReportForm>

interface ReportListRow extends ReportForm {
  readonly cursor_value: string
  readonly cursor_id: string
}

const FigureForm = z.object({
  code: z.string(),
  section: z.string(),
  title: TextForm,
  unit: z.enum(['count', 'fen', 'rate']),
  value: z.string().nullable(),
  has_source: z.boolean().describe('否：本系统尚无此项数据 / false: nothing here keeps it'),
  source: TextForm,
  rows: z
    .object({ list: z.enum(rowLists), filters: z.record(z.string(), z.string()) })
    .nullable()
    .describe('所计各行：列表及其筛选 / the list of what is counted, with its filters'),
})

const tags = ['报告 Reports']
const listRoute = createRoute({
  method: 'get',
  path: '/periodic-reports',
  summary: '定期报告，含应报未报 / periodic reports, those that nobody began included',
  tags,
  request: { query: Query },
  responses: { 200: jsonResponse(pageSchema(ReportForm)), ...problemResponse },
})
const exportRoute = createRoute({
  method: 'get',
  path: '/periodic-reports/export',
  summary: '导出定期报告列表（留痕）/ export the list; it is in the trail',
  tags,
  request: { query: ExportQuery },
  responses: { 200: { description: 'CSV, XLSX' }, ...problemResponse },
})
const figuresRoute = createRoute({
  method: 'get',
  path: '/periodic-reports/{record_id}/figures',
  summary: '报告数据：起草中为此刻，报审后为冻结值 / figures of the moment while drafted, frozen afterwards',
  tags,
  request: { params: z.object({ record_id: IdParam }) },
  responses: {
    200: jsonResponse(z.object({ at: z.iso.datetime(), is_frozen: z.boolean(), items: z.array(FigureForm) })),
    ...problemResponse,
  },
})

async function listReports(
  tx: Tx,
  request: ListRequest<(typeof sorts)[number]>,
  conditions: Parameters<typeof all>[0],
): Promise<ReportListRow[]> {
  const id = sql<string>`coalesce(listed.record_id, listed.agency_id || ':' || listed.kind || ':' || listed.period)`
  const page = keyset(request, { due_on: day('due_on'), filed_on: day('filed_on') }, id)
  const { rows } = await sql<ReportListRow>`
    select
      listed.record_id,
      listed.kind,
      listed.period,
      listed.agency_id,
      listed.agency,
      listed.region,
      listed.status,
      listed.due_on::text as due_on,
      listed.filed_on::text as filed_on,
      coalesce(listed.filed_on, (clock_timestamp() at time zone 'Asia/Shanghai')::date) > listed.due_on as is_late,
      ${page.position}
    from (
      select
        expected.report_id as record_id,
        expected.kind,
        expected.period,
        expected.agency_id,
        agency.name as agency,
        expected.region,
        region.path as covering,
        coalesce(record.status, 'MISSING') as status,
        expected.due_on,
        expected.filed_on
      from app.record_risk_report as expected
      inner join app.agency on agency.agency_id = expected.agency_id
      inner join app.region on region.region = expected.region
      left join app.record on record.record_id = expected.report_id
    ) as listed
    where ${all(conditions)} and ${page.after}
    order by ${page.order}
    limit ${page.limit}
  `.execute(tx)
  return rows
}

function conditionsOf(asked: Asked): Parameters<typeof all>[0] {
  return [
    ...commonConditions(asked),
    ...(asked.kind === undefined ? [] : [sql<boolean>`listed.kind = ${asked.kind}`]),
    ...(asked.period === undefined ? [] : [sql<boolean>`listed.period = ${asked.period}`]),
  ]
}

function formOf({ cursor_value: _value, cursor_id: _id, ...row }: ReportListRow): ReportForm {
  return row
}

const statusTitle = (status: string): string =>
  status === 'MISSING' ? '未起草' : reportStatuses[status as keyof typeof reportStatuses].zh
const columns: readonly ExportColumn<ReportForm>[] = [
  textColumn('报告', 'report', {
    width: 22,
    of: (row) => reportKinds[row.kind as keyof typeof reportKinds].zh,
  }),
  textColumn('期间', 'period', { width: 12, of: (row) => row.period }),
  textColumn('单位', 'unit', { width: 30, of: (row) => row.agency }),
  textColumn('地区', 'region', { width: 12, of: (row) => row.region }),
  textColumn('状态', 'status', { width: 14, of: (row) => statusTitle(row.status) }),
  textColumn('报送期限', 'due', { width: 12, of: (row) => row.due_on }),
  textColumn('报送日期', 'filed', { width: 12, of: (row) => row.filed_on }),
  textColumn('是否逾期', 'late', { width: 10, of: (row) => (row.is_late ? '是' : '否') }),
]

async function figuresNow(context: ServerContext, region: string, data: ReportData) {
  const { rows } = await sql<{ answer: unknown; at: Date }>`
    select app.report_figures(${region}, ${data.from}::date, ${data.until}::date) as answer, clock_timestamp() as at
  `.execute(context.db)
  const { answer, at } = rows[0]!
  return { at: at.toISOString(), items: keptFigures(AnsweredFigures.parse(answer)) }
}

const code = 'READ_PERIODIC_REPORT'
const latest = { column: 'due_on', isDescending: true } as const

/** For the type of the API. */
export const reportApi = [listRoute, figuresRoute] as const

/** 半年报、年度计划与年报: who filed, who did not; the figures of one. */
export function periodicReportRoutes(context: ServerContext): OpenAPIHono<ServerEnv> {
  const app = createRoutes<ServerEnv>()
  app.openapi(listRoute, async (c) => {
    const { limit, cursor, ...asked } = c.req.valid('query')
    const sorting = sortingOf(asked.sort, latest)
    const request = { sorting, limit, after: positionOf(cursor, sorting, 'date') }
    return context.db.transaction().execute(async (tx) => {
      const conditions = [await visibleRows(context, tx, c, code), ...conditionsOf(asked)]
      return c.json(pageOf(await listReports(tx, request, conditions), request, formOf), 200)
    })
  })
  app.openapi(exportRoute, async (c) => {
    const { format, ...asked } = c.req.valid('query')
    await takeFromRate(context.db, exportRate, c.var.session.staffId)
    const request = { sorting: sortingOf(asked.sort, latest), limit: exportRowsMax, after: null }
    const rows = await context.db.transaction().execute(async (tx) => {
      const conditions = [await exportableRows(context, tx, c, code), ...conditionsOf(asked)]
      return listReports(tx, request, conditions)
    })
    await recordExport(context, c, { list: 'PERIODIC_REPORT', query: asked, rows: rows.length })
    const title = { zh: '定期报告', en: 'periodic reports' }
    return exportList(format, { title, columns, rows: rows.map(formOf) }, c.var.language)
  })
  app.openapi(figuresRoute, async (c) => {
    kernelWritesTrail(c)
    const { record_id: recordId } = c.req.valid('param')
    const asked = { kind: 'PERIODIC_REPORT', recordId }
    const { record } = await findVisible(actContextOf(context, c), asked, 'figures')
    const data = record.data as ReportData
    const region = record.subject.regionCodes[0]!
    const { at, items } = data.figures ?? (await figuresNow(context, region, data))
    const shown = new Set<string>(outlines[data.kind].sections)
    const place = { region, from: data.from, until: data.until }
    const forms = items.flatMap(({ code: name, value, hasSource }) => {
      const figure = figures.get(name)
      if (figure === undefined || !shown.has(figure.section)) return []
      const { section, title, unit, source } = figure
      const rows = hasSource ? rowsOfFigure(name, place) : null
      return [{ code: name, section, title, unit, value, has_source: hasSource, source, rows }]
    })
    return c.json({ at, is_frozen: data.figures !== null, items: forms }, 200)
  })
  return app
}
