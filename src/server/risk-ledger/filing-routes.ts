import { createRoute, type OpenAPIHono } from '@hono/zod-openapi'
import { type SqlBool, sql } from 'kysely'
import { z } from 'zod'
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
import { IdParam, jsonResponse, problemResponse } from '#platform/http/route.ts'
import { filingStatuses } from '#risk-ledger/ledger-codes.ts'
import { exportRate } from '../acting/record-routes.ts'
import { asFlag, flag, listOf } from '../findings/counted-filters.ts'
import { getReader } from '../organisation/reader.ts'
import type { ServerContext } from '../server-context.ts'
import type { ServerEnv } from '../server-env.ts'
import { recordExport } from '../trail/record-export.ts'
import { exportReader, visibleLedger, visibleUnits } from './ledger-scope.ts'
import { type FilingFilter, type FilingRow, filingSorts, ledgerTotals, listFilings } from './list-filings.ts'

const tags = ['风险台账 Risk ledger']
const count = z.int()
const year = z.coerce.number().int().min(2018).max(2100)
const region = z
  .string()
  .regex(/^\d{6,12}$/)
  .optional()

const FilingForm = z
  .object({
    agency_id: z.string(),
    agency_name: z.string(),
    region: z.string(),
    receiver_id: z.string(),
    receiver_name: z.string(),
    record_id: z.string().nullable().describe('未开始时为空 / null: not begun'),
    status: z.string().nullable(),
    due_on: z.string(),
    filed_on: z.string().nullable(),
    accepted_on: z.string().nullable(),
    digest: z.string().nullable(),
    is_overdue: z.boolean(),
    is_late: z.boolean(),
    filed_points: count,
    points: count.describe('台账在册风险点数 / points of the ledger as it stands'),
    level1: count,
    level2: count,
    level3: count,
  })
  .meta({ id: 'LedgerFiling' })
type FilingForm = z.infer<typeof FilingForm>

const Query = listQuery(filingSorts, {
  year,
  status: listOf('[A-Z]{1,20}', 6).describe('NONE：未开始 / not begun'),
  is_overdue: flag.default('any'),
  region,
  agency_id: IdParam.optional(),
})
const ExportQuery = Query.omit({ limit: true, cursor: true }).extend({ format: ExportFormat })
const TotalsQuery = z.strictObject({ year, region })

const listRoute = createRoute({
  method: 'get',
  path: '/ledger-filings',
  summary: '台账报送情况：应报单位逐一列出 / who has filed the ledger of a year and who has not',
  tags,
  request: { query: Query },
  responses: { 200: jsonResponse(pageSchema(FilingForm)), ...problemResponse },
})
const exportRoute = createRoute({
  method: 'get',
  path: '/ledger-filings/export',
  summary: '导出报送情况（留痕）/ export the list; it is in the trail',
  tags,
  request: { query: ExportQuery },
  responses: { 200: { description: 'CSV, XLSX' }, ...problemResponse },
})
const totalsRoute = createRoute({
  method: 'get',
  path: '/ledger-totals',
  summary: '报送汇总及风险点分布 / filings counted, and risk points by stage and level',
  tags,
  request: { query: TotalsQuery },
  responses: {
    200: jsonResponse(
      z
        .object({
          totals: z.object({
            ...{ units: count, filed: count, accepted: count },
            ...{ returned: count, overdue: count, late: count },
          }),
          lines: z.array(z.object({ stage: z.string(), level: count, residual_level: count, points: count })),
        })
        .meta({ id: 'LedgerTotals' }),
    ),
    ...problemResponse,
  },
})

function filingForm({ cursor_value, cursor_id, ...row }: FilingRow): FilingForm {
  return row
}

const statusText = (status: string | null): string =>
  status === null ? '未开始' : filingStatuses[status as keyof typeof filingStatuses].zh
const countColumn = (zh: string, en: string, of: (row: FilingForm) => number): ExportColumn<FilingForm> => ({
  title: { zh, en },
  kind: 'integer',
  width: 10,
  valueOf: of,
})

const columns: readonly ExportColumn<FilingForm>[] = [
  textColumn('单位', 'unit', { width: 32, of: (row) => row.agency_name }),
  textColumn('地区', 'region', { width: 14, of: (row) => row.region }),
  textColumn('状态', 'status', { width: 16, of: ({ status }) => statusText(status) }),
  textColumn('期限', 'due', { width: 12, of: (row) => row.due_on }),
  textColumn('报送日期', 'filed on', { width: 12, of: (row) => row.filed_on }),
  textColumn('受理日期', 'accepted on', { width: 12, of: (row) => row.accepted_on }),
  textColumn('是否逾期', 'overdue', {
    width: 10,
    of: (row) => (row.is_overdue || row.is_late ? '是' : '否'),
  }),
  countColumn('报送风险点', 'points filed', (row) => row.filed_points),
  countColumn('在册风险点', 'points in force', (row) => row.points),
  countColumn('一级', 'level 1', (row) => row.level1),
  countColumn('二级', 'level 2', (row) => row.level2),
  countColumn('三级', 'level 3', (row) => row.level3),
  textColumn('受理单位', 'accepted by', { width: 32, of: (row) => row.receiver_name }),
  textColumn('报送稿摘要（SHA-256）', 'digest', { width: 66, of: (row) => row.digest }),
]

type Asked = Omit<z.output<typeof Query>, 'limit' | 'cursor'>
const filterOf = (asked: Asked): FilingFilter => ({
  year: asked.year,
  statuses: asked.status?.split(',') ?? null,
  isOverdue: asFlag(asked.is_overdue),
  region: asked.region ?? null,
  agencyId: asked.agency_id ?? null,
})
const byRegion = { column: 'region', isDescending: false } as const

/** For the type of the API. */
export const filingApi = [listRoute, totalsRoute] as const

export function filingRoutes(context: ServerContext): OpenAPIHono<ServerEnv> {
  const app = createRoutes<ServerEnv>()
  app.openapi(listRoute, async (c) => {
    const { limit, cursor, ...asked } = c.req.valid('query')
    const sorting = sortingOf(asked.sort, byRegion)
    const request = { sorting, limit, after: positionOf(cursor, sorting, 'text') }
    const rows = await context.db.transaction().execute(async (tx) => {
      const visible = visibleUnits(context, await getReader(context, tx, c))
      return listFilings(tx, request, { filter: filterOf(asked), visible })
    })
    return c.json(pageOf(rows, request, filingForm), 200)
  })
  app.openapi(exportRoute, async (c) => {
    const { format, ...asked } = c.req.valid('query')
    await takeFromRate(context.db, exportRate, c.var.session.staffId)
    const request = { sorting: sortingOf(asked.sort, byRegion), limit: exportRowsMax, after: null }
    const rows = await context.db.transaction().execute(async (tx) => {
      const reader = await exportReader(context, tx, c)
      const visible = sql<SqlBool>`(
        ${visibleUnits(context, reader)} and ${visibleUnits(context, reader, 'EXPORT')}
      )`
      return listFilings(tx, request, { filter: filterOf(asked), visible })
    })
    await recordExport(context, c, { list: 'LEDGER_FILING', query: asked, rows: rows.length })
    const title = { zh: `${asked.year}年度台账报送情况`, en: `ledger filings of ${asked.year}` }
    return exportList(format, { title, columns, rows: rows.map(filingForm) }, c.var.language)
  })
  app.openapi(totalsRoute, async (c) => {
    const { year: asked, region: within = null } = c.req.valid('query')
    const answer = await context.db.transaction().execute(async (tx) => {
      const reader = await getReader(context, tx, c)
      const scope = {
        visible: visibleUnits(context, reader),
        visibleRecords: visibleLedger(context, reader),
      }
      return ledgerTotals(tx, { filter: { year: asked, region: within }, ...scope })
    })
    return c.json({ totals: answer.totals, lines: [...answer.lines] }, 200)
  })
  return app
}
