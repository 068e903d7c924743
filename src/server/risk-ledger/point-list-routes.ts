import { createRoute, type OpenAPIHono } from '@hono/zod-openapi'
import { type SqlBool, sql } from 'kysely'
import { z } from 'zod'
import { createRoutes } from '#platform/http/http-app.ts'
import { ExportFormat, exportList, exportRowsMax } from '#platform/http/list/list-export.ts'
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
import { findVisible } from '#records/reading/open-record.ts'
import type { RiskPointData } from '#risk-ledger/risk-point-data.ts'
import { actContextOf, kernelWritesTrail } from '../acting/act-context-of.ts'
import { TextForm } from '../acting/record-forms.ts'
import { exportRate } from '../acting/record-routes.ts'
import { ruleTitle } from '../cases/case-forms.ts'
import { asFlag, flag, listOf } from '../findings/counted-filters.ts'
import { getReader } from '../organisation/reader.ts'
import type { ServerContext } from '../server-context.ts'
import type { ServerEnv } from '../server-env.ts'
import { recordExport } from '../trail/record-export.ts'
import { exportReader, visibleLedger } from './ledger-scope.ts'
import { listPoints, liveFindings, type PointFilter, pointSorts } from './list-points.ts'
import { PointForm, pointColumns, pointForm } from './point-forms.ts'

const tags = ['风险台账 Risk ledger']
const Query = listQuery(pointSorts, {
  status: listOf('[A-Z_]{1,40}', 10),
  is_open: flag
    .default('true')
    .describe('在册或待审定 / in force or proposed; what ended is hidden by default'),
  is_overdue: flag.default('any').describe('逾期未复查 / review overdue'),
  level: listOf('[123]', 3),
  residual_level: listOf('[123]', 3),
  stage: listOf('[A-Z_]{1,20}', 3),
  domain: listOf('[A-Z_]{1,20}', 4),
  region: z
    .string()
    .regex(/^\d{6,12}$/)
    .optional(),
  agency_id: IdParam.optional(),
  rule: z
    .string()
    .regex(/^[A-Z]{2,4}-\d{2}$/)
    .optional(),
  q: z.string().trim().min(1).max(60).optional().describe('风险点或部门中的字 / words of risk or department'),
})
const ExportQuery = Query.omit({ limit: true, cursor: true }).extend({ format: ExportFormat })
type Asked = Omit<z.output<typeof Query>, 'limit' | 'cursor'>

const listRoute = createRoute({
  method: 'get',
  path: '/risk-points',
  summary: '风险防控台账 / risk points of the ledger, with the open findings of their rules',
  tags,
  request: { query: Query },
  responses: { 200: jsonResponse(pageSchema(PointForm)), ...problemResponse },
})
const exportRoute = createRoute({
  method: 'get',
  path: '/risk-points/export',
  summary: '导出台账（留痕）/ export the list; it is in the trail',
  tags,
  request: { query: ExportQuery },
  responses: { 200: { description: 'CSV, XLSX' }, ...problemResponse },
})
const liveRoute = createRoute({
  method: 'get',
  path: '/risk-points/{record_id}/findings',
  summary: '风险点对应规则的未结疑点 / open findings of each rule of a risk point',
  tags,
  request: { params: z.object({ record_id: IdParam }) },
  responses: {
    200: jsonResponse(
      z
        .object({
          region: z.string(),
          items: z.array(
            z.object({
              code: z.string(),
              title: TextForm,
              findings: z.string(),
              open_amount_fen: z.string(),
            }),
          ),
        })
        .meta({ id: 'RiskPointFindings' }),
    ),
    ...problemResponse,
  },
})

const numbers = (text: string | undefined): number[] | null => text?.split(',').map(Number) ?? null

function filterOf(asked: Asked): PointFilter {
  return {
    statuses: asked.status?.split(',') ?? null,
    // Whoever asks for a status means it, an ended one too.
    isOpen: asked.status === undefined ? asFlag(asked.is_open) : null,
    isOverdue: asFlag(asked.is_overdue),
    levels: numbers(asked.level),
    residualLevels: numbers(asked.residual_level),
    stages: asked.stage?.split(',') ?? null,
    domains: asked.domain?.split(',') ?? null,
    region: asked.region ?? null,
    agencyId: asked.agency_id ?? null,
    rule: asked.rule ?? null,
    words: asked.q ?? null,
  }
}

/** Gravest first. */
const byLevel = { column: 'level', isDescending: false } as const
const sortTypes = {
  level: 'integer',
  residual_level: 'integer',
  agency_id: 'text',
  due_day: 'date',
  changed_at: 'timestamptz',
} as const satisfies Record<(typeof pointSorts)[number], SortType>

/** For the type of the API. */
export const pointListApi = [listRoute, liveRoute] as const

export function pointListRoutes(context: ServerContext): OpenAPIHono<ServerEnv> {
  const app = createRoutes<ServerEnv>()
  app.openapi(listRoute, async (c) => {
    const { limit, cursor, ...asked } = c.req.valid('query')
    const sorting = sortingOf(asked.sort, byLevel)
    const request = { sorting, limit, after: positionOf(cursor, sorting, sortTypes[sorting.column]) }
    const rows = await context.db.transaction().execute(async (tx) => {
      const visible = visibleLedger(context, await getReader(context, tx, c))
      return listPoints(tx, request, { filter: filterOf(asked), visible })
    })
    return c.json(pageOf(rows, request, pointForm), 200)
  })
  app.openapi(exportRoute, async (c) => {
    const { format, ...asked } = c.req.valid('query')
    await takeFromRate(context.db, exportRate, c.var.session.staffId)
    const request = { sorting: sortingOf(asked.sort, byLevel), limit: exportRowsMax, after: null }
    const rows = await context.db.transaction().execute(async (tx) => {
      const reader = await exportReader(context, tx, c)
      const visible = sql<SqlBool>`(
        ${visibleLedger(context, reader)} and ${visibleLedger(context, reader, 'EXPORT')}
      )`
      return listPoints(tx, request, { filter: filterOf(asked), visible })
    })
    await recordExport(context, c, { list: 'RISK_POINT', query: asked, rows: rows.length })
    const title = { zh: '风险防控台账', en: 'risk ledger' }
    return exportList(format, { title, columns: pointColumns, rows: rows.map(pointForm) }, c.var.language)
  })
  app.openapi(liveRoute, async (c) => {
    kernelWritesTrail(c)
    const { record_id: recordId } = c.req.valid('param')
    const { record } = await findVisible(
      actContextOf(context, c),
      { kind: 'RISK_POINT', recordId },
      'findings',
    )
    const { point } = record.data as RiskPointData
    const region = record.subject.regionCodes[0]!
    const rows = await context.db
      .transaction()
      .execute((tx) => liveFindings(tx, { region, codes: point.rule_codes }))
    const items = rows.map((row) => ({ ...row, title: ruleTitle(row.code) }))
    return c.json({ region, items }, 200)
  })
  return app
}
