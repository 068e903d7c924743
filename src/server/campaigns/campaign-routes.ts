import { createRoute, type OpenAPIHono } from '@hono/zod-openapi'
import { sql } from 'kysely'
import { z } from 'zod'
import { findQuestion, questions } from '#campaigns/forms/questions.ts'
import {
  type QuestionTotal,
  readCategoryTotals,
  readQuestionTotals,
  readSpotCoverage,
} from '#campaigns/totals/campaign-coverage.ts'
import { readCampaignTotals } from '#campaigns/totals/campaign-line.ts'
import { createRoutes } from '#platform/http/http-app.ts'
import { textColumn, yuanColumn } from '#platform/http/list/export-columns.ts'
import { type ExportColumn, ExportFormat } from '#platform/http/list/list-export.ts'
import { listQuery, pageOf, pageSchema, positionOf, sortingOf } from '#platform/http/list/list-query.ts'
import { IdParam, jsonResponse, problemResponse } from '#platform/http/route.ts'
import { getReader } from '../organisation/reader.ts'
import { inSnapshot } from '../overview/overview-reading.ts'
import type { ServerContext } from '../server-context.ts'
import type { ServerEnv } from '../server-env.ts'
import { CampaignForm, campaignForm } from './campaign-forms.ts'
import { inScope, lookAt, seenCampaign } from './campaign-scope.ts'
import { exported } from './export-lines.ts'
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

const questionsExport = createRoute({
  method: 'get',
  path: '/campaigns/{campaign_id}/questions/export',
  summary: '导出各题汇总（留痕）/ export',
  tags,
  request: { params: CampaignParam, query: RegionQuery.extend({ format: ExportFormat }) },
  responses: { 200: { description: 'CSV, XLSX' }, ...problemResponse },
})

/** For the type of the API. */
export const campaignApi = [listRoute, glanceRoute, questionsRoute, questionsExport] as const

const newestFirst = { column: 'started_on', isDescending: true } as const

const questionForm = (row: QuestionTotal): z.infer<typeof QuestionForm> => ({
  ...row,
  amount_fen: row.amount_fen.toString(),
  detected_fen: row.detected_fen.toString(),
})

const numberColumn = (
  title: readonly [zh: string, en: string],
  of: (row: z.infer<typeof QuestionForm>) => number,
): ExportColumn<z.infer<typeof QuestionForm>> =>
  textColumn(title[0], title[1], { width: 10, of: (row) => String(of(row)) })

const questionColumns: readonly ExportColumn<z.infer<typeof QuestionForm>>[] = [
  textColumn('题号', 'number', { width: 8, of: (row) => row.question }),
  textColumn('排查内容', 'question', { width: 60, of: (row) => findQuestion(row.question)?.text.zh ?? null }),
  numberColumn(['单位数', 'units'], (row) => row.units),
  numberColumn(['是', 'yes'], (row) => row.yes),
  numberColumn(['部分', 'partial'], (row) => row.partial),
  numberColumn(['否', 'no'], (row) => row.no),
  numberColumn(['自查数量', 'count of the self-check'], (row) => row.count),
  yuanColumn('自查金额（元）', 'amount of the self-check', (row) => row.amount_fen),
  numberColumn(['疑点数', 'findings'], (row) => row.detected_count),
  yuanColumn('疑点金额（元）', 'amount of findings', (row) => row.detected_fen),
  numberColumn(['与数据矛盾', 'contradictions'], (row) => row.contradicted),
  numberColumn(['已说明', 'explained'], (row) => row.explained),
]

const formOrder = new Map(questions.map(({ number }, index) => [number, index]))

/** As on the form: 10.1 comes last. */
const inFormOrder = (rows: readonly QuestionTotal[]): readonly QuestionTotal[] =>
  rows.toSorted((one, other) => (formOrder.get(one.question) ?? 0) - (formOrder.get(other.question) ?? 0))

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
  app.openapi(questionsExport, (c) =>
    exported(context, c, c.req.valid('query'), {
      name: 'CAMPAIGN_QUESTION',
      title: { zh: '各题汇总', en: 'totals by question' },
      columns: questionColumns,
      formOf: questionForm,
      read: async (tx, { campaign, members }) =>
        inFormOrder(await readQuestionTotals(tx, { campaignId: campaign.campaignId, members })),
    }),
  )
  return app
}
