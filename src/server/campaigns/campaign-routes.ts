import { createRoute, type OpenAPIHono } from '@hono/zod-openapi'
import { sql } from 'kysely'
import { z } from 'zod'
import {
  type QuestionTotal,
  readCategoryTotals,
  readQuestionTotals,
  readSpotCoverage,
} from '#campaigns/totals/campaign-coverage.ts'
import { readCampaignTotals } from '#campaigns/totals/campaign-line.ts'
import { createRoutes } from '#platform/http/http-app.ts'
import { listQuery, pageOf, pageSchema, positionOf, sortingOf } from '#platform/http/list/list-query.ts'
import { IdParam, jsonResponse, problemResponse } from '#platform/http/route.ts'
import { getReader } from '../organisation/reader.ts'
import { inSnapshot } from '../overview/overview-reading.ts'
import type { ServerContext } from '../server-context.ts'
import type { ServerEnv } from '../server-env.ts'
import { CampaignForm, campaignForm } from './campaign-forms.ts'
import { inScope, lookAt, seenCampaign } from './campaign-scope.ts'
import { CampaignItem, campaignItem, listCampaigns } from './list-campaigns.ts'

const tags = ['排查 Campaigns']
const region = z
  .string()
  .regex(/^\d{6,12}$/)
  .optional()
export const CampaignParam = z.object({ campaign_id: IdParam })
const RegionQuery = z.strictObject({ region })

const Query = listQuery(['started_on'], {
  status: z
    .string()
    .regex(/^[A-Z]{1,20}(,[A-Z]{1,20}){0,9}$/)
    .optional(),
})

const listRoute = createRoute({
  method: 'get',
  path: '/campaigns',
  summary: '排查、专项治理列表，数字限本人范围 / campaigns, with the figures of one’s scope',
  tags,
  request: { query: Query },
  responses: { 200: jsonResponse(pageSchema(CampaignItem)), ...problemResponse },
})

const glanceRoute = createRoute({
  method: 'get',
  path: '/campaigns/{campaign_id}',
  summary: '排查一览：进度、矛盾、检查面、处理率、整改率 / a campaign at a glance',
  tags,
  request: { params: CampaignParam, query: RegionQuery },
  responses: { 200: jsonResponse(CampaignForm), ...problemResponse },
})

const count = z.int()
const QuestionForm = z
  .object({
    question: z.string(),
    ...{ units: count, yes: count, no: count, partial: count, count, amount_fen: z.string() },
    ...{ detected_count: count, detected_fen: z.string(), contradicted: count, explained: count },
  })
  .meta({ id: 'CampaignQuestion' })

const questionsRoute = createRoute({
  method: 'get',
  path: '/campaigns/{campaign_id}/questions',
  summary: '各题汇总 / totals by question',
  tags,
  request: { params: CampaignParam, query: RegionQuery },
  responses: { 200: jsonResponse(z.object({ items: z.array(QuestionForm) })), ...problemResponse },
})

/** For the type of the API. */
export const campaignApi = [listRoute, glanceRoute, questionsRoute] as const

const newestFirst = { column: 'started_on', isDescending: true } as const

const questionForm = (row: QuestionTotal): z.infer<typeof QuestionForm> => ({
  ...row,
  amount_fen: row.amount_fen.toString(),
  detected_fen: row.detected_fen.toString(),
})

/** Campaigns as whoever supervises looks at them, within the person's scope. */
export function campaignRoutes(context: ServerContext): OpenAPIHono<ServerEnv> {
  const app = createRoutes<ServerEnv>()
  app.openapi(listRoute, async (c) => {
    const { limit, cursor, sort, status } = c.req.valid('query')
    const sorting = sortingOf(sort, newestFirst)
    const request = { sorting, limit, after: positionOf(cursor, sorting, 'date') }
    const rows = await inSnapshot(context, async (tx) => {
      const reader = await getReader(context, tx, c)
      return listCampaigns(tx, request, {
        statuses: status?.split(',') ?? null,
        seen: seenCampaign(context, reader),
        inScope: inScope(context, reader, sql`unit.region`),
        ownPlan: inScope(context, reader, sql`(record.data ->> 'region')`),
      })
    })
    return c.json(pageOf(rows, request, campaignItem), 200)
  })
  app.openapi(glanceRoute, async (c) => {
    const { campaign_id: campaignId } = c.req.valid('param')
    const asked = c.req.valid('query')
    const glance = await inSnapshot(context, async (tx) => {
      const { campaign, coverage, members } = await lookAt(context, tx, c, { campaignId, ...asked })
      const { parts } = coverage
      const own = parts === coverage.members ? [] : members
      const places = { campaignId, members, parts: parts.map((part) => part.region), own }
      const { rows } = await sql<{ today: string }>`
        select ((clock_timestamp() at time zone 'Asia/Shanghai')::date)::text as today
      `.execute(tx)
      return {
        campaign,
        coverage,
        region: asked.region ?? null,
        totals: await readCampaignTotals(tx, places),
        spot: await readSpotCoverage(tx, { campaignId, members }, campaign.plan.spot_counties),
        categories: await readCategoryTotals(tx, { campaignId, members }),
        today: rows[0]!.today,
      }
    })
    return c.json(campaignForm(glance), 200)
  })
  app.openapi(questionsRoute, async (c) => {
    const { campaign_id: campaignId } = c.req.valid('param')
    const items = await inSnapshot(context, async (tx) => {
      const { members } = await lookAt(context, tx, c, { campaignId, ...c.req.valid('query') })
      return readQuestionTotals(tx, { campaignId, members })
    })
    return c.json({ items: items.map(questionForm) }, 200)
  })
  return app
}
