import { createRoute, type OpenAPIHono } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { type RawBuilder, type SqlBool, sql } from 'kysely'
import { z } from 'zod'
import { caseStatuses, verdicts } from '#cases/case-status.ts'
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
import { exportRate } from '../acting/record-routes.ts'
import { askFunction } from '../findings/ask-function.ts'
import { getReader, type Reader, visibleTo } from '../organisation/reader.ts'
import type { ServerContext } from '../server-context.ts'
import type { ServerEnv } from '../server-env.ts'
import { recordExport } from '../trail/record-export.ts'
import { CaseForm, caseForm } from './case-forms.ts'
import { type CaseFilter, caseSorts, listCases, type RecordFilter } from './list-cases.ts'

const fen = z.string().regex(/^\d{1,18}$/)
const isTrue = z.enum(['true', 'false'])

/** Of cases and recoveries alike. */
export const recordFilters = {
  /** Several, separated by commas. */
  status: z
    .string()
    .regex(/^[A-Z_]{1,40}(,[A-Z_]{1,40}){0,19}$/)
    .optional(),
  is_open: isTrue.optional(),
  is_overdue: isTrue.optional(),
  region: z
    .string()
    .regex(/^\d{6,12}$/)
    .optional(),
  agency_id: IdParam.optional(),
  person_id: IdParam.optional(),
  amount_fen_min: fen.optional(),
  amount_fen_max: fen.optional(),
}
const Query = listQuery(caseSorts, {
  ...recordFilters,
  level: z
    .string()
    .regex(/^[123](,[123]){0,2}$/)
    .optional(),
  assignee: IdParam.optional(),
})
const ExportQuery = Query.omit({ limit: true, cursor: true }).extend({ format: ExportFormat })
type Asked = Omit<z.output<typeof Query>, 'limit' | 'cursor'>

const tags = ['案件 Cases']
const listRoute = createRoute({
  method: 'get',
  path: '/cases',
  summary: '案件列表 / cases',
  tags,
  request: { query: Query },
  responses: { 200: jsonResponse(pageSchema(CaseForm)), ...problemResponse },
})
const exportRoute = createRoute({
  method: 'get',
  path: '/cases/export',
  summary: '导出案件列表（留痕）/ export the list; it is in the trail',
  tags,
  request: { query: ExportQuery },
  responses: { 200: { description: 'CSV, XLSX' }, ...problemResponse },
})

const flag = (value: 'true' | 'false' | undefined): boolean | null =>
  value === undefined ? null : value === 'true'

type AskedRecord = { readonly [Name in keyof typeof recordFilters]?: z.output<(typeof recordFilters)[Name]> }

export function recordFilterOf(asked: AskedRecord): RecordFilter {
  return {
    statuses: asked.status?.split(',') ?? null,
    isOpen: flag(asked.is_open),
    isOverdue: flag(asked.is_overdue),
    region: asked.region ?? null,
    agencyId: asked.agency_id ?? null,
    personId: asked.person_id ?? null,
    amountFenMin: asked.amount_fen_min === undefined ? null : BigInt(asked.amount_fen_min),
    amountFenMax: asked.amount_fen_max === undefined ? null : BigInt(asked.amount_fen_max),
  }
}

const filterOf = (asked: Asked): CaseFilter => ({
  ...recordFilterOf(asked),
  levels: asked.level?.split(',') ?? null,
  assignee: asked.assignee ?? null,
})

/** The scope in which somebody reads cases, recoveries and letters. */
export function visibleCases(
  context: ServerContext,
  reader: Reader,
  code: 'READ_CASE' | 'EXPORT' = 'READ_CASE',
): RawBuilder<SqlBool> {
  const columns = { covering: sql`record.covering`, scheme: sql`record.scheme` }
  return visibleTo(context, reader, { code, columns })
}

/** Of what is taken away, both are asked: to read it, and to take it. */
export async function exportableCases(
  context: ServerContext,
  tx: Tx,
  c: Context<ServerEnv>,
): Promise<RawBuilder<SqlBool>> {
  const reader = await getReader(context, tx, c)
  await askFunction(context, tx, c, { function: 'EXPORT', regions: [reader.actor.agencyRegion] })
  return sql<SqlBool>`(${visibleCases(context, reader)} and ${visibleCases(context, reader, 'EXPORT')})`
}

const columns: readonly ExportColumn<CaseForm>[] = [
  textColumn('案件编号', 'case', { width: 38, of: (row) => row.record_id }),
  textColumn('状态', 'status', {
    width: 16,
    of: ({ status }) => caseStatuses[status as keyof typeof caseStatuses].zh,
  }),
  textColumn('等级', 'level', { width: 8, of: ({ level }) => String(level) }),
  textColumn('规则', 'rules', { width: 40, of: (row) => row.rules.map(({ title }) => title.zh).join('、') }),
  textColumn('疑点数', 'findings', { width: 8, of: (row) => String(row.finding_count) }),
  textColumn('个人编号', 'person', { width: 22, of: (row) => row.person_id }),
  yuanColumn('涉及金额（元）', 'amount (yuan)', (row) => row.amount_fen),
  textColumn('核查结论', 'verdict', {
    width: 12,
    of: ({ verdict }) => (verdict === null ? null : verdicts[verdict as keyof typeof verdicts].zh),
  }),
  yuanColumn('认定损失（元）', 'loss (yuan)', (row) => row.loss_fen),
  textColumn('核查人', 'assignee', { width: 14, of: (row) => row.assignee }),
  textColumn('机构', 'agency', { width: 16, of: (row) => row.agency_id }),
  textColumn('地区', 'regions', { width: 16, of: (row) => row.regions.join(' ') }),
  textColumn('期限', 'due', { width: 12, of: (row) => row.due_day }),
  textColumn('是否逾期', 'overdue', { width: 10, of: ({ is_overdue }) => (is_overdue ? '是' : '否') }),
  textColumn('立案时间', 'opened at', { width: 26, of: (row) => row.entered_at }),
  textColumn('最近办理', 'last act', { width: 26, of: (row) => row.changed_at }),
]

const byDue = { column: 'due_day', isDescending: false } as const
const sortTypes = {
  due_day: 'date',
  changed_at: 'timestamptz',
  entered_at: 'timestamptz',
  amount_fen: 'bigint',
  level: 'text',
} as const satisfies Record<(typeof caseSorts)[number], SortType>

/** For the type of the API. */
export const caseListApi = [listRoute] as const

/** Cases within the person's scope, the most urgent first. */
export function caseListRoutes(context: ServerContext): OpenAPIHono<ServerEnv> {
  const app = createRoutes<ServerEnv>()
  app.openapi(listRoute, async (c) => {
    const { limit, cursor, ...asked } = c.req.valid('query')
    const sorting = sortingOf(asked.sort, byDue)
    const request = { sorting, limit, after: positionOf(cursor, sorting, sortTypes[sorting.column]) }
    const rows = await context.db.transaction().execute(async (tx) => {
      const visible = visibleCases(context, await getReader(context, tx, c))
      return listCases(tx, request, { filter: filterOf(asked), visible })
    })
    return c.json(pageOf(rows, request, caseForm), 200)
  })
  app.openapi(exportRoute, async (c) => {
    const { format, ...asked } = c.req.valid('query')
    await takeFromRate(context.db, exportRate, c.var.session.staffId)
    const request = { sorting: sortingOf(asked.sort, byDue), limit: exportRowsMax, after: null }
    const rows = await context.db.transaction().execute(async (tx) => {
      const visible = await exportableCases(context, tx, c)
      return listCases(tx, request, { filter: filterOf(asked), visible })
    })
    await recordExport(context, c, { list: 'CASE', query: asked, rows: rows.length })
    const title = { zh: '案件', en: 'cases' }
    return exportList(format, { title, columns, rows: rows.map(caseForm) }, c.var.language)
  })
  return app
}
