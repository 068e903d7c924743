import { createRoute, type OpenAPIHono } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { type RawBuilder, type SqlBool, sql } from 'kysely'
import { z } from 'zod'
import { createRoutes } from '#platform/http/http-app.ts'
import { textColumn } from '#platform/http/list/export-columns.ts'
import {
  type ExportColumn,
  ExportFormat,
  exportList,
  exportRowsMax,
} from '#platform/http/list/list-export.ts'
import { takeFromRate } from '#platform/http/rate-limit.ts'
import { jsonResponse, problemResponse } from '#platform/http/route.ts'
import type { Tx } from '#platform/postgres/database.ts'
import { listRuns, listSnapshots, type RunRow } from '#runs/reading/list-runs.ts'
import { deliverDataCode, runScreeningCode } from '#runs/run-access.ts'
import { runStates } from '#runs/screening-run.ts'
import { listUploads, type Upload } from '#runs/uploading/upload-store.ts'
import { exportRate } from '../acting/record-routes.ts'
import { askAnywhere } from '../organisation/ask-anywhere.ts'
import { visibleTo } from '../organisation/reader.ts'
import type { ServerContext } from '../server-context.ts'
import type { ServerEnv } from '../server-env.ts'
import { recordExport } from '../trail/record-export.ts'
import { uploadFilters, uploadStateTitles } from './upload-routes.ts'

const runFilters = {
  state: z
    .string()
    .regex(/^[A-Z]{4,9}(,[A-Z]{4,9}){0,4}$/)
    .optional(),
  snapshot_id: z
    .string()
    .regex(/^[A-Za-z0-9-]{8,64}$/)
    .optional(),
}
const sort = z.string().max(40).optional()

const uploadsRoute = createRoute({
  method: 'get',
  path: '/delivery-uploads/export',
  summary: '导出数据交付记录（留痕）/ export the list of deliveries; it is in the trail',
  tags: ['数据交付 Deliveries'],
  request: { query: z.strictObject({ ...uploadFilters, sort, format: ExportFormat }) },
  responses: { 200: { description: 'CSV, XLSX' }, ...problemResponse },
})
const runsRoute = createRoute({
  method: 'get',
  path: '/screening-runs/export',
  summary: '导出筛查运行记录（留痕）/ export the list of runs; it is in the trail',
  tags: ['筛查 Screening'],
  request: { query: z.strictObject({ ...runFilters, sort, format: ExportFormat }) },
  responses: { 200: { description: 'CSV, XLSX' }, ...problemResponse },
})
const snapshotsRoute = createRoute({
  method: 'get',
  path: '/screening-snapshots',
  summary: '可筛查的数据：已导入的交付（最近一百次）/ what can be screened: the newest hundred deliveries',
  tags: ['筛查 Screening'],
  responses: {
    200: jsonResponse(
      z.object({
        items: z.array(
          z.object({
            snapshot_id: z.string(),
            title: z.string().nullable().describe('空：载入登记库的交付 / null: loaded into the register'),
            agency_id: z.string().nullable(),
            rows_loaded: z.string(),
            at: z.iso.datetime(),
          }),
        ),
      }),
    ),
    ...problemResponse,
  },
})

const uploadColumns: readonly ExportColumn<Upload>[] = [
  textColumn('交付编号', 'delivery', { width: 38, of: (row) => row.upload_id }),
  textColumn('名称', 'title', { width: 30, of: (row) => row.title }),
  textColumn('机构', 'agency', { width: 16, of: (row) => row.agency_id }),
  textColumn('状态', 'state', { width: 10, of: (row) => uploadStateTitles[row.state] }),
  textColumn('载入行数', 'rows loaded', { width: 14, of: (row) => row.rows_loaded?.toString() }),
  textColumn('退回行数', 'rows rejected', { width: 14, of: (row) => row.rows_rejected?.toString() }),
  textColumn('交付人', 'by', { width: 14, of: (row) => row.opened_by }),
  textColumn('开始时间', 'begun', { width: 26, of: (row) => row.opened_at.toISOString() }),
  textColumn('导入时间', 'imported', { width: 26, of: (row) => row.imported_at?.toISOString() }),
]
const runColumns: readonly ExportColumn<RunRow>[] = [
  textColumn('运行编号', 'run', { width: 38, of: (row) => row.run_id }),
  textColumn('状态', 'state', { width: 10, of: (row) => runStates[row.state].zh }),
  textColumn('机构', 'agency', { width: 16, of: (row) => row.agency_id }),
  textColumn('数据', 'data', { width: 38, of: (row) => row.snapshot_id }),
  textColumn('规则', 'rules', { width: 20, of: (row) => row.rule_codes?.join(' ') ?? '全部' }),
  textColumn('疑点', 'findings', { width: 10, of: (row) => row.result?.findings.toString() }),
  textColumn('新增', 'new', { width: 10, of: (row) => row.result?.opened.toString() }),
  {
    title: { zh: '涉及金额（元）', en: 'amount (yuan)' },
    kind: 'yuan',
    width: 16,
    valueOf: ({ result }) => (result === null ? null : BigInt(result.amount_fen)),
  },
  textColumn('发起人', 'by', { width: 14, of: (row) => row.asked_by }),
  textColumn('发起时间', 'asked', { width: 26, of: (row) => row.asked_at.toISOString() }),
  textColumn('结束时间', 'ended', { width: 26, of: (row) => row.finished_at?.toISOString() }),
]

interface Exporting {
  readonly tx: Tx
  readonly c: Context<ServerEnv>
  readonly code: string
  readonly region: RawBuilder<unknown>
}

/** Rows that one may see and may take away, too. */
async function exportable(
  context: ServerContext,
  { tx, c, code, region }: Exporting,
): Promise<RawBuilder<SqlBool>> {
  const reader = await askAnywhere(context, tx, c, 'EXPORT')
  const seen = visibleTo(context, reader, { code, columns: { region } })
  return sql<SqlBool>`(${seen} and ${visibleTo(context, reader, { code: 'EXPORT', columns: { region } })})`
}

/** For the type of the API. */
export const deliveryListApi = [snapshotsRoute] as const

/** Exports of both lists, and what a run can be started on. */
export function deliveryListRoutes(context: ServerContext): OpenAPIHono<ServerEnv> {
  const app = createRoutes<ServerEnv>()
  app.openapi(uploadsRoute, async (c) => {
    const { format, ...asked } = c.req.valid('query')
    await takeFromRate(context.db, exportRate, c.var.session.staffId)
    const sorting = { column: 'opened_at', isDescending: asked.sort !== 'opened_at' } as const
    const rows = await context.db.transaction().execute(async (tx) => {
      const region = sql`delivery_upload.region`
      const visible = await exportable(context, { tx, c, code: deliverDataCode, region })
      const filter = { states: asked.state?.split(',') ?? null, agencyId: asked.agency_id ?? null, visible }
      return listUploads(tx, { sorting, limit: exportRowsMax, after: null }, filter)
    })
    await recordExport(context, c, { list: 'delivery_upload', query: asked, rows: rows.length })
    const title = { zh: '数据交付', en: 'deliveries' }
    return exportList(format, { title, columns: uploadColumns, rows }, c.var.language)
  })
  app.openapi(runsRoute, async (c) => {
    const { format, ...asked } = c.req.valid('query')
    await takeFromRate(context.db, exportRate, c.var.session.staffId)
    const sorting = { column: 'asked_at', isDescending: asked.sort !== 'asked_at' } as const
    const rows = await context.db.transaction().execute(async (tx) => {
      const visible = await exportable(context, { tx, c, code: 'READ', region: sql`screening_run.region` })
      const filter = {
        states: asked.state?.split(',') ?? null,
        snapshotId: asked.snapshot_id ?? null,
        visible,
      }
      return listRuns(tx, { sorting, limit: exportRowsMax, after: null }, filter)
    })
    await recordExport(context, c, { list: 'screening_run', query: asked, rows: rows.length })
    const title = { zh: '筛查运行', en: 'screening runs' }
    return exportList(format, { title, columns: runColumns, rows }, c.var.language)
  })
  app.openapi(snapshotsRoute, async (c) => {
    const rows = await context.db.transaction().execute(async (tx) => {
      const reader = await askAnywhere(context, tx, c, runScreeningCode)
      const columns = { region: sql`delivery_upload.region` }
      return listSnapshots(tx, visibleTo(context, reader, { code: 'READ', columns }))
    })
    const items = rows.map(({ at, rows_loaded, ...row }) => ({
      ...row,
      rows_loaded: rows_loaded.toString(),
      at: at.toISOString(),
    }))
    return c.json({ items }, 200)
  })
  return app
}
