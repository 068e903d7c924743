import { createRoute, type OpenAPIHono } from '@hono/zod-openapi'
import { sql } from 'kysely'
import { z } from 'zod'
import { formatDay } from '#base/calendar-math.ts'
import { Refusal } from '#base/refusal.ts'
import { snoozeFindingCode } from '#findings/finding-access.ts'
import { readPrecision } from '#findings/precision.ts'
import {
  endSnooze,
  findSnooze,
  insertSnooze,
  listSnoozes,
  type SnoozeRow,
} from '#findings/snoozing/snooze-store.ts'
import { createRoutes, notFound } from '#platform/http/http-app.ts'
import { listQuery, pageOf, pageSchema, positionOf, sortingOf } from '#platform/http/list/list-query.ts'
import { IdParam, jsonBody, jsonResponse, problemResponse } from '#platform/http/route.ts'
import { formatConfidence } from '#screening/subject/subject-score.ts'
import { maskData } from '../acting/mask-data.ts'
import { getReader, visibleTo } from '../organisation/reader.ts'
import type { ServerContext } from '../server-context.ts'
import type { ServerEnv } from '../server-env.ts'
import { askFunction } from './ask-function.ts'
import { getFinding } from './finding-routes.ts'
import { sealDone } from './seal-act.ts'

const tags = ['疑点 Findings']
/** Longer than that, the rule or the register is wrong, and that is what must be changed. */
const daysMax = 366

export const SnoozeForm = z
  .object({
    snooze_id: z.string(),
    subject_kind: z.string(),
    subject_id: z.string(),
    rule_code: z.string().nullable(),
    reason: z.string(),
    until: z.string(),
    set_by: z.string(),
    set_at: z.iso.datetime(),
    ended_by: z.string().nullable(),
    ended_at: z.iso.datetime().nullable(),
  })
  .meta({ id: 'FindingSnooze' })

export function snoozeForm(row: SnoozeRow): z.infer<typeof SnoozeForm> {
  return {
    snooze_id: row.snooze_id,
    subject_kind: row.subject_kind,
    subject_id: maskData(row.subject_id, row.subject_kind === 'account' ? 'account_number' : '') as string,
    rule_code: row.rule_code,
    reason: row.reason,
    until: row.until,
    set_by: row.set_by,
    set_at: row.set_at.toISOString(),
    ended_by: row.ended_by,
    ended_at: row.ended_at?.toISOString() ?? null,
  }
}

const setRoute = createRoute({
  method: 'post',
  path: '/findings/{finding_id}/snoozes',
  summary: '对该对象静默至某日（须说明理由，留痕）/ silence the subject until a day, with a reason',
  tags,
  request: {
    params: z.object({ finding_id: z.string().regex(/^[0-9a-f]{16}$/) }),
    body: jsonBody(
      z.strictObject({
        snooze_id: IdParam.meta({ description: '由客户端生成，重复提交只生效一次 / made by the client' }),
        covers: z.enum(['RULE', 'SUBJECT']).meta({ description: '仅此规则 / 该对象的全部规则' }),
        until: z.iso.date(),
        reason: z.string().trim().min(4).max(500),
      }),
    ),
  },
  responses: { 204: { description: '完成 / done' }, ...problemResponse },
})
const endRoute = createRoute({
  method: 'post',
  path: '/finding-snoozes/{snooze_id}/end',
  summary: '提前结束静默（留痕）/ end it early',
  tags,
  request: {
    params: z.object({ snooze_id: IdParam }),
    body: jsonBody(z.strictObject({ reason: z.string().trim().min(4).max(500) })),
  },
  responses: { 204: { description: '完成 / done' }, ...problemResponse },
})
const listRoute = createRoute({
  method: 'get',
  path: '/finding-snoozes',
  summary: '静默清单 / what is silent, and why',
  tags,
  request: { query: listQuery(['set_at'], { in_force: z.enum(['true', 'false']).optional() }) },
  responses: { 200: jsonResponse(pageSchema(SnoozeForm)), ...problemResponse },
})
const precisionRoute = createRoute({
  method: 'get',
  path: '/rule-precision',
  summary: '各规则的实测准确率（来自核查结论）/ precision of each rule, from conclusions',
  tags,
  responses: {
    200: jsonResponse(
      z.object({
        items: z.array(
          z.object({
            rule_code: z.string(),
            true: z.int(),
            partly_true: z.int(),
            untrue: z.int(),
            unverifiable: z.int(),
            precision: z.string().nullable(),
          }),
        ),
      }),
    ),
    ...problemResponse,
  },
})

function refuseUntil(until: string, today: number): void {
  const [earliest, latest] = [formatDay(today), formatDay(today + daysMax)]
  if (until >= earliest && until <= latest) return
  throw new Refusal('invalid_input', {
    zh: `静默截止日须在 ${earliest} 至 ${latest} 之间；更久的请调整规则或更正登记资料。`,
    en: `The last silent day must be between ${earliest} and ${latest}; for longer, change the rule or correct the register.`,
  })
}

function addSnoozing(app: OpenAPIHono<ServerEnv>, context: ServerContext): void {
  app.openapi(setRoute, async (c) => {
    const { finding_id: findingId } = c.req.valid('param')
    const { snooze_id: snoozeId, covers, until, reason } = c.req.valid('json')
    await context.db.transaction().execute(async (tx) => {
      const { finding, reader } = await getFinding(context, tx, c, findingId)
      await askFunction(context, tx, c, { function: snoozeFindingCode, regions: finding.regions })
      refuseUntil(until, reader.moment.day)
      const isNew = await insertSnooze(tx, {
        snoozeId,
        subjectKind: finding.subject_kind,
        subjectId: finding.subject_id,
        ruleCode: covers === 'RULE' ? finding.rule_code : null,
        reason,
        regions: finding.regions,
        until,
        setBy: c.var.session.staffId,
      })
      if (!isNew) return
      const payload = { findingId, covers, until, reason }
      await sealDone(context, tx, c, {
        function: snoozeFindingCode,
        recordKind: 'finding_snooze',
        recordId: snoozeId,
        payload,
      })
    })
    return c.body(null, 204)
  })
  app.openapi(endRoute, async (c) => {
    const { snooze_id: snoozeId } = c.req.valid('param')
    const { reason } = c.req.valid('json')
    await context.db.transaction().execute(async (tx) => {
      const reader = await getReader(context, tx, c)
      const columns = { region: sql`finding_snooze.regions`, isRegionList: true }
      const visible = visibleTo(context, reader, { code: 'READ', columns })
      const snooze = await findSnooze(tx, { snoozeId, visible })
      if (snooze === null) throw notFound
      await askFunction(context, tx, c, { function: snoozeFindingCode, regions: snooze.regions })
      if (snooze.ended_at !== null) return
      await endSnooze(tx, { snooze, by: c.var.session.staffId })
      await sealDone(context, tx, c, {
        function: `${snoozeFindingCode}/end`,
        recordKind: 'finding_snooze',
        recordId: snoozeId,
        payload: { reason },
      })
    })
    return c.body(null, 204)
  })
}

/** For the type of the API. */
export const snoozeApi = [setRoute, endRoute, listRoute, precisionRoute] as const

/** Silence per subject, with a reason and an end; and what became of each rule's findings. */
export function snoozeRoutes(context: ServerContext): OpenAPIHono<ServerEnv> {
  const app = createRoutes<ServerEnv>()
  addSnoozing(app, context)
  app.openapi(listRoute, async (c) => {
    const { limit, cursor, sort, in_force: inForce } = c.req.valid('query')
    const sorting = sortingOf(sort, { column: 'set_at', isDescending: true })
    const request = { sorting, limit, after: positionOf(cursor, sorting, 'timestamptz') }
    const rows = await context.db.transaction().execute(async (tx) => {
      const reader = await getReader(context, tx, c)
      const columns = { region: sql`finding_snooze.regions`, isRegionList: true }
      const visible = visibleTo(context, reader, { code: 'READ', columns })
      return listSnoozes(tx, request, {
        isInForce: inForce === undefined ? null : inForce === 'true',
        visible,
      })
    })
    return c.json(pageOf(rows, request, snoozeForm), 200)
  })
  app.openapi(precisionRoute, async (c) => {
    const known = await context.db.transaction().execute(async (tx) => {
      const reader = await getReader(context, tx, c)
      await askFunction(context, tx, c, { function: 'READ', regions: [reader.actor.agencyRegion] })
      return readPrecision(tx)
    })
    const items = known.map((each) => ({
      rule_code: each.ruleCode,
      true: each.isTrue,
      partly_true: each.isPartlyTrue,
      untrue: each.isUntrue,
      unverifiable: each.isUnverifiable,
      precision: each.precisionMillionths === null ? null : formatConfidence(each.precisionMillionths),
    }))
    return c.json({ items }, 200)
  })
  return app
}
