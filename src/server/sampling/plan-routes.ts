import { createRoute, type OpenAPIHono } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { sql } from 'kysely'
import { z } from 'zod'
import { createRoutes } from '#platform/http/http-app.ts'
import { takeFromRate } from '#platform/http/rate-limit.ts'
import { IdParam, jsonResponse, problemResponse } from '#platform/http/route.ts'
import { findVisible } from '#records/reading/open-record.ts'
import type { RecordState } from '#records/record.ts'
import { PlanData } from '#sampling/plans/plan-data.ts'
import { actContextOf, kernelWritesTrail } from '../acting/act-context-of.ts'
import { exportRate } from '../acting/record-routes.ts'
import { askFunction } from '../findings/ask-function.ts'
import type { ServerContext } from '../server-context.ts'
import type { ServerEnv } from '../server-env.ts'
import { recordExport } from '../trail/record-export.ts'
import { replayOf, resultsOf } from './plan-results.ts'
import { PlanResults, Replay } from './sampling-forms.ts'
import { workingPaper } from './working-paper.ts'

const tags = ['稽核 Sampling']
const params = z.object({ record_id: IdParam })

const resultsRoute = createRoute({
  method: 'get',
  path: '/sample-plans/{record_id}/results',
  summary: '抽查结果（分层、置信区间、推断）/ results by stratum with intervals and projection',
  tags,
  request: { params },
  responses: { 200: jsonResponse(PlanResults), ...problemResponse },
})
const replayRoute = createRoute({
  method: 'get',
  path: '/sample-plans/{record_id}/replay',
  summary: '重演抽取：总体、检查点、种子、结果 / the draw once more: population, checkpoint, seed, result',
  tags,
  request: { params },
  responses: { 200: jsonResponse(Replay), ...problemResponse },
})
const paperRoute = createRoute({
  method: 'get',
  path: '/sample-plans/{record_id}/working-paper',
  summary: '抽查工作底稿 .xlsx（留痕）/ the working paper; it is in the trail',
  tags,
  request: { params },
  responses: { 200: { description: 'XLSX' }, ...problemResponse },
})

/** For the type of the API. */
export const planApi = [resultsRoute, replayRoute] as const

async function visiblePlan(
  context: ServerContext,
  c: Context<ServerEnv>,
  recordId: string,
  reading: string,
): Promise<{ readonly record: RecordState; readonly plan: PlanData }> {
  kernelWritesTrail(c)
  const { record } = await findVisible(actContextOf(context, c), { kind: 'SAMPLE_PLAN', recordId }, reading)
  // As the kind has it: its data is parsed already, and is the same in JSON.
  return { record, plan: PlanData.parse(record.data) }
}

/** What there is of a plan beside its record: results, the draw once more, the working paper. */
export function planRoutes(context: ServerContext): OpenAPIHono<ServerEnv> {
  const app = createRoutes<ServerEnv>()
  app.openapi(resultsRoute, async (c) => {
    const { record_id: recordId } = c.req.valid('param')
    const { plan } = await visiblePlan(context, c, recordId, 'results')
    return c.json(await resultsOf(context.db, recordId, plan), 200)
  })
  app.openapi(replayRoute, async (c) => {
    const { record_id: recordId } = c.req.valid('param')
    const { plan } = await visiblePlan(context, c, recordId, 'replay')
    return c.json(replayOf(recordId, plan), 200)
  })
  app.openapi(paperRoute, async (c) => {
    const { record_id: recordId } = c.req.valid('param')
    await takeFromRate(context.db, exportRate, c.var.session.staffId)
    const { record, plan } = await visiblePlan(context, c, recordId, 'working-paper')
    await context.db
      .transaction()
      .execute((tx) =>
        askFunction(context, tx, c, { function: 'EXPORT', regions: record.subject.regionCodes }),
      )
    const results = await resultsOf(context.db, recordId, plan)
    const { rows } = await sql<{ name: string }>`
      select name
      from app.agency
      where agency_id = ${record.subject.agency?.agencyId ?? null}
    `.execute(context.db)
    const agency = rows[0]?.name ?? record.subject.agency?.agencyId ?? ''
    const rowCount = plan.strata.reduce((sum, { drawn }) => sum + (drawn?.length ?? 0), 0)
    await recordExport(context, c, { list: 'SAMPLE_PLAN', query: { record_id: recordId }, rows: rowCount })
    return workingPaper(context.db, { planId: recordId, agency, plan, results }, c.var.language)
  })
  return app
}
