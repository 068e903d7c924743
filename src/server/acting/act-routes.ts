import { createRoute, type OpenAPIHono } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { z } from 'zod'
import { getConfirmation } from '#access/sign-in/confirmation.ts'
import { DetailedRefusal } from '#platform/http/detailed-refusal.ts'
import { createRoutes, notFound } from '#platform/http/http-app.ts'
import { type Rate, takeFromRate } from '#platform/http/rate-limit.ts'
import { IdParam, jsonBody, jsonResponse, problemResponse } from '#platform/http/route.ts'
import { act } from '#records/act.ts'
import type { Answer } from '#records/answer.ts'
import { confirmationDigest } from '#records/confirmation.ts'
import { findVisible } from '#records/reading/open-record.ts'
import type { ServerContext } from '../server-context.ts'
import type { ServerEnv } from '../server-env.ts'
import { refuseUnwatched } from '../watch/refuse-unwatched.ts'
import { actContextOf, kernelWritesTrail } from './act-context-of.ts'
import { storedData } from './record-forms.ts'

/** Faster than any person, and any page that acts for one. */
const actRate: Rate = { name: 'act', limit: 600, windowSeconds: 60 }

const tags = ['业务记录 Records']

const Act = {
  action: z.string().min(1).max(60),
  input: z.unknown().describe('按业务类型和动作，见 GET /api/record-kinds / by kind and action'),
  attachments: z
    .array(z.strictObject({ id: IdParam, purpose: z.string().min(1).max(60) }))
    .max(100)
    .default([]),
}
/** Sent, even if empty: an act without input sends {}. */
const OpeningAct = z.strictObject(Act).meta({ id: 'OpeningAct' })
const FurtherAct = z.strictObject({ ...Act, version: z.int().min(1) }).meta({ id: 'FurtherAct' })

const Confirmed = { confirmation_id: IdParam.nullable().default(null) }
const IdempotencyHeader = z.object({
  'idempotency-key': z
    .string()
    .regex(/^[\x21-\x7e]{8,200}$/)
    .describe(
      '同一次提交用同一个键；重复发送不重复办理 / one key for one submission, sent again without acting again',
    ),
})
const KindParam = z.object({ kind: z.string().regex(/^[A-Z][A-Z0-9_]{1,39}$/) })
const RecordParam = KindParam.extend({ record_id: IdParam })

const Accepted = z
  .object({
    record_id: z.string(),
    kind: z.string(),
    status: z.string(),
    version: z.int(),
    entry_id: z.string(),
  })
  .meta({ id: 'AcceptedAct' })

const responses = { 200: jsonResponse(Accepted), ...problemResponse }
const digestResponses = { 200: jsonResponse(z.object({ digest: z.string() })), ...problemResponse }

const openRoute = createRoute({
  method: 'post',
  path: '/records/{kind}/acts',
  summary: '新建业务记录 / open a record',
  tags,
  request: {
    params: KindParam,
    headers: IdempotencyHeader,
    body: jsonBody(OpeningAct.extend(Confirmed)),
  },
  responses,
})

const actRoute = createRoute({
  method: 'post',
  path: '/records/{kind}/{record_id}/acts',
  summary: '办理业务记录 / act on a record',
  tags,
  request: {
    params: RecordParam,
    headers: IdempotencyHeader,
    body: jsonBody(FurtherAct.extend(Confirmed)),
  },
  responses,
})

const openingDigestRoute = createRoute({
  method: 'post',
  path: '/records/{kind}/confirmation-digest',
  summary: '新建前需本人确认的摘要 / the digest to confirm before a record is opened',
  tags,
  request: { params: KindParam, body: jsonBody(OpeningAct) },
  responses: digestResponses,
})

const actDigestRoute = createRoute({
  method: 'post',
  path: '/records/{kind}/{record_id}/confirmation-digest',
  summary: '办理前需本人确认的摘要 / the digest to confirm before an act',
  tags,
  request: { params: RecordParam, body: jsonBody(FurtherAct) },
  responses: digestResponses,
})

function accepted(answer: Answer): Extract<Answer, { outcome: 'accepted' }> {
  if (answer.outcome === 'accepted') return answer
  const { code, text, couldBeDoneBy } = answer
  throw new DetailedRefusal(code, text, couldBeDoneBy === null ? {} : { couldBeDoneBy })
}

interface Sent {
  readonly action: string
  readonly input?: unknown
  readonly attachments: readonly { readonly id: string; readonly purpose: string }[]
  readonly version: number | null
  readonly confirmation_id: string | null
}

interface Place {
  readonly kind: string
  readonly recordId: string | null
  readonly idempotencyKey: string
}

async function doAct(
  context: ServerContext,
  c: Context<ServerEnv>,
  { place, sent }: { place: Place; sent: Sent },
): Promise<z.infer<typeof Accepted>> {
  const { staffId } = c.var.session
  await takeFromRate(context.db, actRate, staffId)
  const isHighRisk = context.kernel.kinds.get(place.kind)?.isHighRisk === true
  if (isHighRisk) await refuseUnwatched(context.trail)
  const { confirmation_id: confirmationId, action, input = null, attachments, version } = sent
  const confirmation =
    confirmationId === null ? null : await getConfirmation(context.db, { confirmationId, staffId })
  kernelWritesTrail(c)
  const answer = accepted(
    await act(actContextOf(context, c), {
      ...place,
      action,
      input,
      version,
      attachments,
      confirmation,
      endpoint: 'records',
    }),
  )
  if (isHighRisk) context.trail.wantCheckpoint()
  return {
    record_id: answer.recordId,
    kind: answer.kind,
    status: answer.status,
    version: answer.version,
    entry_id: answer.entryId,
  }
}

function addDigestRoutes(app: OpenAPIHono<ServerEnv>, context: ServerContext): void {
  app.openapi(openingDigestRoute, (c) => {
    const { kind } = c.req.valid('param')
    if (!context.kernel.kinds.has(kind)) throw notFound
    const { action, input = null, attachments } = c.req.valid('json')
    const request = { kind, recordId: null, action, input, version: null, attachments }
    return c.json({ digest: confirmationDigest({ request, status: null, data: null }) }, 200)
  })
  app.openapi(actDigestRoute, async (c) => {
    const { kind, record_id: recordId } = c.req.valid('param')
    const { action, input = null, attachments, version } = c.req.valid('json')
    kernelWritesTrail(c)
    const { record, asking } = await findVisible(actContextOf(context, c), { kind, recordId }, 'confirm')
    const request = { kind, recordId, action, input, version, attachments }
    const data = storedData(asking.kind, record.data)
    return c.json({ digest: confirmationDigest({ request, status: record.status, data }) }, 200)
  })
}

/** For the type of the API. */
export const actApi = [openRoute, actRoute, openingDigestRoute, actDigestRoute] as const

/** Everything people decide goes through these: `act` of the kernel with the person, the key and the confirmation. */
export function actRoutes(context: ServerContext): OpenAPIHono<ServerEnv> {
  const app = createRoutes<ServerEnv>()
  app.openapi(openRoute, async (c) => {
    const idempotencyKey = c.req.valid('header')['idempotency-key']
    const place = { ...c.req.valid('param'), recordId: null, idempotencyKey }
    return c.json(await doAct(context, c, { place, sent: { ...c.req.valid('json'), version: null } }), 200)
  })
  app.openapi(actRoute, async (c) => {
    const idempotencyKey = c.req.valid('header')['idempotency-key']
    const { kind, record_id: recordId } = c.req.valid('param')
    const place = { kind, recordId, idempotencyKey }
    return c.json(await doAct(context, c, { place, sent: c.req.valid('json') }), 200)
  })
  addDigestRoutes(app, context)
  return app
}
