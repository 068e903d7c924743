import { createRoute, type OpenAPIHono } from '@hono/zod-openapi'
import { sql } from 'kysely'
import { z } from 'zod'
import { Detections } from '#campaigns/detection-source.ts'
import { createRoutes, notFound } from '#platform/http/http-app.ts'
import { IdParam, jsonResponse, problemResponse } from '#platform/http/route.ts'
import { getReader } from '../organisation/reader.ts'
import type { ServerContext } from '../server-context.ts'
import type { ServerEnv } from '../server-env.ts'
import { inScope } from './campaign-scope.ts'
import { findingDetections } from './detections.ts'

const tags = ['排查 Campaigns']
const detectionsRoute = createRoute({
  method: 'get',
  path: '/campaign-tasks/{task_id}/detections',
  summary: '本单位同期疑点，逐题，实时 / findings of the unit and period by question, as they stand now',
  tags,
  request: { params: z.object({ task_id: IdParam }) },
  responses: {
    200: jsonResponse(
      z.object({
        detections: z.record(
          z.string(),
          z.object({ count: z.int(), amount_fen: z.string(), finding_ids: z.array(z.string()) }),
        ),
      }),
    ),
    ...problemResponse,
  },
})

/** For the type of the API. */
export const campaignAnswerApi = [detectionsRoute] as const

/** What is known of a unit while it answers. */
export function campaignAnswerRoutes(context: ServerContext): OpenAPIHono<ServerEnv> {
  const app = createRoutes<ServerEnv>()
  app.openapi(detectionsRoute, async (c) => {
    const { task_id: taskId } = c.req.valid('param')
    const found = await context.db.transaction().execute(async (tx) => {
      const reader = await getReader(context, tx, c)
      const { rows } = await sql<{ detections: unknown }>`
        select ${findingDetections({
          agencyId: sql`record.agency_id`,
          from: sql`(record.data -> 'plan' ->> 'period_from')`,
          to: sql`(record.data -> 'plan' ->> 'period_to')`,
        })} as detections
        from app.record
        where record.record_id = ${taskId}
          and record.kind = 'CAMPAIGN_TASK'
          and ${inScope(context, reader, sql`(record.data ->> 'region')`)}
      `.execute(tx)
      const row = rows[0]
      if (row === undefined) throw notFound
      return Detections.parse(row.detections)
    })
    const detections = Object.fromEntries(
      Object.entries(found).map(([question, { count, amount_fen, finding_ids }]) => [
        question,
        { count, amount_fen: amount_fen.toString(), finding_ids },
      ]),
    )
    return c.json({ detections }, 200)
  })
  return app
}
