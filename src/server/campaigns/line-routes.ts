import { createRoute, type OpenAPIHono } from '@hono/zod-openapi'
import { z } from 'zod'
import { createRoutes } from '#platform/http/http-app.ts'
import { ExportFormat } from '#platform/http/list/list-export.ts'
import { listQuery, pageOf, pageSchema, positionOf, sortingOf } from '#platform/http/list/list-query.ts'
import { jsonResponse, problemResponse } from '#platform/http/route.ts'
import type { ServerContext } from '../server-context.ts'
import type { ServerEnv } from '../server-env.ts'
import { CampaignParam } from './campaign-routes.ts'
import type { Looked } from './campaign-scope.ts'
import { exported, looking, whole } from './export-lines.ts'
import {
  CheckForm,
  checkExport,
  checkForm,
  ProblemForm,
  problemExport,
  problemForm,
  UnitForm,
  unitExport,
  unitForm,
} from './line-forms.ts'
import { checkSorts, listChecks, listProblems, listUnits, problemSorts, unitSorts } from './list-lines.ts'

const tags = ['排查 Campaigns']
const codes = z
  .string()
  .regex(/^[A-Z_]{1,20}(,[A-Z_]{1,20}){0,9}$/)
  .optional()
const isTrue = z.enum(['true', 'false']).optional()
const common = {
  region: z
    .string()
    .regex(/^\d{6,12}$/)
    .optional(),
  status: codes,
  is_overdue: isTrue,
}
const UnitQuery = listQuery(unitSorts, { ...common, has_contradictions: isTrue })
const CheckQuery = listQuery(checkSorts, { ...common, level: codes })
const ProblemQuery = listQuery(problemSorts, {
  ...common,
  category: z
    .string()
    .regex(/^(10|[1-9])(,(10|[1-9])){0,9}$/)
    .optional(),
  kind: codes,
  source: codes,
})
const unpaged = { limit: true, cursor: true } as const
const format = { format: ExportFormat }
const UnitExport = UnitQuery.omit(unpaged).extend(format)
const CheckExport = CheckQuery.omit(unpaged).extend(format)
const ProblemExport = ProblemQuery.omit(unpaged).extend(format)

const listOf = <Path extends string, Query extends z.ZodObject, Form extends z.ZodObject>(
  path: Path,
  summary: string,
  { query, form }: { readonly query: Query; readonly form: Form },
) =>
  createRoute({
    method: 'get',
    path,
    summary,
    tags,
    request: { params: CampaignParam, query },
    responses: { 200: jsonResponse(pageSchema(form)), ...problemResponse },
  })

const exportOf = <Path extends string, Query extends z.ZodObject>(
  path: Path,
  summary: string,
  query: Query,
) =>
  createRoute({
    method: 'get',
    path,
    summary,
    tags,
    request: { params: CampaignParam, query },
    responses: { 200: { description: 'CSV, XLSX' }, ...problemResponse },
  })

const unitsRoute = listOf('/campaigns/{campaign_id}/units', '填报单位 / units', {
  query: UnitQuery,
  form: UnitForm,
})
const unitsExport = exportOf(
  '/campaigns/{campaign_id}/units/export',
  '导出填报单位（留痕）/ export',
  UnitExport,
)
const checksRoute = listOf('/campaigns/{campaign_id}/checks', '互查、市级检查、省级抽查 / checks', {
  query: CheckQuery,
  form: CheckForm,
})
const checksExport = exportOf(
  '/campaigns/{campaign_id}/checks/export',
  '导出检查（留痕）/ export',
  CheckExport,
)
const problemsRoute = listOf('/campaigns/{campaign_id}/problems', '排查问题 / problems', {
  query: ProblemQuery,
  form: ProblemForm,
})
const problemsExport = exportOf(
  '/campaigns/{campaign_id}/problems/export',
  '导出问题（留痕）/ export',
  ProblemExport,
)

/** For the type of the API. */
export const campaignLineApi = [
  unitsRoute,
  unitsExport,
  checksRoute,
  checksExport,
  problemsRoute,
  problemsExport,
] as const

const byRegion = { column: 'region', isDescending: false } as const
const byDue = { column: 'due_on', isDescending: false } as const
const flag = (value: 'true' | 'false' | undefined): boolean | null =>
  value === undefined ? null : value === 'true'
const list = (value: string | undefined): readonly string[] | null => value?.split(',') ?? null

interface AskedCommon {
  readonly status?: string | undefined
  readonly is_overdue?: 'true' | 'false' | undefined
}

const filterOf = ({ campaign, members }: Looked, asked: AskedCommon) => ({
  campaignId: campaign.campaignId,
  members,
  statuses: list(asked.status),
  isOverdue: flag(asked.is_overdue),
})

type UnitAsked = Omit<z.output<typeof UnitQuery>, 'limit' | 'cursor'>
type CheckAsked = Omit<z.output<typeof CheckQuery>, 'limit' | 'cursor'>
type ProblemAsked = Omit<z.output<typeof ProblemQuery>, 'limit' | 'cursor'>

const unitFilter = (looked: Looked, asked: UnitAsked) => ({
  ...filterOf(looked, asked),
  hasContradictions: flag(asked.has_contradictions),
})
const checkFilter = (looked: Looked, asked: CheckAsked) => ({
  ...filterOf(looked, asked),
  levels: list(asked.level),
  byAgency: asked.region === undefined ? looked.reader.actor.agencyId : null,
})
const problemFilter = (looked: Looked, asked: ProblemAsked) => ({
  ...filterOf(looked, asked),
  categories: asked.category?.split(',').map(Number) ?? null,
  kinds: list(asked.kind),
  sources: list(asked.source),
})

/** Lists of a campaign's units, checks and problems within the person's scope, and the same as files. */
export function campaignLineRoutes(context: ServerContext): OpenAPIHono<ServerEnv> {
  const app = createRoutes<ServerEnv>()
  addLists(app, context)
  addExports(app, context)
  return app
}

function addLists(app: OpenAPIHono<ServerEnv>, context: ServerContext): void {
  app.openapi(unitsRoute, async (c) => {
    const { limit, cursor, ...asked } = c.req.valid('query')
    const sorting = sortingOf(asked.sort, byRegion)
    const types = { region: 'text', due_on: 'date', contradictions: 'integer', answered: 'integer' } as const
    const type = sorting.column === 'detected_fen' ? 'bigint' : types[sorting.column]
    const request = { sorting, limit, after: positionOf(cursor, sorting, type) }
    const rows = await context.db.transaction().execute(async (tx) => {
      const looked = await looking(context, tx, c, asked.region)
      return listUnits(tx, request, unitFilter(looked, asked))
    })
    return c.json(pageOf(rows, request, unitForm), 200)
  })
  app.openapi(checksRoute, async (c) => {
    const { limit, cursor, ...asked } = c.req.valid('query')
    const sorting = sortingOf(asked.sort, byDue)
    const type = sorting.column === 'region' ? 'text' : 'date'
    const request = { sorting, limit, after: positionOf(cursor, sorting, type) }
    const rows = await context.db.transaction().execute(async (tx) => {
      const looked = await looking(context, tx, c, asked.region)
      return listChecks(tx, request, checkFilter(looked, asked))
    })
    return c.json(pageOf(rows, request, checkForm), 200)
  })
  app.openapi(problemsRoute, async (c) => {
    const { limit, cursor, ...asked } = c.req.valid('query')
    const sorting = sortingOf(asked.sort, byDue)
    const types = { region: 'text', due_on: 'date', amount_fen: 'bigint', found_on: 'date' } as const
    const request = { sorting, limit, after: positionOf(cursor, sorting, types[sorting.column]) }
    const rows = await context.db.transaction().execute(async (tx) => {
      const looked = await looking(context, tx, c, asked.region)
      return listProblems(tx, request, problemFilter(looked, asked))
    })
    return c.json(pageOf(rows, request, problemForm), 200)
  })
}

function addExports(app: OpenAPIHono<ServerEnv>, context: ServerContext): void {
  app.openapi(unitsExport, (c) => {
    const { format, ...asked } = c.req.valid('query')
    const request = { ...whole, sorting: sortingOf(asked.sort, byRegion) }
    return exported(
      context,
      c,
      { region: asked.region, format },
      {
        name: 'CAMPAIGN_UNIT',
        title: { zh: '填报单位', en: 'units' },
        columns: unitExport,
        formOf: unitForm,
        read: (tx, looked) => listUnits(tx, request, unitFilter(looked, asked)),
      },
    )
  })
  app.openapi(checksExport, (c) => {
    const { format, ...asked } = c.req.valid('query')
    const request = { ...whole, sorting: sortingOf(asked.sort, byDue) }
    return exported(
      context,
      c,
      { region: asked.region, format },
      {
        name: 'CAMPAIGN_CHECK',
        title: { zh: '检查', en: 'checks' },
        columns: checkExport,
        formOf: checkForm,
        read: (tx, looked) => listChecks(tx, request, checkFilter(looked, asked)),
      },
    )
  })
  app.openapi(problemsExport, (c) => {
    const { format, ...asked } = c.req.valid('query')
    const request = { ...whole, sorting: sortingOf(asked.sort, byDue) }
    return exported(
      context,
      c,
      { region: asked.region, format },
      {
        name: 'CAMPAIGN_PROBLEM',
        title: { zh: '排查问题', en: 'problems' },
        columns: problemExport,
        formOf: problemForm,
        read: (tx, looked) => listProblems(tx, request, problemFilter(looked, asked)),
      },
    )
  })
}
