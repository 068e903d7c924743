import { createRoute, type OpenAPIHono } from '@hono/zod-openapi'
import type { MiddlewareHandler } from 'hono'
import { z } from 'zod'
import { Refusal } from '#base/refusal.ts'
import { fileNameOf } from '#platform/http/file-name-header.ts'
import { createRoutes } from '#platform/http/http-app.ts'
import type { HttpEnv, HttpVariables } from '#platform/http/http-env.ts'
import { type Rate, takeFromRate } from '#platform/http/rate-limit.ts'
import { IdParam, jsonBody, jsonResponse, problemResponse } from '#platform/http/route.ts'
import type { GateContext } from './gate-context.ts'
import { type ApiKey, parseApiKeyToken } from './keys/api-key.ts'
import { findApiKey } from './keys/api-key-store.ts'
import { Redeemed, redeemPermit } from './permits/redeem-permit.ts'
import { askGate } from './requests/ask-gate.ts'
import { GateAnswer, GateOrder } from './requests/gate-order.ts'
import { StoredRefusal, saveGateRefusal } from './requests/idempotent.ts'
import { uploadForOrder } from './requests/upload-for-order.ts'

export interface GateEnv extends HttpEnv {
  Variables: HttpVariables & {
    apiKey: ApiKey
  }
}

/** The whole server's watch over the trail: high-risk business stops when it is not written outside (platform.md 10). */
export interface GateWatch {
  /** Throws a Refusal `unavailable` while it is so. */
  readonly refuseUnwatched: () => Promise<void>
  readonly wantCheckpoint: () => void
}

const tags = ['核心系统 Gate']
const security = [{ apiKey: [] }]

const KeyHeader = z.object({
  'idempotency-key': z
    .string()
    .regex(/^[\x21-\x7e]{8,200}$/)
    .describe('同一笔请求用同一个键，可重发 / one key for one request, which may be sent again'),
})

const askRoute = createRoute({
  method: 'post',
  path: '/gate/orders',
  summary: '办理高风险业务前的校验 / ask before a high-risk change',
  tags,
  security,
  request: { headers: KeyHeader, body: jsonBody(GateOrder) },
  responses: { 200: jsonResponse(GateAnswer), ...problemResponse },
})

const uploadRoute = createRoute({
  method: 'post',
  path: '/gate/attachments',
  summary: '上传材料，供转入本系统办理时使用 / upload a document for orders that will be opened here',
  tags,
  security,
  request: {
    headers: z.object({
      'x-file-name': z.string().min(1).max(2_000),
      'x-operator-id': z.string().regex(/^[\w.:-]{1,64}$/),
    }),
    body: {
      required: true,
      content: { 'application/octet-stream': { schema: z.string().meta({ format: 'binary' }) } },
    },
  },
  responses: {
    201: jsonResponse(
      z.object({ attachment_id: z.string(), sha256: z.string(), size_bytes: z.int() }),
      '已保存 / kept',
    ),
    ...problemResponse,
  },
})

const staffId = z
  .string()
  .regex(/^[\w.:-]{1,64}$/)
  .nullable()

const RedeemBody = z
  .strictObject({
    token: z.string().min(1).max(2_100),
    order: GateOrder,
    reviewer_id: staffId.describe('复核人工号；该业务没有复核环节的为 null'),
    approver_id: staffId.default(null).describe('审批人工号；须审批的业务填写'),
  })
  .meta({ id: 'RedeemPermit' })

const redeemRoute = createRoute({
  method: 'post',
  path: '/gate/permits/{permit_id}/redeem',
  summary: '核销许可 / redeem a permit',
  tags,
  security,
  request: {
    params: z.object({ permit_id: IdParam }),
    headers: KeyHeader,
    body: jsonBody(RedeemBody),
  },
  responses: { 200: jsonResponse(Redeemed), ...problemResponse },
})

/** Wrong keys from one address: more is somebody trying. */
const wrongKeyRate: Rate = { name: 'gate-wrong-key', limit: 30, windowSeconds: 60 }

const notSignedIn = new Refusal('not_signed_in', {
  zh: '接口密钥缺失、无效或已过期；请用 Authorization: Bearer fxk_… 提交有效的密钥。',
  en: 'The API key is missing, wrong or past its time; send a valid one as Authorization: Bearer fxk_….',
})

/** Whose key it is, how often it may; what it is refused goes into the trail. */
function requireApiKey(gate: GateContext): MiddlewareHandler<GateEnv> {
  const { db } = gate.kernel
  return async (c, next) => {
    const given = parseApiKeyToken(c.req.header('authorization'))
    const key = given === null ? null : await findApiKey(db, given)
    if (key === null) {
      await takeFromRate(db, wrongKeyRate, c.var.client.address)
      throw notSignedIn
    }
    const { keyId, requestsPerMinute } = key
    await takeFromRate(db, { name: 'gate', limit: requestsPerMinute, windowSeconds: 60 }, keyId)
    c.set('apiKey', key)
    await next()
    const error = c.error
    if (!(error instanceof Refusal) || error instanceof StoredRefusal) return
    const endpoint = c.req.path.endsWith('/redeem') ? 'gate/redeem' : 'gate/orders'
    await saveGateRefusal(gate, error, { keyId, endpoint })
  }
}

/** Mounted beside the routes of people, before their session is asked for: a core system has a key and no session. */
export function gateRoutes(gate: GateContext, watch: GateWatch): OpenAPIHono<GateEnv> {
  const app = createRoutes<GateEnv>()
  app.use('/gate/*', requireApiKey(gate))
  app.openapi(askRoute, async (c) => {
    await watch.refuseUnwatched()
    const idempotencyKey = c.req.valid('header')['idempotency-key']
    const answer = await askGate(gate, c.var.apiKey, { order: c.req.valid('json'), idempotencyKey })
    return c.json(answer, 200)
  })
  app.openapi(redeemRoute, async (c) => {
    await watch.refuseUnwatched()
    const { token, order, reviewer_id: reviewerId, approver_id: approverId } = c.req.valid('json')
    const redeemed = await redeemPermit(gate, c.var.apiKey, {
      permitId: c.req.valid('param').permit_id,
      token,
      order,
      reviewerId,
      approverId,
      idempotencyKey: c.req.valid('header')['idempotency-key'],
    })
    watch.wantCheckpoint()
    return c.json(redeemed, 200)
  })
  app.openapi(uploadRoute, async (c) => {
    const { 'x-file-name': name, 'x-operator-id': operatorId } = c.req.valid('header')
    const file = { name: fileNameOf(name), content: c.req.raw.body }
    const uploaded = await uploadForOrder(gate, c.var.apiKey, { operatorId, file })
    const { attachmentId, sha256, sizeBytes } = uploaded
    return c.json({ attachment_id: attachmentId, sha256, size_bytes: sizeBytes }, 201)
  })
  return app
}
