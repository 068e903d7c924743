import { createRoute, type OpenAPIHono } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { z } from 'zod'
import { scopesOf } from '#access/storing/scope-condition.ts'
import { assert } from '#base/refusal.ts'
import { roundDivision } from '#base/round-division.ts'
import { createRoutes } from '#platform/http/http-app.ts'
import { textColumn, yuanColumn } from '#platform/http/list/export-columns.ts'
import { type ExportColumn, ExportFormat, exportList } from '#platform/http/list/list-export.ts'
import { takeFromRate } from '#platform/http/rate-limit.ts'
import { jsonResponse, problemResponse } from '#platform/http/route.ts'
import type { Tx } from '#platform/postgres/database.ts'
import { exportRate } from '../acting/record-routes.ts'
import { askFunction } from '../findings/ask-function.ts'
import { getReader } from '../organisation/reader.ts'
import type { ServerContext } from '../server-context.ts'
import type { ServerEnv } from '../server-env.ts'
import { recordExport } from '../trail/record-export.ts'
import { type OffSiteAgency, readOffSite } from './off-site.ts'

const AgencyForm = z
  .object({
    agency_id: z.string(),
    name: z.string(),
    region: z.string(),
    region_level: z.string(),
    findings: z.array(z.object({ level: z.int(), count: z.int() })),
    open_fen: z.string(),
    verified: z.int().describe('已核实的疑点 / concluded as true, partly true or not true'),
    precision_millionths: z.string().nullable().describe('查实率，百万分之一 / true and partly true of them'),
    cases_open: z.int(),
    cases_overdue: z.int(),
    recovery_due_fen: z.string(),
    recovery_outstanding_fen: z.string(),
    items_open: z.int(),
    items_overdue: z.int(),
    data_as_of: z.string().nullable(),
    stale_feeds: z
      .array(z.object({ table: z.string(), last_on: z.string(), allowed: z.int() }))
      .describe('超过各自约定天数的数据表（R-WF-15）/ tables older than agreed for each'),
    inspected_on: z.string().nullable(),
    conflicts: z.int(),
  })
  .meta({ id: 'OffSiteAgency' })
type AgencyForm = z.infer<typeof AgencyForm>

const Query = z.strictObject({
  region: z
    .string()
    .regex(/^\d{6,12}$/)
    .optional(),
})
const tags = ['检查 Inspections']
const listRoute = createRoute({
  method: 'get',
  path: '/inspections/off-site',
  summary: '非现场监督：所监督经办机构的现有情况，不评分 / what is known of each agency, without a score',
  tags,
  request: { query: Query },
  responses: { 200: jsonResponse(z.object({ items: z.array(AgencyForm) })), ...problemResponse },
})
const exportRoute = createRoute({
  method: 'get',
  path: '/inspections/off-site/export',
  summary: '导出非现场监督情况（留痕）/ export it; it is in the trail',
  tags,
  request: { query: Query.extend({ format: ExportFormat }) },
  responses: { 200: { description: 'CSV, XLSX' }, ...problemResponse },
})

function agencyForm(row: OffSiteAgency): AgencyForm {
  const { findings_1, findings_2, findings_3, found_true, found_untrue, ...rest } = row
  const { open_fen, recovery_due_fen, recovery_outstanding_fen, ...others } = rest
  const verified = found_true + found_untrue
  return {
    ...others,
    stale_feeds: [...others.stale_feeds],
    findings: [findings_1, findings_2, findings_3].map((count, at) => ({ level: at + 1, count })),
    open_fen: open_fen.toString(),
    verified,
    precision_millionths:
      verified === 0 ? null : roundDivision(BigInt(found_true) * 1_000_000n, BigInt(verified)).toString(),
    recovery_due_fen: recovery_due_fen.toString(),
    recovery_outstanding_fen: recovery_outstanding_fen.toString(),
  }
}

/**
 * Whoever supervises for all schemes; a scope of some schemes sees the lists, and no sums over others'. A region outside
 * of the scope has no agencies.
 */
async function agenciesOf(
  context: ServerContext,
  tx: Tx,
  c: Context<ServerEnv>,
  region: string | undefined,
): Promise<AgencyForm[]> {
  const { catalogue } = context.kernel
  const asked = catalogue.get('READ_INSPECTION')
  assert(asked !== undefined, 'READ_INSPECTION is in the catalogue')
  const reader = await askFunction(context, tx, c, {
    function: 'READ_INSPECTION',
    regions: [await ownRegion(context, tx, c)],
  })
  const regions = scopesOf(reader, asked)
    .filter(({ schemes }) => schemes === null)
    .flatMap((scope) => scope.regions)
  const rows = await readOffSite(tx, regions)
  const shown = region === undefined ? rows : rows.filter((row) => row.region === region)
  return shown.map(agencyForm)
}

async function ownRegion(context: ServerContext, tx: Tx, c: Context<ServerEnv>): Promise<string> {
  const { actor } = await getReader(context, tx, c)
  return actor.agencyRegion
}

const columns: readonly ExportColumn<AgencyForm>[] = [
  textColumn('经办机构', 'agency', { width: 30, of: (row) => row.name }),
  textColumn('地区', 'region', { width: 12, of: (row) => row.region }),
  ...[1, 2, 3].map((level) =>
    textColumn<AgencyForm>(['一级疑点', '二级疑点', '三级疑点'][level - 1]!, `level ${level}`, {
      width: 10,
      of: (row) => String(row.findings[level - 1]!.count),
    }),
  ),
  yuanColumn('未结疑点金额（元）', 'open amount (yuan)', (row) => row.open_fen),
  textColumn('已核实疑点', 'verified', { width: 10, of: (row) => String(row.verified) }),
  textColumn('查实率（百万分之一）', 'precision (millionths)', {
    width: 14,
    of: (row) => row.precision_millionths,
  }),
  textColumn('在办案件', 'open cases', { width: 10, of: (row) => String(row.cases_open) }),
  textColumn('逾期案件', 'overdue cases', { width: 10, of: (row) => String(row.cases_overdue) }),
  yuanColumn('应追回（元）', 'to be recovered (yuan)', (row) => row.recovery_due_fen),
  yuanColumn('尚欠（元）', 'outstanding (yuan)', (row) => row.recovery_outstanding_fen),
  textColumn('未销号整改', 'open items', { width: 10, of: (row) => String(row.items_open) }),
  textColumn('逾期整改', 'overdue items', { width: 10, of: (row) => String(row.items_overdue) }),
  textColumn('数据截至', 'data as of', { width: 12, of: (row) => row.data_as_of }),
  textColumn('陈旧数据表', 'stale tables', {
    width: 30,
    of: (row) => row.stale_feeds.map(({ table, last_on }) => `${table} ${last_on}`).join('；'),
  }),
  textColumn('岗位冲突人数', 'people with conflicting duties', {
    width: 12,
    of: (row) => String(row.conflicts),
  }),
  textColumn('最近现场检查', 'last on-site inspection', { width: 12, of: (row) => row.inspected_on }),
]

/** For the type of the API. */
export const offSiteApi = [listRoute] as const

export function offSiteRoutes(context: ServerContext): OpenAPIHono<ServerEnv> {
  const app = createRoutes<ServerEnv>()
  app.openapi(listRoute, async (c) => {
    const { region } = c.req.valid('query')
    const items = await context.db.transaction().execute((tx) => agenciesOf(context, tx, c, region))
    return c.json({ items }, 200)
  })
  app.openapi(exportRoute, async (c) => {
    const { format, ...asked } = c.req.valid('query')
    await takeFromRate(context.db, exportRate, c.var.session.staffId)
    const rows = await context.db.transaction().execute(async (tx) => {
      await askFunction(context, tx, c, { function: 'EXPORT', regions: [await ownRegion(context, tx, c)] })
      return agenciesOf(context, tx, c, asked.region)
    })
    await recordExport(context, c, { list: 'off-site', query: asked, rows: rows.length })
    const title = { zh: '非现场监督', en: 'off-site supervision' }
    return exportList(format, { title, columns, rows }, c.var.language)
  })
  return app
}
