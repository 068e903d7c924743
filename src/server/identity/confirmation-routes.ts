import { createRoute, type OpenAPIHono } from '@hono/zod-openapi'
import { z } from 'zod'
import { beginConfirmation, type ConfirmationProof, confirmStep } from '#access/sign-in/confirmation.ts'
import { PasskeyAssertion } from '#access/sign-in/credentials/passkey.ts'
import { createRoutes } from '#platform/http/http-app.ts'
import { type Rate, takeFromRate } from '#platform/http/rate-limit.ts'
import { jsonBody, jsonResponse, plainJson, problemResponse } from '#platform/http/route.ts'
import type { ServerContext } from '../server-context.ts'
import type { ServerEnv } from '../server-env.ts'
import { originOf } from './cookies.ts'

const confirmationRate: Rate = { name: 'confirmation', limit: 120, windowSeconds: 60 }

const tags = ['本人确认 Confirmation']
const Method = z.enum(['PASSKEY', 'CERTIFICATE', 'PASSWORD'])

const beginRoute = createRoute({
  method: 'post',
  path: '/confirmations/options',
  summary: '对所显示内容的摘要，取得确认方式 / ways to confirm a digest of what is shown',
  tags,
  request: { body: jsonBody(z.strictObject({ digest: z.string().regex(/^[0-9a-f]{64}$/) })) },
  responses: {
    200: jsonResponse(
      z.object({
        challenge_id: z.string(),
        methods: z.array(Method),
        passkey: z.record(z.string(), z.unknown()).nullable(),
        text_to_sign: z.string().nullable(),
      }),
    ),
    ...problemResponse,
  },
})

const Proof = z.discriminatedUnion('method', [
  z.strictObject({ method: z.literal('PASSKEY'), response: PasskeyAssertion }),
  z.strictObject({
    method: z.literal('CERTIFICATE'),
    fingerprint: z.string().regex(/^[0-9a-f]{64}$/),
    signature: z.base64().max(4_000),
  }),
  z.strictObject({ method: z.literal('PASSWORD'), password: z.string().min(1).max(200) }),
])

const confirmRoute = createRoute({
  method: 'post',
  path: '/confirmations',
  summary: '确认；编号随业务动作提交 / confirm; the id goes with the act',
  tags,
  request: { body: jsonBody(z.strictObject({ challenge_id: z.string().max(64), proof: Proof })) },
  responses: { 200: jsonResponse(z.object({ confirmation_id: z.string() })), ...problemResponse },
})

/** For the type of the API. */
export const confirmationApi = [beginRoute, confirmRoute] as const

export function confirmationRoutes(context: ServerContext): OpenAPIHono<ServerEnv> {
  const { signIn, db } = context
  return createRoutes<ServerEnv>()
    .openapi(beginRoute, async (c) => {
      const { session } = c.var
      await takeFromRate(db, confirmationRate, session.staffId)
      const { digest } = c.req.valid('json')
      const offer = await beginConfirmation(signIn, { session, digest }, originOf(c, session.terminalId))
      return c.json(
        {
          challenge_id: offer.challengeId,
          methods: [...offer.methods],
          passkey: offer.passkey === null ? null : plainJson(offer.passkey),
          text_to_sign: offer.textToSign,
        },
        200,
      )
    })
    .openapi(confirmRoute, async (c) => {
      const { session } = c.var
      const { challenge_id: challengeId, proof } = c.req.valid('json')
      const given = { session, challengeId, proof: proof as ConfirmationProof }
      const { confirmationId } = await confirmStep(signIn, given, originOf(c, session.terminalId))
      return c.json({ confirmation_id: confirmationId }, 200)
    })
}
