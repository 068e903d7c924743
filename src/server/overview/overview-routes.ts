import { createRoute, type OpenAPIHono } from '@hono/zod-openapi'
import { z } from 'zod'
import { readPrecision } from '#findings/precision.ts'
import { createRoutes } from '#platform/http/http-app.ts'
import { jsonResponse, problemResponse } from '#platform/http/route.ts'
import type { ServerContext } from '../server-context.ts'
import type { ServerEnv } from '../server-env.ts'
import { addOverviewExport } from './overview-export.ts'
import {
  CaseTotalsForm,
  FindingTotalsForm,
  PrecisionForm,
  precisionForm,
  RecoveryTotalsForm,
} from './overview-forms.ts'
import {
  caseTotals,
  FindingQuery,
  findingTotals,
  inSnapshot,
  RegionQuery,
  recoveryTotals,
  scopesToRead,
} from './overview-reading.ts'

const tags = ['风险总览 Overview']

const findingsRoute = createRoute({
  method: 'get',
  path: '/overview/findings',
  summary: '疑点汇总：按状态、等级、规则、月份、地区 / totals of findings and their money',
  tags,
  request: { query: FindingQuery },
  responses: { 200: jsonResponse(FindingTotalsForm), ...problemResponse },
})
const casesRoute = createRoute({
  method: 'get',
  path: '/overview/cases',
  summary: '案件汇总：按状态、地区，含逾期 / totals of cases, overdue ones included',
  tags,
  request: { query: RegionQuery },
  responses: { 200: jsonResponse(CaseTotalsForm), ...problemResponse },
})
const recoveryRoute = createRoute({
  method: 'get',
  path: '/overview/recovery',
  summary: '追回汇总：认定、应收、已收、核销、未收 / totals of recovery',
  tags,
  request: { query: RegionQuery },
  responses: { 200: jsonResponse(RecoveryTotalsForm), ...problemResponse },
})
const precisionRoute = createRoute({
  method: 'get',
  path: '/overview/precision',
  summary: '规则准确率，全系统 / precision of the rules, of the whole installation',
  tags,
  responses: { 200: jsonResponse(z.object({ items: z.array(PrecisionForm) })), ...problemResponse },
})

/** For the type of the API. */
export const overviewApi = [findingsRoute, casesRoute, recoveryRoute, precisionRoute] as const

/** What dashboards show, within the person's scope: no request reads more for more findings. */
export function overviewRoutes(context: ServerContext): OpenAPIHono<ServerEnv> {
  const app = createRoutes<ServerEnv>()
  app.openapi(findingsRoute, async (c) => {
    const asked = c.req.valid('query')
    return c.json(await inSnapshot(context, (tx) => findingTotals(context, tx, c, asked)), 200)
  })
  app.openapi(casesRoute, async (c) => {
    const asked = c.req.valid('query')
    return c.json(await inSnapshot(context, (tx) => caseTotals(context, tx, c, asked)), 200)
  })
  app.openapi(recoveryRoute, async (c) => {
    const asked = c.req.valid('query')
    return c.json(await inSnapshot(context, (tx) => recoveryTotals(context, tx, c, asked)), 200)
  })
  app.openapi(precisionRoute, async (c) => {
    const items = await inSnapshot(context, async (tx) => {
      await scopesToRead(context, tx, c, 'READ')
      return readPrecision(tx)
    })
    return c.json({ items: items.map(precisionForm) }, 200)
  })
  addOverviewExport(app, context)
  return app
}
