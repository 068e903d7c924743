import { createRoute, type OpenAPIHono } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { type RawBuilder, type SqlBool, sql } from 'kysely'
import { z } from 'zod'
import { Refusal } from '#base/refusal.ts'
import { createRoutes, notFound } from '#platform/http/http-app.ts'
import { listQuery, pageOf, pageSchema, positionOf, sortingOf } from '#platform/http/list/list-query.ts'
import { jsonBody, jsonResponse, problemResponse } from '#platform/http/route.ts'
import type { Tx } from '#platform/postgres/database.ts'
import { rules } from '#rules/catalogue.ts'
import { findRun, findRunExpectations, listRunRules, listRuns, type RunRow } from '#runs/reading/list-runs.ts'
import { runScreeningCode } from '#runs/run-access.ts'
import { cancelRun, insertRun } from '#runs/run-store.ts'
import { listDifferences, shadowsOf } from '#runs/shadows.ts'
import type { Rule } from '#screening/rule.ts'
import { askFunction } from '../findings/ask-function.ts'
import { sealDone } from '../findings/seal-act.ts'
import { getReader, type Reader, visibleTo } from '../organisation/reader.ts'
import type { ServerContext } from '../server-context.ts'
import type { ServerEnv } from '../server-env.ts'
import { DifferenceForm, differenceForm, OpenedRunForm, RunForm, ruleForm, runForm } from './run-forms.ts'

const tags = ['筛查 Screening']
const RunId = z.string().regex(/^[A-Za-z0-9-]{8,64}$/)
const RunParam = z.object({ run_id: RunId })

const askRoute = createRoute({
  method: 'post',
  path: '/screening-runs',
  summary: '发起筛查（后台运行，留痕）/ have a delivery screened, in the background',
  tags,
  request: {
    body: jsonBody(
      z.strictObject({
        run_id: RunId.meta({ description: '由客户端生成，重复提交只生效一次 / made by the client' }),
        snapshot_id: RunId,
        agency_id: z.string().min(1).max(64).meta({ description: '数据所属机构 / whose data it is' }),
        rule_codes: z.array(z.string().max(10)).min(1).max(200).optional(),
        as_of: z.iso.date().optional(),
        is_trial: z
          .boolean()
          .optional()
          .describe('试算：只计数和比较，不产生疑点 / a trial: counted and compared, no findings'),
        shadows: z
          .array(
            z.strictObject({
              rule_code: z.string().max(10),
              name: z.string().trim().min(1).max(60),
              parameters: z.record(z.string().max(60), z.string().max(40)),
            }),
          )
          .max(10)
          .optional()
          .describe('影子规则：同一规则的另一组参数，只比较，不产生疑点 / other parameters, only compared'),
      }),
    ),
  },
  responses: { 200: jsonResponse(RunForm), ...problemResponse },
})
const listRoute = createRoute({
  method: 'get',
  path: '/screening-runs',
  summary: '筛查运行记录 / screening runs',
  tags,
  request: {
    query: listQuery(['asked_at'], {
      state: z
        .string()
        .regex(/^[A-Z]{4,9}(,[A-Z]{4,9}){0,4}$/)
        .optional(),
      snapshot_id: RunId.optional(),
    }),
  },
  responses: { 200: jsonResponse(pageSchema(RunForm)), ...problemResponse },
})
const openRoute = createRoute({
  method: 'get',
  path: '/screening-runs/{run_id}',
  summary: '筛查运行：进度、结果、各规则情况 / a run: progress, result, what each rule gave',
  tags,
  request: { params: RunParam },
  responses: {
    200: jsonResponse(OpenedRunForm),
    ...problemResponse,
  },
})
const cancelRoute = createRoute({
  method: 'post',
  path: '/screening-runs/{run_id}/cancel',
  summary: '取消筛查（留痕）/ cancel a run; nothing of it is kept',
  tags,
  request: { params: RunParam },
  responses: { 200: jsonResponse(RunForm), ...problemResponse },
})

const differencesRoute = createRoute({
  method: 'get',
  path: '/screening-runs/{run_id}/shadow-differences',
  summary: '影子规则与现行规则的差异（脱敏，至多一万条）/ where a shadow and its live rule differ, masked',
  tags,
  request: { params: RunParam, query: listQuery(['rule_code'], {}) },
  responses: {
    200: jsonResponse(pageSchema(DifferenceForm)),
    ...problemResponse,
  },
})

const visibleRuns = (context: ServerContext, reader: Reader): RawBuilder<SqlBool> =>
  visibleTo(context, reader, { code: 'READ', columns: { region: sql`screening_run.region` } })

async function getRun(
  context: ServerContext,
  tx: Tx,
  { c, runId }: { readonly c: Context<ServerEnv>; readonly runId: string },
): Promise<RunRow> {
  const reader = await getReader(context, tx, c)
  const run = await findRun(tx, { runId, visible: visibleRuns(context, reader) })
  if (run === null) throw notFound
  return run
}

const chosen = (codes: readonly string[] | undefined): readonly Rule[] =>
  codes === undefined ? rules : rules.filter(({ code }) => codes.includes(code))

function refuseRules(codes: readonly string[] | undefined): void {
  const unknown = (codes ?? []).filter((code) => !rules.some((rule) => rule.code === code))
  if (unknown.length === 0) return
  throw new Refusal('invalid_input', {
    zh: `没有规则 ${unknown.join('、')}；请从规则目录中选择。`,
    en: `There is no rule ${unknown.join(', ')}; choose from the catalogue.`,
  })
}

/** Whose data it is, where the person may have it screened; and the delivery must be there. */
async function regionAsked(
  tx: Tx,
  { agencyId, snapshotId }: { readonly agencyId: string; readonly snapshotId: string },
): Promise<string> {
  const { rows } = await sql<{ region: string; is_delivered: boolean }>`
    select
      agency.region,
      exists (
        select
        from app.delivery
        where delivery.delivery_id = ${snapshotId}
      )
      or exists (
        select
        from app.delivery_upload
        where delivery_upload.upload_id = ${snapshotId}
          and delivery_upload.agency_id = ${agencyId}
          and delivery_upload.state in ('CLOSED', 'IMPORTED')
      ) as is_delivered
    from app.agency
    where agency.agency_id = ${agencyId}
    order by agency.agency_id
  `.execute(tx)
  const found = rows[0]
  if (found === undefined || !found.is_delivered) throw notFound
  return found.region
}

function addAsking(app: OpenAPIHono<ServerEnv>, context: ServerContext): void {
  app.openapi(askRoute, async (c) => {
    const asked = c.req.valid('json')
    const { run_id: runId, snapshot_id: snapshotId, agency_id: agencyId } = asked
    const run = await context.db.transaction().execute(async (tx) => {
      const region = await regionAsked(tx, { agencyId, snapshotId })
      const reader = await askFunction(context, tx, c, { function: runScreeningCode, regions: [region] })
      refuseRules(asked.rule_codes)
      shadowsOf(asked.shadows ?? [], chosen(asked.rule_codes))
      const known = await findRun(tx, { runId, visible: sql<SqlBool>`true` })
      if (known !== null) return refuseOther(known, { snapshotId, agencyId, askedBy: c.var.session.staffId })
      await insertRun(tx, {
        ...{ runId, snapshotId, agencyId, region },
        ruleCodes: asked.rule_codes ?? null,
        asOf: asked.as_of ?? null,
        shadows: asked.shadows ?? [],
        isTrial: asked.is_trial ?? false,
        askedBy: c.var.session.staffId,
        at: reader.moment.at,
      })
      await sealDone(context, tx, c, {
        function: runScreeningCode,
        recordKind: 'screening_run',
        recordId: runId,
        payload: asked,
      })
      return getRun(context, tx, { c, runId })
    })
    context.runner?.wake()
    return c.json(runForm(run), 200)
  })
  app.openapi(cancelRoute, async (c) => {
    const { run_id: runId } = c.req.valid('param')
    const run = await context.db.transaction().execute(async (tx) => {
      const found = await getRun(context, tx, { c, runId })
      await askFunction(context, tx, c, { function: runScreeningCode, regions: [found.region] })
      const isAsked = await cancelRun(tx, { runId, by: c.var.session.staffId })
      if (!isAsked) throw ended(found)
      await sealDone(context, tx, c, {
        function: `${runScreeningCode}/cancel`,
        recordKind: 'screening_run',
        recordId: runId,
        payload: {},
      })
      return getRun(context, tx, { c, runId })
    })
    return c.json(runForm(run), 200)
  })
}

function refuseOther(
  known: RunRow,
  asked: { readonly snapshotId: string; readonly agencyId: string; readonly askedBy: string },
): RunRow {
  const isSame =
    known.snapshot_id === asked.snapshotId &&
    known.agency_id === asked.agencyId &&
    known.asked_by === asked.askedBy
  if (isSame) return known
  throw new Refusal('key_reused', {
    zh: '这个编号已用于另一次筛查；请刷新页面后重试。',
    en: 'This id belongs to another run; reload the page and try again.',
  })
}

function ended({ state }: RunRow): Refusal {
  const titles = { DONE: '已完成', FAILED: '已失败', CANCELLED: '已取消', WAITING: '等待', RUNNING: '运行中' }
  return new Refusal('action_not_available', {
    zh: `该次筛查${titles[state]}，不能再取消。`,
    en: `This run is ${state.toLowerCase()} and can no longer be cancelled.`,
  })
}

/** For the type of the API. */
export const runApi = [askRoute, listRoute, openRoute, cancelRoute, differencesRoute] as const

/** Screening as a background job: asked for, watched, cancelled; and its history. */
export function runRoutes(context: ServerContext): OpenAPIHono<ServerEnv> {
  const app = createRoutes<ServerEnv>()
  addAsking(app, context)
  app.openapi(listRoute, async (c) => {
    const { limit, cursor, sort, state, snapshot_id: snapshotId = null } = c.req.valid('query')
    const sorting = sortingOf(sort, { column: 'asked_at', isDescending: true })
    const request = { sorting, limit, after: positionOf(cursor, sorting, 'timestamptz') }
    const rows = await context.db.transaction().execute(async (tx) => {
      const visible = visibleRuns(context, await getReader(context, tx, c))
      return listRuns(tx, request, { states: state?.split(',') ?? null, snapshotId, visible })
    })
    return c.json(pageOf(rows, request, runForm), 200)
  })
  app.openapi(openRoute, async (c) => {
    const { run_id: runId } = c.req.valid('param')
    const { run, evaluated, asked } = await context.db.transaction().execute(async (tx) => ({
      run: await getRun(context, tx, { c, runId }),
      evaluated: await listRunRules(tx, runId),
      asked: await findRunExpectations(tx, runId),
    }))
    return c.json({ ...runForm(run), ...asked, rules: evaluated.map(ruleForm) }, 200)
  })
  app.openapi(differencesRoute, async (c) => {
    const { run_id: runId } = c.req.valid('param')
    const { limit, cursor, sort } = c.req.valid('query')
    const sorting = sortingOf(sort, { column: 'rule_code', isDescending: false })
    const request = { sorting, limit, after: positionOf(cursor, sorting, 'text') }
    const rows = await context.db.transaction().execute(async (tx) => {
      await getRun(context, tx, { c, runId })
      return listDifferences(tx, request, runId)
    })
    return c.json(pageOf(rows, request, differenceForm), 200)
  })
  return app
}
