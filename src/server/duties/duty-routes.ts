import { createRoute, type OpenAPIHono } from '@hono/zod-openapi'
import { z } from 'zod'
import { matterStatuses, rotationStatuses, trainingStatuses } from '#duties/duty-codes.ts'
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
import { exportRate } from '../acting/record-routes.ts'
import { exportableRows, visibleRows } from '../reports/reading.ts'
import { commonConditions, commonFilters } from '../reports/record-rows.ts'
import type { ServerContext } from '../server-context.ts'
import type { ServerEnv } from '../server-env.ts'
import { recordExport } from '../trail/record-export.ts'
import { type DutyRow, dutyKindCodes, dutySorts, listDuties, trainingCoverage } from './duty-lists.ts'

const DutyForm = z
  .object({
    record_id: z.string(),
    status: z.string(),
    agency_id: z.string(),
    agency: z.string(),
    region: z.string(),
    title: z.string(),
    due_on: z.string(),
    done_on: z.string().nullable(),
    people: z.int().describe('参加人数；轮岗计划为应轮岗人数 / invited, or to move'),
    came: z.int().describe('到场人数；轮岗计划为已轮岗人数 / came, or has moved'),
    examined: z.int(),
    passed: z.int(),
    ordered_by: z.string().nullable().describe('督办的下达单位 / who ordered the matter'),
  })
  .meta({ id: 'Duty' })
type DutyForm = z.infer<typeof DutyForm>

const CoverageForm = z
  .object({
    agency_id: z.string(),
    agency: z.string(),
    region: z.string(),
    people: z.int(),
    trained: z.int(),
    warned: z.int().describe('接受警示教育 / at a warning education'),
    passed: z.int(),
  })
  .meta({ id: 'TrainingCoverage' })

const kind = z.enum(dutyKindCodes)
const Query = listQuery(dutySorts, { ...commonFilters, kind })
const ExportQuery = Query.omit({ limit: true, cursor: true }).extend({ format: ExportFormat })
const CoverageQuery = z.strictObject({ year: z.coerce.number().int().min(2018).max(2100) })

const tags = ['履职 Duties']
const listRoute = createRoute({
  method: 'get',
  path: '/duties',
  summary: '督办、培训、轮岗计划列表 / ordered matters, trainings, rotation plans',
  tags,
  request: { query: Query },
  responses: { 200: jsonResponse(pageSchema(DutyForm)), ...problemResponse },
})
const exportRoute = createRoute({
  method: 'get',
  path: '/duties/export',
  summary: '导出列表（留痕）/ export the list; it is in the trail',
  tags,
  request: { query: ExportQuery },
  responses: { 200: { description: 'CSV, XLSX' }, ...problemResponse },
})
const coverageRoute = createRoute({
  method: 'get',
  path: '/duties/training-coverage',
  summary: '某年各单位培训覆盖人数 / how many of each unit’s people a year’s trainings reached',
  tags,
  request: { query: CoverageQuery },
  responses: { 200: jsonResponse(z.object({ items: z.array(CoverageForm) })), ...problemResponse },
})

function dutyForm({ cursor_value: _value, cursor_id: _id, ...row }: DutyRow): DutyForm {
  return row
}

const statuses: Readonly<Record<string, { readonly zh: string }>> = {
  ...trainingStatuses,
  ...rotationStatuses,
  ...matterStatuses,
}
const columns: readonly ExportColumn<DutyForm>[] = [
  textColumn('事项', 'what', { width: 40, of: (row) => row.title }),
  textColumn('单位', 'unit', { width: 30, of: (row) => row.agency }),
  textColumn('地区', 'region', { width: 12, of: (row) => row.region }),
  textColumn('状态', 'status', { width: 12, of: (row) => statuses[row.status]?.zh ?? row.status }),
  textColumn('期限', 'due', { width: 12, of: (row) => row.due_on }),
  textColumn('完成日期', 'done on', { width: 12, of: (row) => row.done_on }),
  textColumn('人数', 'people', { width: 8, of: (row) => String(row.people) }),
  textColumn('到场或已轮岗', 'came or moved', { width: 12, of: (row) => String(row.came) }),
  textColumn('参加考试', 'examined', { width: 10, of: (row) => String(row.examined) }),
  textColumn('合格', 'passed', { width: 8, of: (row) => String(row.passed) }),
  textColumn('下达单位', 'ordered by', { width: 30, of: (row) => row.ordered_by }),
]

const byDue = { column: 'due_on', isDescending: false } as const
const sortTypes = { due_on: 'date', entered_at: 'timestamptz' } as const

/** For the type of the API. */
export const dutyApi = [listRoute, coverageRoute] as const

/** 督办、培训、轮岗: lists within the scope; what is done with each is an act of its record. */
export function dutyRoutes(context: ServerContext): OpenAPIHono<ServerEnv> {
  const { db } = context
  const app = createRoutes<ServerEnv>()
  app.openapi(listRoute, async (c) => {
    const { limit, cursor, ...asked } = c.req.valid('query')
    const sorting = sortingOf(asked.sort, byDue)
    const request = { sorting, limit, after: positionOf(cursor, sorting, sortTypes[sorting.column]) }
    const rows = await db.transaction().execute(async (tx) => {
      const conditions = [await visibleRows(context, tx, c, 'READ'), ...commonConditions(asked)]
      return listDuties(tx, request, { kind: asked.kind, conditions })
    })
    return c.json(pageOf(rows, request, dutyForm), 200)
  })
  app.openapi(exportRoute, async (c) => {
    const { format, ...asked } = c.req.valid('query')
    await takeFromRate(db, exportRate, c.var.session.staffId)
    const request = { sorting: sortingOf(asked.sort, byDue), limit: exportRowsMax, after: null }
    const rows = await db.transaction().execute(async (tx) => {
      const conditions = [await exportableRows(context, tx, c, 'READ'), ...commonConditions(asked)]
      return listDuties(tx, request, { kind: asked.kind, conditions })
    })
    await recordExport(context, c, { list: asked.kind, query: asked, rows: rows.length })
    const title = { zh: '履职', en: 'duties' }
    return exportList(format, { title, columns, rows: rows.map(dutyForm) }, c.var.language)
  })
  app.openapi(coverageRoute, async (c) => {
    const { year } = c.req.valid('query')
    const items = await db.transaction().execute(async (tx) => {
      return trainingCoverage(tx, { year, visible: await visibleRows(context, tx, c, 'READ') })
    })
    return c.json({ items }, 200)
  })
  return app
}
