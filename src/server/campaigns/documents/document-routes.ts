import path from 'node:path'
import { createRoute, type OpenAPIHono } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { sql } from 'kysely'
import { z } from 'zod'
import { dayInChinese } from '#base/calendar-math.ts'
import { basicSummarySheet } from '#campaigns/documents/basic-summary.ts'
import { campaignReportValues } from '#campaigns/documents/campaign-report.ts'
import { problemSummarySheet } from '#campaigns/documents/problem-summary.ts'
import { reportFiles, tagNames } from '#campaigns/documents/report-tags.ts'
import { packageRoot } from '#platform/config.ts'
import { fillTemplate } from '#platform/docx/fill-template.ts'
import { readTemplateFile } from '#platform/docx/read-template.ts'
import { createRoutes } from '#platform/http/http-app.ts'
import { downloadHeaders, exportRowsMax, exportSheets } from '#platform/http/list/list-export.ts'
import { sortingOf } from '#platform/http/list/list-query.ts'
import { takeFromRate } from '#platform/http/rate-limit.ts'
import { problemResponse } from '#platform/http/route.ts'
import type { Tx } from '#platform/postgres/database.ts'
import { getColumn, getTable } from '#standard/tables.ts'
import { exportRate } from '../../acting/record-routes.ts'
import { askFunction } from '../../findings/ask-function.ts'
import type { ServerContext } from '../../server-context.ts'
import type { ServerEnv } from '../../server-env.ts'
import { recordExport } from '../../trail/record-export.ts'
import { CampaignParam } from '../campaign-routes.ts'
import { type Looked, lookAt } from '../campaign-scope.ts'
import { problemForm } from '../line-forms.ts'
import { listProblems } from '../list-lines.ts'
import { problemSummaryRow } from './problem-row.ts'
import { readBasics } from './read-basics.ts'
import { readFigures } from './read-figures.ts'

/**
 * 附件1, 附件2 and the report of a campaign, of the scope of whoever takes them or of one region in it; each is on record
 * like any export.
 */

const tags = ['排查 Campaigns']
const documents = ['basic-summary', 'problem-summary', 'report'] as const
type DocumentName = (typeof documents)[number]

const documentRoute = createRoute({
  method: 'get',
  path: '/campaigns/{campaign_id}/documents/{document}',
  summary: '附件1、附件2、情况报告（留痕）/ summary forms and report; it is in the trail',
  tags,
  request: {
    params: CampaignParam.extend({ document: z.enum(documents) }),
    query: z.strictObject({
      region: z
        .string()
        .regex(/^\d{6,12}$/)
        .optional(),
    }),
  },
  responses: { 200: { description: 'XLSX, DOCX' }, ...problemResponse },
})

/** For the type of the API. */
export const campaignDocumentApi = [documentRoute] as const

const docxType = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'
const templates = path.join(packageRoot, 'templates', 'campaigns')
const schemeTitles = getColumn(getTable('payment'), 'scheme').codes ?? {}
const wholeByDue = {
  ...{ limit: exportRowsMax, after: null },
  sorting: sortingOf(undefined, { column: 'due_on', isDescending: false } as const),
}

interface Taken {
  readonly rows: number
  readonly write: () => Promise<Response>
}

/** Whose form it is, and the day it is filled in. */
async function readHead(tx: Tx, { reader }: Looked): Promise<{ agency: string; on: string }> {
  const { rows } = await sql<{ agency: string; on: string }>`
    select agency.name as agency, ((clock_timestamp() at time zone 'Asia/Shanghai')::date)::text as on
    from app.agency
    where agency.agency_id = ${reader.actor.agencyId}
  `.execute(tx)
  return rows[0] ?? { agency: '', on: '' }
}

async function takeBasics(tx: Tx, looked: Looked): Promise<Taken> {
  const { campaign, members } = looked
  const head = await readHead(tx, looked)
  const rows = await readBasics(tx, { campaignId: campaign.campaignId, members })
  const title = `${campaign.plan.name} 附件1`
  return { rows: rows.length, write: () => exportSheets(title, [basicSummarySheet(head, rows)]) }
}

async function takeProblems(tx: Tx, looked: Looked): Promise<Taken> {
  const { campaign, members } = looked
  const head = await readHead(tx, looked)
  const all = { statuses: null, isOverdue: null, categories: null, kinds: null, sources: null }
  const asked = { campaignId: campaign.campaignId, members, ...all }
  const rows = (await listProblems(tx, wholeByDue, asked)).map((row) => problemSummaryRow(problemForm(row)))
  const title = `${campaign.plan.name} 附件2`
  return { rows: rows.length, write: () => exportSheets(title, [problemSummarySheet(head, rows)]) }
}

async function takeReport(tx: Tx, looked: Looked): Promise<Taken> {
  const { campaign, coverage } = looked
  const { plan } = campaign
  const { agency, on } = await readHead(tx, looked)
  const { rows } = await sql<{ summary: string | null }>`
    select record.data -> 'finished' ->> 'summary' as summary
    from app.record
    where record.record_id = ${campaign.campaignId}
  `.execute(tx)
  const values = campaignReportValues({
    ...{ plan, agency, on: dayInChinese(on) },
    regions: coverage.members.map(({ name }) => name),
    schemes: plan.schemes.map((code) => schemeTitles[code] ?? code),
    figures: await readFigures(tx, looked),
    // Of the whole campaign, for whoever may open its plan.
    summary: campaign.isOwnPlan ? (rows[0]?.summary ?? '') : '',
  })
  const { file, tags: known } = reportFiles.CAMPAIGN
  return {
    rows: 1,
    write: async () => {
      const template = await readTemplateFile(templates, file)
      const content = fillTemplate(template, { name: file, values, tags: tagNames(known) })
      const headers = downloadHeaders(`${plan.name}情况报告.docx`, docxType)
      return new Response(new Uint8Array(content), { headers })
    },
  }
}

const takers: Readonly<Record<DocumentName, (tx: Tx, looked: Looked) => Promise<Taken>>> = {
  'basic-summary': takeBasics,
  'problem-summary': takeProblems,
  report: takeReport,
}

async function written(
  context: ServerContext,
  c: Context<ServerEnv>,
  asked: {
    readonly campaignId: string
    readonly document: DocumentName
    readonly region?: string | undefined
  },
): Promise<Response> {
  await takeFromRate(context.db, exportRate, c.var.session.staffId)
  const { campaignId, document, region } = asked
  const { rows, write } = await context.db.transaction().execute(async (tx) => {
    const looked = await lookAt(context, tx, c, { campaignId, region })
    await askFunction(context, tx, c, { function: 'EXPORT', regions: looked.members })
    return takers[document](tx, looked)
  })
  const query = { campaign_id: campaignId, document, ...(region === undefined ? {} : { region }) }
  await recordExport(context, c, { list: 'CAMPAIGN', query, rows })
  return write()
}

export function campaignDocumentRoutes(context: ServerContext): OpenAPIHono<ServerEnv> {
  return createRoutes<ServerEnv>().openapi(documentRoute, (c) => {
    const { campaign_id: campaignId, document } = c.req.valid('param')
    const { region } = c.req.valid('query')
    return written(context, c, { campaignId, document, region })
  })
}
