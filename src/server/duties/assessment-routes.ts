import { createRoute, type OpenAPIHono } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { type RawBuilder, type SqlBool, sql } from 'kysely'
import { z } from 'zod'
import { assessmentStatuses, commendations, results } from '#duties/duty-codes.ts'
import { createRoutes } from '#platform/http/http-app.ts'
import { textColumn } from '#platform/http/list/export-columns.ts'
import {
  type ExportColumn,
  ExportFormat,
  exportList,
  exportRowsMax,
} from '#platform/http/list/list-export.ts'
import { listQuery, pageOf, pageSchema, positionOf, sortingOf } from '#platform/http/list/list-query.ts'
import { takeFromRate } from '#platform/http/rate-limit.ts'
import { jsonResponse, problemResponse } from '#platform/http/route.ts'
import type { Tx } from '#platform/postgres/database.ts'
import { exportRate } from '../acting/record-routes.ts'
import { exportableRows, visibleRows } from '../reports/reading.ts'
import { commonConditions, commonFilters } from '../reports/record-rows.ts'
import type { ServerContext } from '../server-context.ts'
import type { ServerEnv } from '../server-env.ts'
import { recordExport } from '../trail/record-export.ts'
import { type AssessmentListRow, assessmentSorts, listAssessments } from './performance-store.ts'

const AssessmentForm = z
  .object({
    record_id: z.string(),
    status: z.string(),
    agency: z.string(),
    region: z.string(),
    staff_id: z.string(),
    name: z.string(),
    period: z.string(),
    proposed: z.string(),
    result: z.string().nullable(),
    commendation: z.string().nullable(),
    violations: z.int().describe('查实的本人问题数 / confirmed findings about the person'),
    decided_on: z.string().nullable(),
  })
  .meta({ id: 'Assessment' })
type AssessmentForm = z.infer<typeof AssessmentForm>

const periodPattern = /^\d{4}(-H[12])?$/
const Query = listQuery(assessmentSorts, {
  ...commonFilters,
  period: z.string().regex(periodPattern).optional(),
})
const ExportQuery = Query.omit({ limit: true, cursor: true }).extend({ format: ExportFormat })

const tags = ['考核 Performance']
const listRoute = createRoute({
  method: 'get',
  path: '/assessments',
  summary: '考核列表：权限范围内的和本人的 / assessments of one’s scope, and one’s own',
  tags,
  request: { query: Query },
  responses: { 200: jsonResponse(pageSchema(AssessmentForm)), ...problemResponse },
})
const exportRoute = createRoute({
  method: 'get',
  path: '/assessments/export',
  summary: '导出考核列表（留痕）/ export the list; it is in the trail',
  tags,
  request: { query: ExportQuery },
  responses: { 200: { description: 'CSV, XLSX' }, ...problemResponse },
})

function assessmentForm({ cursor_value: _value, cursor_id: _id, ...row }: AssessmentListRow): AssessmentForm {
  return row
}

const titleIn = (codes: Readonly<Record<string, { readonly zh: string }>>, code: string | null) =>
  code === null ? null : (codes[code]?.zh ?? code)
const columns: readonly ExportColumn<AssessmentForm>[] = [
  textColumn('单位', 'unit', { width: 30, of: (row) => row.agency }),
  textColumn('工号', 'staff number', { width: 14, of: (row) => row.staff_id }),
  textColumn('姓名', 'name', { width: 12, of: (row) => row.name }),
  textColumn('考核期', 'period', { width: 10, of: (row) => row.period }),
  textColumn('状态', 'status', { width: 14, of: (row) => titleIn(assessmentStatuses, row.status) }),
  textColumn('拟定等次', 'proposed', { width: 10, of: (row) => titleIn(results, row.proposed) }),
  textColumn('审定等次', 'result', { width: 10, of: (row) => titleIn(results, row.result) }),
  textColumn('评先评优', 'commendation', {
    width: 16,
    of: (row) => titleIn(commendations, row.commendation),
  }),
  textColumn('查实的本人问题', 'confirmed', { width: 14, of: (row) => String(row.violations) }),
  textColumn('审定日期', 'decided on', { width: 12, of: (row) => row.decided_on }),
]

const latest = { column: 'entered_at', isDescending: true } as const
const sortTypes = { entered_at: 'timestamptz', period: 'date' } as const

/** For the type of the API. */
export const assessmentApi = [listRoute] as const

/** Everybody sees their own; those who assess or supervise see those of their scope. */
export function assessmentRoutes(context: ServerContext): OpenAPIHono<ServerEnv> {
  const { db } = context
  const app = createRoutes<ServerEnv>()
  const conditionsOf = async (
    tx: Tx,
    c: Context<ServerEnv>,
    asked: Parameters<typeof commonConditions>[0] & { readonly period?: string | undefined },
  ): Promise<RawBuilder<SqlBool>[]> => {
    const visible = await visibleRows(context, tx, c, 'READ_ASSESSMENT')
    return [
      sql<SqlBool>`(${visible} or listed.staff_id = ${c.var.session.staffId})`,
      ...commonConditions(asked),
      ...(asked.period === undefined ? [] : [sql<SqlBool>`listed.period = ${asked.period}`]),
    ]
  }
  app.openapi(listRoute, async (c) => {
    const { limit, cursor, ...asked } = c.req.valid('query')
    const sorting = sortingOf(asked.sort, latest)
    const request = { sorting, limit, after: positionOf(cursor, sorting, sortTypes[sorting.column]) }
    const rows = await db.transaction().execute(async (tx) => {
      return listAssessments(tx, request, await conditionsOf(tx, c, asked))
    })
    return c.json(pageOf(rows, request, assessmentForm), 200)
  })
  app.openapi(exportRoute, async (c) => {
    const { format, ...asked } = c.req.valid('query')
    await takeFromRate(db, exportRate, c.var.session.staffId)
    const request = { sorting: sortingOf(asked.sort, latest), limit: exportRowsMax, after: null }
    const rows = await db.transaction().execute(async (tx) => {
      const own = await conditionsOf(tx, c, asked)
      return listAssessments(tx, request, [await exportableRows(context, tx, c, 'READ_ASSESSMENT'), ...own])
    })
    await recordExport(context, c, { list: 'ASSESSMENT', query: asked, rows: rows.length })
    const title = { zh: '考核', en: 'assessments' }
    return exportList(format, { title, columns, rows: rows.map(assessmentForm) }, c.var.language)
  })
  return app
}
