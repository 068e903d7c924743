import { createRoute, type OpenAPIHono } from '@hono/zod-openapi'
import { sql } from 'kysely'
import { z } from 'zod'
import { notFound } from '#platform/http/http-app.ts'
import { listQuery, pageOf, pageSchema, positionOf, sortingOf } from '#platform/http/list/list-query.ts'
import { jsonResponse, problemResponse } from '#platform/http/route.ts'
import { findRule } from '#rules/every-rule.ts'
import { listRunsOfRule, type RunOfRuleRow } from '#runs/reading/runs-of-rule.ts'
import { TextForm } from '../acting/record-forms.ts'
import { getReader, visibleTo } from '../organisation/reader.ts'
import type { ServerContext } from '../server-context.ts'
import type { ServerEnv } from '../server-env.ts'

const RunOfRuleForm = z
  .object({
    run_id: z.string(),
    snapshot_id: z.string(),
    agency_id: z.string(),
    region: z.string(),
    as_of: z.string().nullable(),
    asked_at: z.iso.datetime(),
    finished_at: z.iso.datetime().nullable(),
    rule_version: z.int(),
    shadow: z.string().nullable().describe('影子规则的名称；现行规则为空 / null: the live rule'),
    status: z.enum(['HIT', 'PASS', 'NOT_EVALUATED', 'FAILED']),
    reason: TextForm.nullable(),
    findings: z.int(),
    amount_fen: z.string(),
    parameters: z.record(z.string(), z.string()),
    seconds: z.number(),
    compared: z
      .object({ only_live: z.int(), only_shadow: z.int(), different: z.int(), same: z.int() })
      .nullable(),
  })
  .meta({ id: 'RunOfRule' })

export const ruleRunsRoute = createRoute({
  method: 'get',
  path: '/rules/{rule_code}/runs',
  summary:
    '该规则历次筛查的结果，影子规则与现行规则并列 / what the rule gave in each run, shadows beside the live one',
  tags: ['规则 Rules'],
  request: {
    params: z.object({ rule_code: z.string().regex(/^[A-Z]{2,4}-\d{2}$/) }),
    query: listQuery(['asked_at'], {}),
  },
  responses: { 200: jsonResponse(pageSchema(RunOfRuleForm)), ...problemResponse },
})

function runOfRuleForm(row: RunOfRuleRow): z.input<typeof RunOfRuleForm> {
  const { run_id, snapshot_id, agency_id, region, as_of, rule_version, status, reason } = row
  return {
    ...{ run_id, snapshot_id, agency_id, region, as_of, rule_version, status, reason },
    asked_at: row.asked_at.toISOString(),
    finished_at: row.finished_at?.toISOString() ?? null,
    shadow: row.shadow === '' ? null : row.shadow,
    findings: row.findings,
    amount_fen: row.amount_fen.toString(),
    parameters: row.parameters,
    seconds: Number(row.seconds),
    compared: row.compared,
  }
}

export function addRuleRuns(app: OpenAPIHono<ServerEnv>, context: ServerContext): void {
  app.openapi(ruleRunsRoute, async (c) => {
    const { rule_code: ruleCode } = c.req.valid('param')
    if (findRule(ruleCode) === undefined) throw notFound
    const { limit, cursor, sort } = c.req.valid('query')
    const sorting = sortingOf(sort, { column: 'asked_at', isDescending: true })
    const request = { sorting, limit, after: positionOf(cursor, sorting, 'timestamptz') }
    const rows = await context.db.transaction().execute(async (tx) => {
      const reader = await getReader(context, tx, c)
      const columns = { region: sql`screening_run.region` }
      const visible = visibleTo(context, reader, { code: 'READ', columns })
      return listRunsOfRule(tx, request, { ruleCode, visible })
    })
    return c.json(pageOf(rows, request, runOfRuleForm), 200)
  })
}
