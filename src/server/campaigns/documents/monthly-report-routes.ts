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
import { IdParam, problemResponse } from '#platform/http/route.ts'
import { exportRate } from '../../acting/record-routes.ts'
import { getReader } from '../../organisation/reader.ts'
import type { ServerContext } from '../../server-context.ts'
import type { ServerEnv } from '../../server-env.ts'
import { recordExport } from '../../trail/record-export.ts'
import { inScope } from '../campaign-scope.ts'

/** A filed monthly report as .docx; that is on record. */

const tags = ['排查 Campaigns']
const documentRoute = createRoute({
  method: 'get',
  path: '/monthly-reports/{record_id}/document',
  summary: '已签报的月报（.docx，留痕）/ a filed monthly report; it is in the trail',
  tags,
  request: { params: z.object({ record_id: IdParam }) },
  responses: { 200: { description: 'DOCX' }, ...problemResponse },
})

/** For the type of the API. */
export const monthlyReportApi = [documentRoute] as const

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
