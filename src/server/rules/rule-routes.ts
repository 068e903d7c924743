import { createRoute, type OpenAPIHono } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { z } from 'zod'
import { readPrecision } from '#findings/precision.ts'
import { createRoutes, notFound } from '#platform/http/http-app.ts'
import { ExportFormat, exportList } from '#platform/http/list/list-export.ts'
import { takeFromRate } from '#platform/http/rate-limit.ts'
import { jsonResponse, problemResponse } from '#platform/http/route.ts'
import type { Tx } from '#platform/postgres/database.ts'
import { everyRule, findRule } from '#rules/every-rule.ts'
import { listSetParameters } from '#runs/rule-parameters.ts'
import type { AnyRule } from '#screening/rule.ts'
import { exportRate } from '../acting/record-routes.ts'
import { askFunction } from '../findings/ask-function.ts'
import { getReader, type Reader } from '../organisation/reader.ts'
import type { ServerContext } from '../server-context.ts'
import type { ServerEnv } from '../server-env.ts'
import { recordExport } from '../trail/record-export.ts'
import { exportColumns } from './rule-export.ts'
import { OpenedRuleForm, openedRuleForm, RuleForm, ruleForm } from './rule-forms.ts'
import { addRuleRuns, ruleRunsRoute } from './rule-run-routes.ts'

const tags = ['规则 Rules']
const filters = {
  family: z
    .string()
    .regex(/^[a-z]{2,20}(,[a-z]{2,20}){0,19}$/)
    .optional(),
  level: z
    .string()
    .regex(/^[123](,[123]){0,2}$/)
    .optional(),
  q: z.string().trim().max(60).optional().describe('编号、名称或说明中的字 / words of code, title or text'),
}
const Query = z.strictObject(filters)
type Asked = z.output<typeof Query>

const listRoute = createRoute({
  method: 'get',
  path: '/rules',
  summary: '规则目录：今天的参数和实测准确率 / every rule, with the parameters and the precision of today',
  tags,
  request: { query: Query },
  responses: { 200: jsonResponse(z.object({ items: z.array(RuleForm) })), ...problemResponse },
})
const exportRoute = createRoute({
  method: 'get',
  path: '/rules/export',
  summary: '导出规则目录（留痕）/ export the catalogue; it is in the trail',
  tags,
  request: { query: Query.extend({ format: ExportFormat }) },
  responses: { 200: { description: 'CSV, XLSX' }, ...problemResponse },
})
const openRoute = createRoute({
  method: 'get',
  path: '/rules/{rule_code}',
  summary: '一条规则：依据、SQL、参数及其变更 / a rule: basis, SQL, parameters and how they were changed',
  tags,
  request: { params: z.object({ rule_code: z.string().regex(/^[A-Z]{2,4}-\d{2}$/) }) },
  responses: { 200: jsonResponse(OpenedRuleForm), ...problemResponse },
})

function isAsked(row: RuleForm, { family, level, q }: Asked): boolean {
  const words = [row.code, row.title.zh, row.title.en, row.finds.zh, row.finds.en].join('\n').toLowerCase()
  return (
    (family === undefined || family.split(',').includes(row.family)) &&
    (level === undefined || level.split(',').includes(String(row.level))) &&
    (q === undefined || words.includes(q.toLowerCase()))
  )
}

/** Rules and their counts hold no personal data: whoever may read business may read them all. */
async function readCatalogue(context: ServerContext, tx: Tx, c: Context<ServerEnv>): Promise<RuleForm[]> {
  const reader = await readerOf(context, tx, c)
  const [set, known] = [await listSetParameters(tx), await readPrecision(tx)]
  return everyRule.map((rule) => {
    const precision = known.find(({ ruleCode }) => ruleCode === rule.code)
    return ruleForm(rule, { day: reader.moment.day, set, precision })
  })
}

async function readerOf(context: ServerContext, tx: Tx, c: Context<ServerEnv>): Promise<Reader> {
  const { actor } = await getReader(context, tx, c)
  return askFunction(context, tx, c, { function: 'READ', regions: [actor.agencyRegion] })
}

export function getRule(code: string): AnyRule {
  const rule = findRule(code)
  if (rule === undefined) throw notFound
  return rule
}

/** For the type of the API. */
export const ruleApi = [listRoute, openRoute, ruleRunsRoute] as const

/** The catalogue of rules: what each looks for and why, with what it runs today, and how often it was right. */
export function ruleRoutes(context: ServerContext): OpenAPIHono<ServerEnv> {
  const app = createRoutes<ServerEnv>()
  app.openapi(listRoute, async (c) => {
    const asked = c.req.valid('query')
    const items = await context.db.transaction().execute((tx) => readCatalogue(context, tx, c))
    return c.json({ items: items.filter((row) => isAsked(row, asked)) }, 200)
  })
  app.openapi(exportRoute, async (c) => {
    const { format, ...asked } = c.req.valid('query')
    await takeFromRate(context.db, exportRate, c.var.session.staffId)
    const items = await context.db.transaction().execute(async (tx) => {
      const { actor } = await getReader(context, tx, c)
      await askFunction(context, tx, c, { function: 'EXPORT', regions: [actor.agencyRegion] })
      return readCatalogue(context, tx, c)
    })
    const rows = items.filter((row) => isAsked(row, asked))
    await recordExport(context, c, { list: 'rule', query: asked, rows: rows.length })
    const title = { zh: '规则目录', en: 'rules' }
    return exportList(format, { title, columns: exportColumns, rows }, c.var.language)
  })
  app.openapi(openRoute, async (c) => {
    const rule = getRule(c.req.valid('param').rule_code)
    const opened = await context.db.transaction().execute(async (tx) => {
      const { moment } = await readerOf(context, tx, c)
      const precision = (await readPrecision(tx)).find(({ ruleCode }) => ruleCode === rule.code)
      return openedRuleForm(rule, { day: moment.day, set: await listSetParameters(tx, rule.code), precision })
    })
    return c.json(opened, 200)
  })
  addRuleRuns(app, context)
  return app
}
