import { createRoute, type OpenAPIHono } from '@hono/zod-openapi'
import { sql } from 'kysely'
import { z } from 'zod'
import { Detections } from '#campaigns/detection-source.ts'
import { createRoutes, notFound } from '#platform/http/http-app.ts'
import { IdParam, jsonResponse, problemResponse } from '#platform/http/route.ts'
import { maskData } from '../acting/mask-data.ts'
import { getReader } from '../organisation/reader.ts'
import type { ServerContext } from '../server-context.ts'
import type { ServerEnv } from '../server-env.ts'
import { CampaignParam } from './campaign-routes.ts'
import { inScope, lookAt } from './campaign-scope.ts'
import { findingDetections } from './detections.ts'

const tags = ['排查 Campaigns']
const rowsMax = 500

const Contradiction = z
  .object({
    task_id: z.string(),
    agency_id: z.string(),
    agency_name: z.string(),
    region: z.string(),
    question: z.string(),
    detected_count: z.int(),
    detected_fen: z.string(),
    explained: z.boolean(),
    text: z.string().nullable(),
  })
  .meta({ id: 'CampaignContradiction' })

const contradictionsRoute = createRoute({
  method: 'get',
  path: '/campaigns/{campaign_id}/contradictions',
  summary: '答复“否”而已有疑点 / answered “no” although there are findings',
  tags,
  request: {
    params: CampaignParam,
    query: z.strictObject({
      region: z
        .string()
        .regex(/^\d{6,12}$/)
        .optional(),
      is_explained: z.enum(['true', 'false']).optional(),
    }),
  },
  responses: {
    200: jsonResponse(z.object({ items: z.array(Contradiction), has_more: z.boolean() })),
    ...problemResponse,
  },
})

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
export const campaignAnswerApi = [contradictionsRoute, detectionsRoute] as const

type Row = Omit<z.infer<typeof Contradiction>, 'detected_count' | 'detected_fen'> & {
  readonly detected_count: bigint
  readonly detected_fen: bigint
}

/** What units said against what is known of them. */
export function campaignAnswerRoutes(context: ServerContext): OpenAPIHono<ServerEnv> {
  const app = createRoutes<ServerEnv>()
  app.openapi(contradictionsRoute, async (c) => {
    const { campaign_id: campaignId } = c.req.valid('param')
    const { region, is_explained: isExplained } = c.req.valid('query')
    const rows = await context.db.transaction().execute(async (tx) => {
      const { members } = await lookAt(context, tx, c, { campaignId, region })
      const found = await sql<Row>`
        select
          answer.task_id, answer.agency_id, agency.name as agency_name, answer.region, answer.question,
          answer.detected_count, answer.detected_fen, answer.explained, answer.text
        from app.campaign_answer as answer
        inner join app.region as place on place.region = answer.region
        inner join app.agency on agency.agency_id = answer.agency_id
        where answer.campaign_id = ${campaignId}
          and answer.answer = 'NO'
          and answer.detected_count > 0
          and place.path && ${[...members]}::text[]
          and ${isExplained === undefined ? sql`true` : sql`answer.explained = ${isExplained === 'true'}`}
        order by answer.explained, answer.detected_fen desc, answer.region, answer.question, answer.task_id
        limit ${rowsMax + 1}
      `.execute(tx)
      return found.rows
    })
    const items = rows.slice(0, rowsMax).map((row) => ({
      ...row,
      text: row.text === null ? null : String(maskData(row.text)),
      detected_count: Number(row.detected_count),
      detected_fen: row.detected_fen.toString(),
    }))
    return c.json({ items, has_more: rows.length > rowsMax }, 200)
  })
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
