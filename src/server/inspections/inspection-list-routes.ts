import { createRoute, type OpenAPIHono } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { type RawBuilder, type SqlBool, sql } from 'kysely'
import { z } from 'zod'
import { mayReadInspection } from '#inspections/inspection-access.ts'
import { inspectionKinds, inspectionStatuses } from '#inspections/inspection-codes.ts'
import { createRoutes } from '#platform/http/http-app.ts'
import { textColumn, yuanColumn } from '#platform/http/list/export-columns.ts'
import {
  type ExportColumn,
  ExportFormat,
  exportList,
  exportRowsMax,
} from '#platform/http/list/list-export.ts'
import {
  listQuery,
  pageOf,
  pageSchema,
  positionOf,
  type SortType,
  sortingOf,
} from '#platform/http/list/list-query.ts'
import { takeFromRate } from '#platform/http/rate-limit.ts'
import { IdParam, jsonResponse, problemResponse } from '#platform/http/route.ts'
import type { Tx } from '#platform/postgres/database.ts'
import { codesOf } from '#records/form-fields.ts'
import { exportRate } from '../acting/record-routes.ts'
import { recordFilterOf, recordFilters } from '../cases/case-list-routes.ts'
import { askFunction } from '../findings/ask-function.ts'
import { getReader, type Reader, visibleTo } from '../organisation/reader.ts'
import type { ServerContext } from '../server-context.ts'
import type { ServerEnv } from '../server-env.ts'
import { recordExport } from '../trail/record-export.ts'
import { InspectionForm, inspectionForm } from './inspection-forms.ts'
import { type InspectionFilter, inspectionSorts, listInspections } from './list-inspections.ts'

const { person_id: _person, amount_fen_min: _min, amount_fen_max: _max, ...filters } = recordFilters
const Query = listQuery(inspectionSorts, {
  ...filters,
  inspected: IdParam.optional(),
  kind: z.enum(codesOf(inspectionKinds)).optional(),
  is_on_site: z.enum(['true', 'false']).optional(),
  year: z
    .string()
    .regex(/^\d{4}$/)
    .optional(),
  plan_id: IdParam.optional(),
})
const ExportQuery = Query.omit({ limit: true, cursor: true }).extend({ format: ExportFormat })
type Asked = Omit<z.output<typeof Query>, 'limit' | 'cursor'>

const tags = ['检查 Inspections']
const listRoute = createRoute({
  method: 'get',
  path: '/inspections',
  summary: '检查列表 / inspections',
  tags,
  request: { query: Query },
  responses: { 200: jsonResponse(pageSchema(InspectionForm)), ...problemResponse },
})
const exportRoute = createRoute({
  method: 'get',
  path: '/inspections/export',
  summary: '导出检查列表（留痕）/ export the list; it is in the trail',
  tags,
  request: { query: ExportQuery },
  responses: { 200: { description: 'CSV, XLSX' }, ...problemResponse },
})

const filterOf = (asked: Asked): InspectionFilter => ({
  ...recordFilterOf(asked),
  inspected: asked.inspected ?? null,
  kind: asked.kind ?? null,
  isOnSite: asked.is_on_site === undefined ? null : asked.is_on_site === 'true',
  year: asked.year ?? null,
  planId: asked.plan_id ?? null,
})

/**
 * The scope in which somebody reads inspections, without those that are still a secret before the reader.
 */
export function visibleInspections(
  context: ServerContext,
  reader: Reader,
  code: 'READ_INSPECTION' | 'EXPORT' = 'READ_INSPECTION',
): RawBuilder<SqlBool> {
  const columns = { covering: sql`record.covering` }
  const visible = visibleTo(context, reader, { code, columns })
  return sql<SqlBool>`(${visible} and ${mayReadInspection(reader.actor)})`
}

/** Of what is taken away, both are asked: to read it, and to take it. */
export async function exportableInspections(
  context: ServerContext,
  tx: Tx,
  c: Context<ServerEnv>,
): Promise<RawBuilder<SqlBool>> {
  const reader = await getReader(context, tx, c)
  await askFunction(context, tx, c, { function: 'EXPORT', regions: [reader.actor.agencyRegion] })
  const visible = visibleInspections(context, reader)
  return sql<SqlBool>`(${visible} and ${visibleInspections(context, reader, 'EXPORT')})`
}

const columns: readonly ExportColumn<InspectionForm>[] = [
  textColumn('检查事项', 'inspection', { width: 40, of: (row) => row.title }),
  textColumn('检查类型', 'kind', {
    width: 12,
    of: ({ kind }) => inspectionKinds[kind as keyof typeof inspectionKinds].zh,
  }),
  textColumn('检查方式', 'way', { width: 12, of: (row) => (row.is_on_site ? '现场' : '非现场') }),
  textColumn('被检查单位', 'unit', { width: 30, of: (row) => row.inspected_name }),
  textColumn('检查单位', 'supervisor', { width: 30, of: (row) => row.supervisor_name }),
  textColumn('状态', 'status', {
    width: 16,
    of: ({ status }) => inspectionStatuses[status as keyof typeof inspectionStatuses].zh,
  }),
  textColumn('通知书文号', 'notice', { width: 36, of: (row) => row.notice_number }),
  textColumn('意见书文号', 'opinion', { width: 36, of: (row) => row.opinion_number }),
  textColumn('计划开始', 'planned from', { width: 12, of: (row) => row.planned_from }),
  textColumn('计划结束', 'planned to', { width: 12, of: (row) => row.planned_to }),
  textColumn('进点', 'begun', { width: 12, of: (row) => row.started_on }),
  textColumn('检查结束', 'finished', { width: 12, of: (row) => row.finished_on }),
  textColumn('问题数', 'facts', { width: 8, of: (row) => String(row.facts) }),
  yuanColumn('涉及金额（元）', 'amount (yuan)', (row) => row.amount_fen),
  textColumn('整改事项', 'items', { width: 10, of: (row) => String(row.items) }),
  textColumn('已销号', 'verified', { width: 8, of: (row) => String(row.items_verified) }),
  textColumn('逾期', 'overdue', { width: 8, of: (row) => String(row.items_overdue) }),
  textColumn('期限', 'due', { width: 12, of: (row) => row.due_day }),
]

const byChange = { column: 'changed_at', isDescending: true } as const
const sortTypes = {
  due_day: 'date',
  changed_at: 'timestamptz',
  entered_at: 'timestamptz',
  planned_from: 'text',
} as const satisfies Record<(typeof inspectionSorts)[number], SortType>

/** For the type of the API. */
export const inspectionListApi = [listRoute] as const

/** Inspections within the person's scope, what was done last first. */
export function inspectionListRoutes(context: ServerContext): OpenAPIHono<ServerEnv> {
  const app = createRoutes<ServerEnv>()
  app.openapi(listRoute, async (c) => {
    const { limit, cursor, ...asked } = c.req.valid('query')
    const sorting = sortingOf(asked.sort, byChange)
    const request = { sorting, limit, after: positionOf(cursor, sorting, sortTypes[sorting.column]) }
    const rows = await context.db.transaction().execute(async (tx) => {
      const visible = visibleInspections(context, await getReader(context, tx, c))
      return listInspections(tx, request, { filter: filterOf(asked), visible })
    })
    return c.json(pageOf(rows, request, inspectionForm), 200)
  })
  app.openapi(exportRoute, async (c) => {
    const { format, ...asked } = c.req.valid('query')
    await takeFromRate(context.db, exportRate, c.var.session.staffId)
    const request = { sorting: sortingOf(asked.sort, byChange), limit: exportRowsMax, after: null }
    const rows = await context.db.transaction().execute(async (tx) => {
      const visible = await exportableInspections(context, tx, c)
      return listInspections(tx, request, { filter: filterOf(asked), visible })
    })
    await recordExport(context, c, { list: 'INSPECTION', query: asked, rows: rows.length })
    const title = { zh: '检查', en: 'inspections' }
    return exportList(format, { title, columns, rows: rows.map(inspectionForm) }, c.var.language)
  })
  return app
}
