import { createRoute, type OpenAPIHono } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { z } from 'zod'
import { createRoutes } from '#platform/http/http-app.ts'
import { type Rate, takeFromRate } from '#platform/http/rate-limit.ts'
import { IdParam, jsonBody, jsonResponse, problemResponse } from '#platform/http/route.ts'
import { type RehearsedAct, rehearseAct } from '#records/rehearse-act.ts'
import type { ServerContext } from '../server-context.ts'
import type { ServerEnv } from '../server-env.ts'
import { actContextOf, kernelWritesTrail } from './act-context-of.ts'
import { maskData } from './mask-data.ts'
import { TextForm } from './record-forms.ts'

/** Enough for somebody who fills in forms, too little for whoever would question the registers. */
const rehearsalRate: Rate = { name: 'rehearsal', limit: 120, windowSeconds: 3_600 }

const tags = ['业务记录 Records']
const KindParam = z.object({ kind: z.string().regex(/^[A-Z][A-Z0-9_]{1,39}$/) })
const Rehearsed = { action: z.string().min(1).max(60), input: z.unknown() }

const RehearsalForm = z
  .object({
    /** Null: it would be accepted as things stand. */
    refusal: z.object({ code: z.string(), text: TextForm }).nullable(),
    status_after: z.string().nullable(),
    /** Of the kind's own schema, personal data masked; null after a refusal. */
    data: z.unknown(),
    /** Each with rule, outcome and reasons, as they stand on a record. */
    checks: z.array(z.unknown()),
  })
  .meta({ id: 'Rehearsal' })

const responses = { 200: jsonResponse(RehearsalForm), ...problemResponse }

const openingRoute = createRoute({
  method: 'post',
  path: '/records/{kind}/rehearsal',
  summary: '提交前检查，不办理（留痕）/ check before submitting, nothing is done; it is in the trail',
  tags,
  request: { params: KindParam, body: jsonBody(z.strictObject(Rehearsed).meta({ id: 'OpeningRehearsal' })) },
  responses,
})

const furtherRoute = createRoute({
  method: 'post',
  path: '/records/{kind}/{record_id}/rehearsal',
  summary: '更正提交前检查，不办理（留痕）/ check a correction before submitting; it is in the trail',
  tags,
  request: {
    params: KindParam.extend({ record_id: IdParam }),
    body: jsonBody(
      z.strictObject({ ...Rehearsed, version: z.int().min(1) }).meta({ id: 'FurtherRehearsal' }),
    ),
  },
  responses,
})

/** For the type of the API. */
export const rehearsalApi = [openingRoute, furtherRoute] as const

async function rehearse(
  context: ServerContext,
  c: Context<ServerEnv>,
  asked: RehearsedAct,
): Promise<z.infer<typeof RehearsalForm>> {
  await takeFromRate(context.db, rehearsalRate, c.var.session.staffId)
  kernelWritesTrail(c)
  const { refusal, statusAfter, data, checked } = await rehearseAct(actContextOf(context, c), asked)
  const { results = [] } = (checked ?? {}) as { readonly results?: readonly unknown[] }
  return {
    refusal: refusal === null ? null : { code: refusal.code, text: refusal.text },
    status_after: statusAfter,
    data: data === null ? null : maskData(data),
    checks: maskData(results) as unknown[],
  }
}

/** What the checks would say of an entry before it is submitted. */
export function rehearsalRoutes(context: ServerContext): OpenAPIHono<ServerEnv> {
  return createRoutes<ServerEnv>()
    .openapi(openingRoute, async (c) => {
      const { action, input = null } = c.req.valid('json')
      const { kind } = c.req.valid('param')
      return c.json(await rehearse(context, c, { kind, recordId: null, action, input, version: null }), 200)
    })
    .openapi(furtherRoute, async (c) => {
      const { action, input = null, version } = c.req.valid('json')
      const { kind, record_id: recordId } = c.req.valid('param')
      return c.json(await rehearse(context, c, { kind, recordId, action, input, version }), 200)
    })
}
