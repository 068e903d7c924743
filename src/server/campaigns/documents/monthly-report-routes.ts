import path from 'node:path'
import { createRoute, type OpenAPIHono } from '@hono/zod-openapi'
import { sql } from 'kysely'
import { z } from 'zod'
import { dayInChinese } from '#base/calendar-math.ts'
import { monthlyReportValues } from '#campaigns/documents/monthly-report.ts'
import { reportFiles, tagNames } from '#campaigns/documents/report-tags.ts'
import { Figures } from '#campaigns/reporting/define-monthly-report.ts'
import { packageRoot } from '#platform/config.ts'
import { fillTemplate } from '#platform/docx/fill-template.ts'
import { readTemplateFile } from '#platform/docx/read-template.ts'
import { createRoutes, notFound } from '#platform/http/http-app.ts'
import { downloadHeaders } from '#platform/http/list/list-export.ts'
import { takeFromRate } from '#platform/http/rate-limit.ts'
import { IdParam, jsonResponse, problemResponse } from '#platform/http/route.ts'
import { exportRate } from '../../acting/record-routes.ts'
import { getReader } from '../../organisation/reader.ts'
import type { ServerContext } from '../../server-context.ts'
import type { ServerEnv } from '../../server-env.ts'
import { recordExport } from '../../trail/record-export.ts'
import { CampaignParam } from '../campaign-routes.ts'
import { inScope, lookAt } from '../campaign-scope.ts'

/** Monthly reports of a campaign within the scope, and a filed one as .docx; that is on record. */

const tags = ['排查 Campaigns']
/** A province has some 150 cities and counties; the newest months come first. */
const rowsMax = 500

const Report = z
  .object({
    report_id: z.string(),
    agency_id: z.string(),
    agency_name: z.string(),
    region: z.string(),
    region_name: z.string(),
    month: z.string(),
    status: z.string(),
    due_on: z.string().nullable(),
    filed_on: z.string().nullable(),
  })
  .meta({ id: 'CampaignMonthlyReport' })

const listRoute = createRoute({
  method: 'get',
  path: '/campaigns/{campaign_id}/reports',
  summary: '各地月报 / monthly reports',
  tags,
  request: {
    params: CampaignParam,
    query: z.strictObject({
      region: z
        .string()
        .regex(/^\d{6,12}$/)
        .optional(),
      month: z
        .string()
        .regex(/^\d{4}-\d{2}$/)
        .optional(),
    }),
  },
  responses: {
    200: jsonResponse(z.object({ items: z.array(Report), has_more: z.boolean() })),
    ...problemResponse,
  },
})
const documentRoute = createRoute({
  method: 'get',
  path: '/monthly-reports/{record_id}/document',
  summary: '已签报的月报（.docx，留痕）/ a filed monthly report; it is in the trail',
  tags,
  request: { params: z.object({ record_id: IdParam }) },
  responses: { 200: { description: 'DOCX' }, ...problemResponse },
})

/** For the type of the API. */
export const monthlyReportApi = [listRoute, documentRoute] as const

const Filed = z.object({
  campaign_name: z.string(),
  month: z.string(),
  text: z.object({
    work_done: z.string(),
    difficulties: z.string(),
    next_steps: z.string(),
    important: z.string().nullable(),
  }),
  figures: Figures,
  filed: z.object({ on: z.string() }),
})

const docxType = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'
const templates = path.join(packageRoot, 'templates', 'campaigns')

export function monthlyReportRoutes(context: ServerContext): OpenAPIHono<ServerEnv> {
  const app = createRoutes<ServerEnv>()
  addList(app, context)
  app.openapi(documentRoute, async (c) => {
    const { record_id: recordId } = c.req.valid('param')
    await takeFromRate(context.db, exportRate, c.var.session.staffId)
    const found = await context.db.transaction().execute(async (tx) => {
      const reader = await getReader(context, tx, c)
      const { rows } = await sql<{ agency: string; data: unknown; rate: number | null }>`
        select
          agency.name as agency,
          record.data,
          (campaign.data -> 'plan' ->> 'rate_percent')::integer as rate
        from app.record
        inner join app.agency on agency.agency_id = record.agency_id
        inner join app.record as campaign on campaign.record_id = record.data ->> 'campaign_id'
        where record.record_id = ${recordId}
          and record.kind = 'MONTHLY_REPORT'
          and record.status = 'FILED'
          and ${inScope(context, reader, sql`(record.data ->> 'region')`)}
      `.execute(tx)
      return rows[0]
    })
    if (found === undefined) throw notFound
    const { campaign_name: campaign, month, text, figures, filed } = Filed.parse(found.data)
    const values = monthlyReportValues({
      ...{ campaign, month, agency: found.agency, on: dayInChinese(filed.on), figures },
      ...{ workDone: text.work_done, difficulties: text.difficulties, nextSteps: text.next_steps },
      ...{ important: text.important, ratePercent: found.rate ?? 95 },
    })
    await recordExport(context, c, { list: 'MONTHLY_REPORT', query: { record_id: recordId }, rows: 1 })
    const { file, tags: known } = reportFiles.MONTHLY
    const template = await readTemplateFile(templates, file)
    const content = fillTemplate(template, { name: file, values, tags: tagNames(known) })
    const headers = downloadHeaders(`${campaign}月报 ${month} ${found.agency}.docx`, docxType)
    return new Response(new Uint8Array(content), { headers })
  })
  return app
}

function addList(app: OpenAPIHono<ServerEnv>, context: ServerContext): void {
  app.openapi(listRoute, async (c) => {
    const { campaign_id: campaignId } = c.req.valid('param')
    const { region, month } = c.req.valid('query')
    const rows = await context.db.transaction().execute(async (tx) => {
      const { members } = await lookAt(context, tx, c, { campaignId, region })
      const found = await sql<z.infer<typeof Report>>`
        select
          record.record_id as report_id,
          record.agency_id,
          agency.name as agency_name,
          place.region,
          place.name as region_name,
          record.data ->> 'month' as month,
          record.status,
          record.due_day::text as due_on,
          record.data -> 'filed' ->> 'on' as filed_on
        from app.record
        inner join app.agency on agency.agency_id = record.agency_id
        inner join app.region as place on place.region = record.data ->> 'region'
        where record.kind = 'MONTHLY_REPORT'
          and record.data ->> 'campaign_id' = ${campaignId}
          and place.path && ${[...members]}::text[]
          and ${month === undefined ? sql`true` : sql`record.data ->> 'month' = ${month}`}
        order by record.data ->> 'month' desc, place.region, record.record_id
        limit ${rowsMax + 1}
      `.execute(tx)
      return found.rows
    })
    return c.json({ items: rows.slice(0, rowsMax), has_more: rows.length > rowsMax }, 200)
  })
}
