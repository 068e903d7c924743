import { createRoute, type OpenAPIHono } from '@hono/zod-openapi'
import { z } from 'zod'
import { unmatchedLines } from '#cases/recovery/line-source.ts'
import { recoveryStatuses } from '#cases/recovery/recovery-data.ts'
import { createRoutes } from '#platform/http/http-app.ts'
import { textColumn, yuanColumn } from '#platform/http/list/export-columns.ts'
import {
  type ExportColumn,
  ExportFormat,
  exportList,
  exportRowsMax,
} from '#platform/http/list/list-export.ts'
import { listQuery, pageOf, pageSchema, positionOf, sortingOf } from '#platform/http/list/list-query.ts'
import { maskPersonal } from '#platform/http/list/mask.ts'
import { takeFromRate } from '#platform/http/rate-limit.ts'
import { IdParam, jsonResponse, problemResponse } from '#platform/http/route.ts'
import { maskData } from '../acting/mask-data.ts'
import { exportRate } from '../acting/record-routes.ts'
import { askFunction } from '../findings/ask-function.ts'
import { getReader } from '../organisation/reader.ts'
import type { ServerContext } from '../server-context.ts'
import type { ServerEnv } from '../server-env.ts'
import { recordExport } from '../trail/record-export.ts'
import { balanceForm, balanceOf, RecoveryForm, recoveryForm } from './case-forms.ts'
import { exportableCases, recordFilterOf, recordFilters, visibleCases } from './case-list-routes.ts'
import { keptRecoveryTotals } from './kept-recovery-totals.ts'
import { listRecoveries, type RecoveryFilter, recoverySorts, totalRecoveries } from './list-recoveries.ts'

const filters = { ...recordFilters, case_id: IdParam.optional() }
const Query = listQuery(recoverySorts, filters)
const ExportQuery = Query.omit({ limit: true, cursor: true }).extend({ format: ExportFormat })
const TotalsQuery = Query.omit({ limit: true, cursor: true, sort: true })
type Asked = z.output<typeof TotalsQuery>

const Totals = z.object({ recoveries: z.int(), ...balanceForm })
const Line = z.object({
  line_key: z.string(),
  line_fen: z.string(),
  left_fen: z.string(),
  occurred_on: z.string(),
  counterparty_name: z.string().nullable().describe('脱敏 / masked'),
  memo: z.string().nullable(),
})

const tags = ['追回 Recoveries']
const listRoute = createRoute({
  method: 'get',
  path: '/recoveries',
  summary: '追回单列表 / recoveries',
  tags,
  request: { query: Query },
  responses: { 200: jsonResponse(pageSchema(RecoveryForm)), ...problemResponse },
})
const totalsRoute = createRoute({
  method: 'get',
  path: '/recoveries/totals',
  summary: '追回合计：应收＝已收＋核销＋尚欠 / totals: due = recovered + written off + outstanding',
  tags,
  request: { query: TotalsQuery },
  responses: { 200: jsonResponse(Totals), ...problemResponse },
})
const exportRoute = createRoute({
  method: 'get',
  path: '/recoveries/export',
  summary: '导出追回单列表（脱敏，留痕）/ export the list, masked; it is in the trail',
  tags,
  request: { query: ExportQuery },
  responses: { 200: { description: 'CSV, XLSX' }, ...problemResponse },
})
const linesRoute = createRoute({
  method: 'get',
  path: '/recoveries/unmatched-lines',
  summary:
    '本机构对账单中尚未计入追回的收入流水 / incoming lines of the agency’s statements that no recovery counts',
  tags,
  responses: { 200: jsonResponse(z.object({ items: z.array(Line) })), ...problemResponse },
})

const filterOf = (asked: Asked): RecoveryFilter => ({
  ...recordFilterOf(asked),
  caseId: asked.case_id ?? null,
})

const columns: readonly ExportColumn<RecoveryForm>[] = [
  textColumn('追回单编号', 'recovery', { width: 38, of: (row) => row.record_id }),
  textColumn('状态', 'status', {
    width: 18,
    of: ({ status }) => recoveryStatuses[status as keyof typeof recoveryStatuses].zh,
  }),
  textColumn('案件编号', 'case', { width: 38, of: (row) => row.case_id }),
  textColumn('退还义务人', 'debtor', { width: 14, of: (row) => row.debtor_name }),
  yuanColumn('应收（元）', 'due (yuan)', (row) => row.due_fen),
  yuanColumn('已收（元）', 'recovered (yuan)', (row) => row.recovered_fen),
  yuanColumn('核销（元）', 'written off (yuan)', (row) => row.written_off_fen),
  yuanColumn('尚欠（元）', 'outstanding (yuan)', (row) => row.outstanding_fen),
  textColumn('机构', 'agency', { width: 16, of: (row) => row.agency_id }),
  textColumn('地区', 'regions', { width: 16, of: (row) => row.regions.join(' ') }),
  textColumn('期限', 'due', { width: 12, of: (row) => row.due_day }),
  textColumn('最近办理', 'last act', { width: 26, of: (row) => row.changed_at }),
]

const byDue = { column: 'due_day', isDescending: false } as const
const sortTypes = {
  due_day: 'date',
  changed_at: 'timestamptz',
  entered_at: 'timestamptz',
  amount_fen: 'bigint',
} as const

/** For the type of the API. */
export const recoveryListApi = [listRoute, totalsRoute, linesRoute] as const

/** Recoveries within the person's scope with their totals, and the money that is matched to none. */
export function recoveryListRoutes(context: ServerContext): OpenAPIHono<ServerEnv> {
  const app = createRoutes<ServerEnv>()
  app.openapi(listRoute, async (c) => {
    const { limit, cursor, sort, ...asked } = c.req.valid('query')
    const sorting = sortingOf(sort, byDue)
    const request = { sorting, limit, after: positionOf(cursor, sorting, sortTypes[sorting.column]) }
    const rows = await context.db.transaction().execute(async (tx) => {
      const visible = visibleCases(context, await getReader(context, tx, c))
      return listRecoveries(tx, request, { filter: filterOf(asked), visible })
    })
    return c.json(pageOf(rows, request, recoveryForm), 200)
  })
  app.openapi(totalsRoute, async (c) => {
    const asked = c.req.valid('query')
    const totals = await context.db.transaction().execute(async (tx) => {
      const [reader, filter] = [await getReader(context, tx, c), filterOf(asked)]
      const kept = await keptRecoveryTotals(context, tx, { reader, filter })
      return kept ?? totalRecoveries(tx, { filter, visible: visibleCases(context, reader) })
    })
    return c.json({ recoveries: totals.recoveries, ...balanceOf(totals) }, 200)
  })
  app.openapi(exportRoute, async (c) => {
    const { format, sort, ...asked } = c.req.valid('query')
    await takeFromRate(context.db, exportRate, c.var.session.staffId)
    const request = { sorting: sortingOf(sort, byDue), limit: exportRowsMax, after: null }
    const rows = await context.db.transaction().execute(async (tx) => {
      const visible = await exportableCases(context, tx, c)
      return listRecoveries(tx, request, { filter: filterOf(asked), visible })
    })
    await recordExport(context, c, { list: 'RECOVERY', query: asked, rows: rows.length })
    const title = { zh: '追回', en: 'recoveries' }
    return exportList(format, { title, columns, rows: rows.map(recoveryForm) }, c.var.language)
  })
  app.openapi(linesRoute, async (c) => {
    const agencyId = await context.db.transaction().execute(async (tx) => {
      const { actor } = await getReader(context, tx, c)
      await askFunction(context, tx, c, { function: 'READ_CASE', regions: [actor.agencyRegion] })
      return actor.agencyId
    })
    const lines = await unmatchedLines(context.db, agencyId)
    const items = lines.map(({ line_fen, left_fen, counterparty_name, memo, ...line }) => ({
      ...line,
      line_fen: line_fen.toString(),
      left_fen: left_fen.toString(),
      counterparty_name: counterparty_name === null ? null : maskPersonal('name', counterparty_name),
      memo: memo === null ? null : String(maskData(memo)),
    }))
    return c.json({ items }, 200)
  })
  return app
}
