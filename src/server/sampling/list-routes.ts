import { createRoute, type OpenAPIHono } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { type RawBuilder, type SqlBool, sql } from 'kysely'
import { z } from 'zod'
import { createRoutes } from '#platform/http/http-app.ts'
import { ExportFormat, exportList, exportRowsMax } from '#platform/http/list/list-export.ts'
import {
  listQuery,
  pageOf,
  pageSchema,
  positionOf,
  type SortType,
  sortingOf,
} from '#platform/http/list/list-query.ts'
import { takeFromRate } from '#platform/http/rate-limit.ts'
import { IdParam, jsonResponse, problemResponse } from '#platform/http/route.ts'
import type { Tx } from '#platform/postgres/database.ts'
import { exportRate } from '../acting/record-routes.ts'
import { recordFilterOf, recordFilters } from '../cases/case-list-routes.ts'
import { askFunction } from '../findings/ask-function.ts'
import { getReader, type Reader, visibleTo } from '../organisation/reader.ts'
import type { ServerContext } from '../server-context.ts'
import type { ServerEnv } from '../server-env.ts'
import { recordExport } from '../trail/record-export.ts'
import {
  type IssuedRow,
  type ItemRow,
  issuedList,
  itemList,
  listSamples,
  type PlanRow,
  planList,
  type SampleSort,
  sampleSorts,
} from './list-samples.ts'
import { issuedColumns, itemColumns, planColumns } from './sampling-columns.ts'
import { IssuedForm, ItemForm, issuedForm, itemForm, PlanForm, planForm } from './sampling-forms.ts'

const tags = ['稽核 Sampling']
const { status, is_open, is_overdue, region, agency_id } = recordFilters
const filters = { status, is_open, is_overdue, region, agency_id }
const month = z
  .string()
  .regex(/^\d{4}-(0[1-9]|1[0-2])$/)
  .optional()
const functionCode = z
  .string()
  .regex(/^[A-Z_]{1,40}$/)
  .optional()

const PlanQuery = listQuery(sampleSorts, { ...filters, month })
const ItemQuery = listQuery(sampleSorts, {
  ...filters,
  month,
  function: functionCode,
  plan_id: IdParam.optional(),
  checker: IdParam.optional(),
})
const IssuedQuery = listQuery(sampleSorts, filters)
const format = { format: ExportFormat }
const noPage = { limit: true, cursor: true } as const

const fileRoute = <Path extends string, Query extends z.ZodObject>(
  path: Path,
  query: Query,
  summary: string,
) =>
  createRoute({
    method: 'get',
    path: `${path}/export` as const,
    summary,
    tags,
    request: { query },
    responses: { 200: { description: 'CSV, XLSX' }, ...problemResponse },
  })

const PlanExport = PlanQuery.omit(noPage).extend(format)
const ItemExport = ItemQuery.omit(noPage).extend(format)
const IssuedExport = IssuedQuery.omit(noPage).extend(format)

const plansRoute = createRoute({
  method: 'get',
  path: '/sample-plans',
  summary: '抽查计划列表 / sampling plans',
  tags,
  request: { query: PlanQuery },
  responses: { 200: jsonResponse(pageSchema(PlanForm)), ...problemResponse },
})
const itemsRoute = createRoute({
  method: 'get',
  path: '/sample-items',
  summary: '抽查业务列表 / sampled orders',
  tags,
  request: { query: ItemQuery },
  responses: { 200: jsonResponse(pageSchema(ItemForm)), ...problemResponse },
})
const issuedRoute = createRoute({
  method: 'get',
  path: '/issued-findings',
  summary: '下发疑点列表 / issued findings',
  tags,
  request: { query: IssuedQuery },
  responses: { 200: jsonResponse(pageSchema(IssuedForm)), ...problemResponse },
})
const plansFile = fileRoute('/sample-plans', PlanExport, '导出抽查计划（留痕）/ export the list')
const itemsFile = fileRoute('/sample-items', ItemExport, '导出抽查业务（留痕）/ export the list')
const issuedFile = fileRoute('/issued-findings', IssuedExport, '导出下发疑点（留痕）/ export the list')

/** For the type of the API. */
export const samplingListApi = [plansRoute, itemsRoute, issuedRoute] as const

const byDue = { column: 'due_day', isDescending: false } as const
const newestFirst = { column: 'entered_at', isDescending: true } as const
const sortTypes = {
  due_day: 'date',
  changed_at: 'timestamptz',
  entered_at: 'timestamptz',
} as const satisfies Record<SampleSort, SortType>

function visible(
  context: ServerContext,
  reader: Reader,
  code: 'READ_SAMPLE' | 'EXPORT',
): RawBuilder<SqlBool> {
  return visibleTo(context, reader, { code, columns: { covering: sql`record.covering` } })
}

async function exportable(
  context: ServerContext,
  tx: Tx,
  c: Context<ServerEnv>,
): Promise<RawBuilder<SqlBool>> {
  const reader = await getReader(context, tx, c)
  await askFunction(context, tx, c, { function: 'EXPORT', regions: [reader.actor.agencyRegion] })
  return sql<SqlBool>`(${visible(context, reader, 'READ_SAMPLE')} and ${visible(context, reader, 'EXPORT')})`
}

interface Asked {
  readonly month?: string | undefined
  readonly function?: string | undefined
  readonly plan_id?: string | undefined
  readonly checker?: string | undefined
}

const conditionsOf = (asked: Asked): RawBuilder<SqlBool>[] =>
  (['month', 'function', 'plan_id', 'checker'] as const).flatMap((name) =>
    asked[name] === undefined ? [] : [sql<SqlBool>`record.data ->> ${sql.lit(name)} = ${asked[name]}`],
  )

type Paged = z.output<typeof ItemQuery>

function requestOf({ limit, cursor, sort }: Pick<Paged, 'limit' | 'cursor' | 'sort'>, isPlan = false) {
  const sorting = sortingOf(sort, isPlan ? newestFirst : byDue)
  return { sorting, limit, after: positionOf(cursor, sorting, sortTypes[sorting.column]) }
}

const wholeList = (sort: Paged['sort'], isPlan = false) => ({
  sorting: sortingOf(sort, isPlan ? newestFirst : byDue),
  limit: exportRowsMax,
  after: null,
})

/** Plans, items and issued findings within the person's scope, the most urgent first. */
export function samplingListRoutes(context: ServerContext): OpenAPIHono<ServerEnv> {
  const app = createRoutes<ServerEnv>()
  const inScope = <Row>(c: Context<ServerEnv>, read: (tx: Tx, scope: RawBuilder<SqlBool>) => Promise<Row>) =>
    context.db
      .transaction()
      .execute(async (tx) => read(tx, visible(context, await getReader(context, tx, c), 'READ_SAMPLE')))
  const forExport = <Row>(
    c: Context<ServerEnv>,
    read: (tx: Tx, scope: RawBuilder<SqlBool>) => Promise<Row>,
  ) => context.db.transaction().execute(async (tx) => read(tx, await exportable(context, tx, c)))
  const asked = (given: Asked & Parameters<typeof recordFilterOf>[0]) => ({
    filter: recordFilterOf(given),
    conditions: conditionsOf(given),
  })
  app.openapi(plansRoute, async (c) => {
    const query = c.req.valid('query')
    const request = requestOf(query, true)
    const rows = await inScope(c, (tx, scope) =>
      listSamples<PlanRow>(tx, planList, request, { ...asked(query), visible: scope }),
    )
    return c.json(pageOf(rows, request, planForm), 200)
  })
  app.openapi(itemsRoute, async (c) => {
    const query = c.req.valid('query')
    const request = requestOf(query)
    const rows = await inScope(c, (tx, scope) =>
      listSamples<ItemRow>(tx, itemList, request, { ...asked(query), visible: scope }),
    )
    return c.json(pageOf(rows, request, itemForm), 200)
  })
  app.openapi(issuedRoute, async (c) => {
    const query = c.req.valid('query')
    const request = requestOf(query)
    const rows = await inScope(c, (tx, scope) =>
      listSamples<IssuedRow>(tx, issuedList, request, { ...asked(query), visible: scope }),
    )
    return c.json(pageOf(rows, request, issuedForm), 200)
  })
  const { db } = context
  app.openapi(plansFile, async (c) => {
    const { format: asFormat, ...query } = c.req.valid('query')
    await takeFromRate(db, exportRate, c.var.session.staffId)
    const rows = await forExport(c, (tx, scope) =>
      listSamples<PlanRow>(tx, planList, wholeList(query.sort, true), { ...asked(query), visible: scope }),
    )
    await recordExport(context, c, { list: 'SAMPLE_PLAN', query, rows: rows.length })
    const title = { zh: '抽查计划', en: 'sampling plans' }
    return exportList(asFormat, { title, columns: planColumns, rows: rows.map(planForm) }, c.var.language)
  })
  app.openapi(itemsFile, async (c) => {
    const { format: asFormat, ...query } = c.req.valid('query')
    await takeFromRate(db, exportRate, c.var.session.staffId)
    const rows = await forExport(c, (tx, scope) =>
      listSamples<ItemRow>(tx, itemList, wholeList(query.sort), { ...asked(query), visible: scope }),
    )
    await recordExport(context, c, { list: 'SAMPLE_ITEM', query, rows: rows.length })
    const title = { zh: '抽查业务', en: 'sampled orders' }
    return exportList(asFormat, { title, columns: itemColumns, rows: rows.map(itemForm) }, c.var.language)
  })
  app.openapi(issuedFile, async (c) => {
    const { format: asFormat, ...query } = c.req.valid('query')
    await takeFromRate(db, exportRate, c.var.session.staffId)
    const rows = await forExport(c, (tx, scope) =>
      listSamples<IssuedRow>(tx, issuedList, wholeList(query.sort), { ...asked(query), visible: scope }),
    )
    await recordExport(context, c, { list: 'ISSUED_FINDINGS', query, rows: rows.length })
    const title = { zh: '下发疑点', en: 'issued findings' }
    return exportList(asFormat, { title, columns: issuedColumns, rows: rows.map(issuedForm) }, c.var.language)
  })
  return app
}
