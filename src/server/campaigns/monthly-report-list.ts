import { createRoute, type OpenAPIHono } from '@hono/zod-openapi'
import { sql } from 'kysely'
import { z } from 'zod'
import { monthlyReportStatuses } from '#campaigns/reporting/define-monthly-report.ts'
import { createRoutes } from '#platform/http/http-app.ts'
import { textColumn } from '#platform/http/list/export-columns.ts'
import { keyset, type SortExpression } from '#platform/http/list/keyset.ts'
import { type ExportColumn, ExportFormat } from '#platform/http/list/list-export.ts'
import {
  type ListRequest,
  listQuery,
  pageOf,
  pageSchema,
  positionOf,
  sortingOf,
} from '#platform/http/list/list-query.ts'
import { jsonResponse, problemResponse } from '#platform/http/route.ts'
import type { Tx } from '#platform/postgres/database.ts'
import type { ServerContext } from '../server-context.ts'
import type { ServerEnv } from '../server-env.ts'
import { CampaignParam } from './campaign-routes.ts'
import { exported, looking, whole } from './export-lines.ts'

/** Monthly reports of a campaign within the scope (每月底上报), and the same as a file. */

const tags = ['排查 Campaigns']
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
type Report = z.infer<typeof Report>

const Query = listQuery(['month', 'region'], {
  region: z
    .string()
    .regex(/^\d{6,12}$/)
    .optional(),
  month: z
    .string()
    .regex(/^\d{4}-\d{2}$/)
    .optional(),
})
const Export = Query.omit({ limit: true, cursor: true }).extend({ format: ExportFormat })

const listRoute = createRoute({
  method: 'get',
  path: '/campaigns/{campaign_id}/reports',
  summary: '各地月报 / monthly reports',
  tags,
  request: { params: CampaignParam, query: Query },
  responses: { 200: jsonResponse(pageSchema(Report)), ...problemResponse },
})
const exportRoute = createRoute({
  method: 'get',
  path: '/campaigns/{campaign_id}/reports/export',
  summary: '导出各地月报情况（留痕）/ export',
  tags,
  request: { params: CampaignParam, query: Export },
  responses: { 200: { description: 'CSV, XLSX' }, ...problemResponse },
})

/** For the type of the API. */
export const monthlyReportListApi = [listRoute, exportRoute] as const

type Row = Report & { readonly cursor_value: string; readonly cursor_id: string }
const sorts = {
  month: { expression: sql`(record.data ->> 'month')`, type: 'text' },
  region: { expression: sql`place.region`, type: 'text' },
} as const satisfies Readonly<Record<string, SortExpression>>
const newestFirst = { column: 'month', isDescending: true } as const

async function listReports(
  tx: Tx,
  request: ListRequest<keyof typeof sorts>,
  given: {
    readonly campaignId: string
    readonly members: readonly string[]
    readonly month: string | undefined
  },
): Promise<Row[]> {
  const page = keyset(request, sorts, sql<string>`record.record_id`)
  const { campaignId, members, month } = given
  const { rows } = await sql<Row>`
    select
      record.record_id as report_id,
      record.agency_id,
      agency.name as agency_name,
      place.region,
      place.name as region_name,
      record.data ->> 'month' as month,
      record.status,
      record.due_day::text as due_on,
      record.data -> 'filed' ->> 'on' as filed_on,
      ${page.position}
    from app.record
    inner join app.agency on agency.agency_id = record.agency_id
    inner join app.region as place on place.region = record.data ->> 'region'
    where record.kind = 'MONTHLY_REPORT'
      and record.data ->> 'campaign_id' = ${campaignId}
      and place.path && ${[...members]}::text[]
      and ${month === undefined ? sql`true` : sql`record.data ->> 'month' = ${month}`}
      and ${page.after}
    order by ${page.order}
    limit ${page.limit}
  `.execute(tx)
  return rows
}

const reportForm = ({ cursor_value: _value, cursor_id: _id, ...row }: Row): Report => row

const columns: readonly ExportColumn<Report>[] = [
  textColumn('月份', 'month', { width: 10, of: (row) => row.month }),
  textColumn('地区', 'region', { width: 16, of: (row) => row.region_name }),
  textColumn('单位', 'unit', { width: 28, of: (row) => row.agency_name }),
  textColumn('状态', 'status', {
    width: 12,
    of: ({ status }) => monthlyReportStatuses[status as keyof typeof monthlyReportStatuses].zh,
  }),
  textColumn('期限', 'due', { width: 12, of: (row) => row.due_on }),
  textColumn('上报日期', 'filed', { width: 12, of: (row) => row.filed_on }),
]

export function monthlyReportListRoutes(context: ServerContext): OpenAPIHono<ServerEnv> {
  const app = createRoutes<ServerEnv>()
  app.openapi(listRoute, async (c) => {
    const { limit, cursor, sort, region, month } = c.req.valid('query')
    const sorting = sortingOf(sort, newestFirst)
    const request = { sorting, limit, after: positionOf(cursor, sorting, 'text') }
    const rows = await context.db.transaction().execute(async (tx) => {
      const { campaign, members } = await looking(context, tx, c, region)
      return listReports(tx, request, { campaignId: campaign.campaignId, members, month })
    })
    return c.json(pageOf(rows, request, reportForm), 200)
  })
  app.openapi(exportRoute, (c) => {
    const { format, region, sort, month } = c.req.valid('query')
    const request = { ...whole, sorting: sortingOf(sort, newestFirst) }
    return exported(
      context,
      c,
      { region, format },
      {
        name: 'CAMPAIGN_MONTHLY_REPORT',
        title: { zh: '各地月报', en: 'monthly reports' },
        columns,
        formOf: reportForm,
        read: (tx, { campaign, members }) =>
          listReports(tx, request, { campaignId: campaign.campaignId, members, month }),
      },
    )
  })
  return app
}
