import { createRoute, type OpenAPIHono } from '@hono/zod-openapi'
import { sql } from 'kysely'
import { z } from 'zod'
import { Refusal } from '#base/refusal.ts'
import { createRoutes } from '#platform/http/http-app.ts'
import { takeFromRate } from '#platform/http/rate-limit.ts'
import { jsonBody, jsonResponse, problemResponse } from '#platform/http/route.ts'
import type { Tx } from '#platform/postgres/database.ts'
import { runProcessRulesCode } from '#process-rules/process-rule-access.ts'
import { listRuleStates, type RuleStateRow } from '#process-rules/process-run-store.ts'
import { runProcessRules } from '#process-rules/run-process-rules.ts'
import { processRules } from '#rules/process/process-rules.ts'
import { listSetParameters } from '#runs/rule-parameters.ts'
import { TextForm } from '../acting/record-forms.ts'
import { askFunction } from '../findings/ask-function.ts'
import { visibleFindings } from '../findings/finding-routes.ts'
import { sealDone } from '../findings/seal-act.ts'
import { askAnywhere } from '../organisation/ask-anywhere.ts'
import { getReader, type Reader } from '../organisation/reader.ts'
import { RuleForm, ruleForm } from '../rules/rule-forms.ts'
import type { ServerContext } from '../server-context.ts'
import type { ServerEnv } from '../server-env.ts'
import { processRunning } from './process-rules-job.ts'

const tags = ['规则 Rules']

const StateForm = z.object({
  status: z.enum(['HIT', 'PASS', 'NOT_EVALUATED', 'FAILED']),
  reason: TextForm.nullable(),
  at: z.iso.datetime(),
  run_id: z.string(),
})
const ProcessRuleForm = RuleForm.extend({
  cadence: TextForm,
  waits_for: TextForm.nullable().describe('所依据的记录本系统尚无 / its records do not exist here yet'),
  state: StateForm.nullable().describe('最近一次运行；空：尚未运行 / of the newest run; null: never asked'),
  open_findings: z.int().describe('本人范围内未办结的疑点 / open ones within the scope'),
}).meta({ id: 'ProcessRule' })

const listRoute = createRoute({
  method: 'get',
  path: '/process-rules',
  summary: '流程规则及其最近结果 / the rules about work, with how each came out last',
  tags,
  responses: {
    200: jsonResponse(z.object({ items: z.array(ProcessRuleForm), may_run: z.boolean() })),
    ...problemResponse,
  },
})
const runRoute = createRoute({
  method: 'post',
  path: '/process-rules/runs',
  summary: '立即运行流程规则（留痕）/ have the rules about work asked now, in the trail',
  tags,
  request: {
    body: jsonBody(
      z.strictObject({
        run_id: z
          .string()
          .regex(/^[A-Za-z0-9-]{8,64}$/)
          .meta({ description: '由客户端生成，重复提交只生效一次 / made by the client' }),
      }),
    ),
  },
  responses: { 200: jsonResponse(z.object({ run_id: z.string() })), ...problemResponse },
})

/** A run takes seconds and looks at the whole province. */
const runRate = { name: 'process-rules', limit: 12, windowSeconds: 3_600 } as const

async function openFindings(context: ServerContext, tx: Tx, reader: Reader): Promise<Map<string, number>> {
  const codes = processRules.map(({ code }) => code)
  const { rows } = await sql<{ rule_code: string; findings: number }>`
    select finding.rule_code, count(*)::integer as findings
    from app.finding
    where finding.rule_code = any(${codes}::text[])
      and finding.status <> 'CONCLUDED'
      and ${visibleFindings(context, reader)}
    group by finding.rule_code
    order by finding.rule_code
  `.execute(tx)
  return new Map(rows.map(({ rule_code, findings }) => [rule_code, findings]))
}

const stateForm = ({ status, reason, at, run_id }: RuleStateRow): z.input<typeof StateForm> => ({
  ...{ status, reason, run_id },
  at: at.toISOString(),
})

async function mayRun(...asked: Parameters<typeof askFunction>): Promise<boolean> {
  return askFunction(...asked).then(
    () => true,
    (error: unknown) => {
      if (error instanceof Refusal) return false
      throw error
    },
  )
}

/** For the type of the API. */
export const processRuleApi = [listRoute, runRoute] as const

export function processRuleRoutes(context: ServerContext): OpenAPIHono<ServerEnv> {
  const app = createRoutes<ServerEnv>()
  app.openapi(listRoute, async (c) => {
    const answer = await context.db.transaction().execute(async (tx) => {
      const { actor } = await getReader(context, tx, c)
      const regions = [actor.agencyRegion]
      const reader = await askAnywhere(context, tx, c, 'READ')
      const [states, set, open] = [
        await listRuleStates(tx),
        await listSetParameters(tx),
        await openFindings(context, tx, reader),
      ]
      const items = processRules.map((rule) => {
        const state = states.find(({ rule_code }) => rule_code === rule.code)
        return {
          ...ruleForm(rule, { day: reader.moment.day, set, precision: undefined }),
          cadence: rule.cadence,
          waits_for: rule.waitsFor ?? null,
          state: state === undefined ? null : stateForm(state),
          open_findings: open.get(rule.code) ?? 0,
        }
      })
      return { items, may_run: await mayRun(context, tx, c, { function: runProcessRulesCode, regions }) }
    })
    return c.json(answer, 200)
  })
  app.openapi(runRoute, async (c) => {
    const { run_id: runId } = c.req.valid('json')
    const isKnown = await context.db.transaction().execute(async (tx) => {
      const { actor } = await getReader(context, tx, c)
      await askFunction(context, tx, c, { function: runProcessRulesCode, regions: [actor.agencyRegion] })
      const { rows } = await sql`
        select run_id
        from app.screening_run
        where run_id = ${runId}
        order by run_id
      `.execute(tx)
      return rows.length > 0
    })
    if (isKnown) return c.json({ run_id: runId }, 200)
    await takeFromRate(context.db, runRate, c.var.session.staffId)
    const outcomes = await runProcessRules(processRunning(context.pool, context.kernel, new Date()), {
      runId,
      askedBy: c.var.session.staffId,
      also: (tx) =>
        sealDone(context, tx, c, {
          ...{ function: runProcessRulesCode, recordKind: 'screening_run', recordId: runId },
          payload: { rules: processRules.map(({ code }) => code) },
        }),
    })
    for (const { rule, status, cause } of outcomes ?? []) {
      if (status === 'FAILED') context.log.error({ err: cause, rule: rule.code }, 'a rule about work failed')
    }
    if (outcomes !== null) return c.json({ run_id: runId }, 200)
    throw new Refusal('unavailable', {
      zh: '尚未登记机构和地区，没有可以检查的工作；请先导入机构资料。',
      en: 'There is no organisation yet whose work could be looked at; import it first.',
    })
  })
  return app
}
