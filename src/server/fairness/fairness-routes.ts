import { createRoute, type OpenAPIHono } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { z } from 'zod'
import { scopesOf } from '#access/storing/scope-condition.ts'
import { assert } from '#base/refusal.ts'
import { type Fairness, findCountedRun, readFairness } from '#fairness/read-fairness.ts'
import { coverageOf } from '#overview/coverage.ts'
import { createRoutes, notFound } from '#platform/http/http-app.ts'
import { ExportFormat, exportList } from '#platform/http/list/list-export.ts'
import { takeFromRate } from '#platform/http/rate-limit.ts'
import { jsonResponse, problemResponse } from '#platform/http/route.ts'
import type { Tx } from '#platform/postgres/database.ts'
import { exportRate } from '../acting/record-routes.ts'
import { askFunction } from '../findings/ask-function.ts'
import { getReader } from '../organisation/reader.ts'
import type { ServerContext } from '../server-context.ts'
import type { ServerEnv } from '../server-env.ts'
import { recordExport } from '../trail/record-export.ts'
import { exportColumns, FairnessForm, fairnessForm } from './fairness-forms.ts'

const tags = ['风险总览 Overview']
const filters = {
  run_id: z
    .string()
    .regex(/^[A-Za-z0-9-]{8,64}$/)
    .optional()
    .describe('缺省为最近一次筛查 / the latest run where absent'),
  rule_code: z
    .string()
    .regex(/^[A-Z]{2,4}-\d{2}$/)
    .optional(),
  region: z
    .string()
    .regex(/^\d{6,12}$/)
    .optional(),
}
const Query = z.strictObject(filters)
type Asked = z.output<typeof Query>

const readRoute = createRoute({
  method: 'get',
  path: '/fairness',
  summary: '公平性报告：按性别、年龄、地区的命中率和属实率 / how findings meet groups of people',
  tags,
  request: { query: Query },
  responses: { 200: jsonResponse(FairnessForm), ...problemResponse },
})
const exportRoute = createRoute({
  method: 'get',
  path: '/fairness/export',
  summary: '导出公平性报告（留痕）/ export the report; it is in the trail',
  tags,
  request: { query: Query.extend({ format: ExportFormat }) },
  responses: { 200: { description: 'CSV, XLSX' }, ...problemResponse },
})

/** Null: no run has been counted there yet. */
async function readAsked(
  context: ServerContext,
  tx: Tx,
  c: Context<ServerEnv>,
  { isExport, ...asked }: Asked & { readonly isExport: boolean },
): Promise<Fairness | null> {
  const read = context.kernel.catalogue.get('READ')
  assert(read !== undefined, 'READ is in the catalogue')
  const scopes = scopesOf(await getReader(context, tx, c), read)
  const coverage = await coverageOf(tx, { scopes, region: asked.region ?? null })
  if (coverage === null || coverage.members.length === 0) throw notFound
  const regions = coverage.members.map(({ region }) => region)
  if (isExport) await askFunction(context, tx, c, { function: 'EXPORT', regions })
  const run = await findCountedRun(tx, { runId: asked.run_id ?? null, regions })
  if (run === null && asked.run_id !== undefined) throw notFound
  return run === null ? null : readFairness(tx, { ...run, ruleCode: asked.rule_code ?? null, regions })
}

/** For the type of the API. */
export const fairnessApi = [readRoute] as const

/** Counts by group, never people; small groups are not shown (platform.md 24). */
export function fairnessRoutes(context: ServerContext): OpenAPIHono<ServerEnv> {
  const app = createRoutes<ServerEnv>()
  app.openapi(readRoute, async (c) => {
    const asked = c.req.valid('query')
    const fairness = await context.db
      .transaction()
      .execute((tx) => readAsked(context, tx, c, { ...asked, isExport: false }))
    return c.json(fairnessForm(fairness), 200)
  })
  app.openapi(exportRoute, async (c) => {
    const { format, ...asked } = c.req.valid('query')
    await takeFromRate(context.db, exportRate, c.var.session.staffId)
    const fairness = await context.db
      .transaction()
      .execute((tx) => readAsked(context, tx, c, { ...asked, isExport: true }))
    const { groups } = fairnessForm(fairness)
    await recordExport(context, c, { list: 'fairness', query: asked, rows: groups.length })
    const title = { zh: '公平性报告', en: 'fairness' }
    return exportList(format, { title, columns: exportColumns, rows: groups }, c.var.language)
  })
  return app
}
