import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createRoute, type OpenAPIHono } from '@hono/zod-openapi'
import { type SqlBool, sql } from 'kysely'
import { z } from 'zod'
import { Refusal } from '#base/refusal.ts'
import { createRoutes } from '#platform/http/http-app.ts'
import { keyset } from '#platform/http/list/keyset.ts'
import { exportSheets } from '#platform/http/list/list-export.ts'
import { listQuery, pageOf, pageSchema, positionOf, sortingOf } from '#platform/http/list/list-query.ts'
import { type Rate, takeFromRate } from '#platform/http/rate-limit.ts'
import { IdParam, jsonResponse, problemResponse } from '#platform/http/route.ts'
import type { Tx } from '#platform/postgres/database.ts'
import { openXlsx } from '#platform/xlsx/xlsx-reader.ts'
import type { XlsxRow } from '#platform/xlsx/xlsx-types.ts'
import { Measure, MeasureList, reconstructedList } from '#risk-ledger/measures/measure-data.ts'
import { measureSheet, readMeasures } from '#risk-ledger/measures/measure-sheet.ts'
import { getReader } from '../organisation/reader.ts'
import type { ServerContext } from '../server-context.ts'
import type { ServerEnv } from '../server-env.ts'
import { visibleLedger } from './ledger-scope.ts'

const tags = ['风险台账 Risk ledger']
const workbookRate: Rate = { name: 'measures', limit: 20, windowSeconds: 3_600 }
const count = z.int()

const AssessmentForm = z
  .object({
    record_id: z.string(),
    status: z.string(),
    year: count,
    agency_id: z.string(),
    agency_name: z.string(),
    source: z.enum(['RECONSTRUCTION', 'OFFICIAL']),
    items: count,
    ...{ yes: count, partly: count, no: count, not_applicable: count, open: count },
    /** Gaps whose day has passed. */
    overdue: count,
    submitted_on: z.string().nullable(),
    approved_on: z.string().nullable(),
  })
  .meta({ id: 'MeasureAssessment' })
type AssessmentForm = z.infer<typeof AssessmentForm>
type AssessmentRow = AssessmentForm & { readonly cursor_value: string; readonly cursor_id: string }

const listRoute = createRoute({
  method: 'get',
  path: '/measures',
  summary: '48项措施现行文本 / the text of the 48 measures in force',
  tags,
  responses: {
    200: jsonResponse(MeasureList.extend({ in_force_on: z.string().nullable() }).meta({ id: 'MeasureList' })),
    ...problemResponse,
  },
})
const templateRoute = createRoute({
  method: 'get',
  path: '/measures/template',
  summary: '导入官方文本的模板（.xlsx）/ the template for the official text',
  tags,
  responses: { 200: { description: 'XLSX' }, ...problemResponse },
})
const workbookRoute = createRoute({
  method: 'post',
  path: '/measures/workbook',
  summary:
    '读取官方文本（.xlsx），作为导入申请的内容；不写入 / what a workbook says, as the input of a proposal',
  tags,
  request: {
    body: {
      required: true,
      content: { 'application/octet-stream': { schema: z.string().meta({ format: 'binary' }) } },
    },
  },
  responses: { 200: jsonResponse(z.object({ items: z.array(Measure) })), ...problemResponse },
})
const assessmentsRoute = createRoute({
  method: 'get',
  path: '/measure-assessments',
  summary: '各单位48项措施自评 / self-assessments of the units in the scope',
  tags,
  request: {
    query: listQuery(['year', 'agency_id'], {
      year: z.coerce.number().int().min(2018).max(2100).optional(),
      agency_id: IdParam.optional(),
      /** With everything below it. */
      region: z
        .string()
        .regex(/^\d{6,12}$/)
        .optional(),
      status: z.enum(['DRAFT', 'SUBMITTED', 'APPROVED']).optional(),
    }),
  },
  responses: { 200: jsonResponse(pageSchema(AssessmentForm)), ...problemResponse },
})

/** The official text, or the reconstruction as long as there is none. */
async function listInForce(tx: Tx): Promise<MeasureList & { readonly in_force_on: string | null }> {
  const { rows } = await sql<{ list: unknown; in_force_on: string | null }>`
    select data -> 'list' as list, data ->> 'in_force_on' as in_force_on
    from app.record
    where kind = 'MEASURE_LIST' and status = 'IN_FORCE'
    order by changed_at desc, record_id desc
    limit 1
  `.execute(tx)
  const [row] = rows
  if (row === undefined) return { ...reconstructedList, in_force_on: null }
  return { ...MeasureList.parse(row.list), in_force_on: row.in_force_on }
}

/** The signature of a ZIP, which an .xlsx is. */
const zipBytes = Buffer.from('PK\u0003\u0004', 'latin1')

async function rowsOfFirstSheet(content: Buffer): Promise<XlsxRow[]> {
  if (!content.subarray(0, zipBytes.length).equals(zipBytes)) {
    throw new Refusal('invalid_input', {
      zh: '这不是 .xlsx 工作簿；请按模板另存为 .xlsx 后上传。',
      en: 'this is no .xlsx workbook; save it as .xlsx by the template and send that.',
    })
  }
  const folder = await mkdtemp(path.join(tmpdir(), 'fangxian-measures-'))
  try {
    const file = path.join(folder, 'measures.xlsx')
    await writeFile(file, content, { mode: 0o600 })
    const workbook = await openXlsx(file)
    const found: XlsxRow[] = []
    for await (const rows of workbook.sheets[0]!.rows()) found.push(...rows)
    await workbook.close()
    return found
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

const said = (answer: string) =>
  sql`(count(*) filter (where item ->> 'answer' = ${sql.lit(answer)}))::integer`

/** For the type of the API. */
export const measureApi = [listRoute, workbookRoute, assessmentsRoute] as const

export function measureRoutes(context: ServerContext): OpenAPIHono<ServerEnv> {
  const app = createRoutes<ServerEnv>()
  app.openapi(listRoute, async (c) => {
    const list = await context.db.transaction().execute(async (tx) => {
      await getReader(context, tx, c)
      return listInForce(tx)
    })
    return c.json(list, 200)
  })
  app.openapi(templateRoute, async () => {
    const list = await context.db.transaction().execute(listInForce)
    return exportSheets('48项措施导入模板', [measureSheet(list)])
  })
  app.openapi(workbookRoute, async (c) => {
    await takeFromRate(context.db, workbookRate, c.var.session.staffId)
    const rows = await rowsOfFirstSheet(Buffer.from(await c.req.arrayBuffer()))
    return c.json({ items: readMeasures(rows) }, 200)
  })
  app.openapi(assessmentsRoute, async (c) => {
    const { limit, cursor, sort, year, agency_id: agencyId, region, status } = c.req.valid('query')
    const sorting = sortingOf(sort, { column: 'year', isDescending: true })
    const request = { sorting, limit, after: positionOf(cursor, sorting, 'text') }
    const columns = {
      year: { expression: sql`(record.data ->> 'year')`, type: 'text' },
      agency_id: { expression: sql`record.agency_id`, type: 'text' },
    } as const
    const page = keyset(request, columns, sql<string>`record.record_id`)
    const conditions = [
      sql<SqlBool>`record.kind = 'MEASURE_ASSESSMENT'`,
      status === undefined
        ? sql<SqlBool>`record.status <> 'WITHDRAWN'`
        : sql<SqlBool>`record.status = ${status}`,
      ...(year === undefined ? [] : [sql<SqlBool>`record.data ->> 'year' = ${String(year)}`]),
      ...(region === undefined ? [] : [sql<SqlBool>`record.covering @> ${[region]}::text[]`]),
      ...(agencyId === undefined ? [] : [sql<SqlBool>`record.agency_id = ${agencyId}`]),
    ]
    const rows = await context.db.transaction().execute(async (tx) => {
      const visible = visibleLedger(context, await getReader(context, tx, c))
      const found = await sql<AssessmentRow>`
        select
          record.record_id,
          record.status,
          (record.data ->> 'year')::integer as year,
          record.agency_id,
          record.data ->> 'unit' as agency_name,
          record.data ->> 'source' as source,
          counted.*,
          record.data ->> 'submitted_on' as submitted_on,
          record.data ->> 'approved_on' as approved_on,
          ${page.position}
        from app.record
        cross join lateral (
          select
            count(*)::integer as items,
            ${said('YES')} as yes,
            ${said('PARTLY')} as partly,
            ${said('NO')} as no,
            ${said('NOT_APPLICABLE')} as not_applicable,
            (count(*) filter (where item ->> 'answer' is null))::integer as open,
            (
              count(*) filter (
                where
                  (item ->> 'rectify_by')::date
                  < (clock_timestamp() at time zone 'Asia/Shanghai')::date
              )
            )::integer as overdue
          from jsonb_array_elements(record.data -> 'items') as item
        ) as counted
        where
          ${sql.join([visible, ...conditions], sql` and `)}
          and ${page.after}
        order by ${page.order}
        limit ${page.limit}
      `.execute(tx)
      return found.rows
    })
    return c.json(
      pageOf(rows, request, ({ cursor_value, cursor_id, ...row }) => row),
      200,
    )
  })
  return app
}
