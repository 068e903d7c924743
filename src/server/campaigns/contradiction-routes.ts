import { createRoute, type OpenAPIHono } from '@hono/zod-openapi'
import { sql } from 'kysely'
import { z } from 'zod'
import { findQuestion } from '#campaigns/forms/questions.ts'
import { createRoutes } from '#platform/http/http-app.ts'
import { textColumn, yuanColumn } from '#platform/http/list/export-columns.ts'
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
import { maskData } from '../acting/mask-data.ts'
import type { ServerContext } from '../server-context.ts'
import type { ServerEnv } from '../server-env.ts'
import { CampaignParam } from './campaign-routes.ts'
import { exported, looking, whole } from './export-lines.ts'

/** Answered “no” although there are findings (R-WF-16): each, within the person's scope, and the same as a file. */

const tags = ['排查 Campaigns']
const Contradiction = z
  .object({
    answer_id: z.string(),
    task_id: z.string(),
    agency_id: z.string(),
    agency_name: z.string(),
    region: z.string(),
    region_name: z.string(),
    question: z.string(),
    detected_count: z.int(),
    detected_fen: z.string(),
    explained: z.boolean(),
    text: z.string().nullable(),
  })
  .meta({ id: 'CampaignContradiction' })
type Contradiction = z.infer<typeof Contradiction>

const Query = listQuery(['detected_fen', 'region'], {
  region: z
    .string()
    .regex(/^\d{6,12}$/)
    .optional(),
  is_explained: z.enum(['true', 'false']).optional(),
})
const Export = Query.omit({ limit: true, cursor: true }).extend({ format: ExportFormat })

const listRoute = createRoute({
  method: 'get',
  path: '/campaigns/{campaign_id}/contradictions',
  summary: '答复“否”而已有疑点 / answered “no” although there are findings',
  tags,
  request: { params: CampaignParam, query: Query },
  responses: { 200: jsonResponse(pageSchema(Contradiction)), ...problemResponse },
})
const exportRoute = createRoute({
  method: 'get',
  path: '/campaigns/{campaign_id}/contradictions/export',
  summary: '导出答复与数据的矛盾（留痕）/ export',
  tags,
  request: { params: CampaignParam, query: Export },
  responses: { 200: { description: 'CSV, XLSX' }, ...problemResponse },
})

/** For the type of the API. */
export const contradictionApi = [listRoute, exportRoute] as const

type Row = Omit<Contradiction, 'answer_id' | 'detected_count' | 'detected_fen'> & {
  readonly detected_count: bigint
  readonly detected_fen: bigint
  readonly cursor_value: string
  readonly cursor_id: string
}
const sorts = {
  detected_fen: { expression: sql`answer.detected_fen`, type: 'bigint' },
  region: { expression: sql`answer.region`, type: 'text' },
} as const satisfies Readonly<Record<string, SortExpression>>
type Sort = keyof typeof sorts
const largestFirst = { column: 'detected_fen', isDescending: true } as const

async function listContradictions(
  tx: Tx,
  request: ListRequest<Sort>,
  given: {
    readonly campaignId: string
    readonly members: readonly string[]
    readonly isExplained: 'true' | 'false' | undefined
  },
): Promise<Row[]> {
  const page = keyset(request, sorts, sql<string>`(answer.task_id || ' ' || answer.question)`)
  const { campaignId, members, isExplained } = given
  const { rows } = await sql<Row>`
    select
      answer.task_id,
      answer.agency_id,
      agency.name as agency_name,
      answer.region,
      place.name as region_name,
      answer.question,
      answer.detected_count,
      answer.detected_fen,
      answer.explained,
      answer.text,
      ${page.position}
    from app.campaign_answer as answer
    inner join app.region as place on place.region = answer.region
    inner join app.agency on agency.agency_id = answer.agency_id
    where answer.campaign_id = ${campaignId}
      and answer.answer = 'NO'
      and answer.detected_count > 0
      and place.path && ${[...members]}::text[]
      and ${isExplained === undefined ? sql`true` : sql`answer.explained = ${isExplained === 'true'}`}
      and ${page.after}
    order by ${page.order}
    limit ${page.limit}
  `.execute(tx)
  return rows
}

const contradictionForm = ({ cursor_value: _value, cursor_id: answer_id, ...row }: Row): Contradiction => ({
  ...row,
  answer_id,
  text: row.text === null ? null : String(maskData(row.text)),
  detected_count: Number(row.detected_count),
  detected_fen: row.detected_fen.toString(),
})

const columns: readonly ExportColumn<Contradiction>[] = [
  textColumn('地区', 'region', { width: 16, of: (row) => row.region_name }),
  textColumn('单位', 'unit', { width: 28, of: (row) => row.agency_name }),
  textColumn('题号', 'number', { width: 8, of: (row) => row.question }),
  textColumn('排查内容', 'question', { width: 60, of: (row) => findQuestion(row.question)?.text.zh ?? null }),
  textColumn('疑点数', 'findings', { width: 10, of: (row) => String(row.detected_count) }),
  yuanColumn('疑点金额（元）', 'amount of findings', (row) => row.detected_fen),
  textColumn('是否说明', 'explained', { width: 10, of: (row) => (row.explained ? '是' : '否') }),
  textColumn('说明', 'explanation', { width: 50, of: (row) => row.text }),
]

export function contradictionRoutes(context: ServerContext): OpenAPIHono<ServerEnv> {
  const app = createRoutes<ServerEnv>()
  app.openapi(listRoute, async (c) => {
    const { limit, cursor, ...asked } = c.req.valid('query')
    const sorting = sortingOf(asked.sort, largestFirst)
    const request = { sorting, limit, after: positionOf(cursor, sorting, sorts[sorting.column].type) }
    const rows = await context.db.transaction().execute(async (tx) => {
      const { campaign, members } = await looking(context, tx, c, asked.region)
      const { campaignId } = campaign
      return listContradictions(tx, request, { campaignId, members, isExplained: asked.is_explained })
    })
    return c.json(pageOf(rows, request, contradictionForm), 200)
  })
  app.openapi(exportRoute, (c) => {
    const { format, region, sort, is_explained: isExplained } = c.req.valid('query')
    const request = { ...whole, sorting: sortingOf(sort, largestFirst) }
    return exported(
      context,
      c,
      { region, format },
      {
        name: 'CAMPAIGN_CONTRADICTION',
        title: { zh: '答复与数据的矛盾', en: 'answers against findings' },
        columns,
        formOf: contradictionForm,
        read: (tx, { campaign, members }) =>
          listContradictions(tx, request, { campaignId: campaign.campaignId, members, isExplained }),
      },
    )
  })
  return app
}
