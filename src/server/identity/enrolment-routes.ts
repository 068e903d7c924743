import { createRoute, type OpenAPIHono } from '@hono/zod-openapi'
import { z } from 'zod'
import { sourceOf } from '#access/sign-in/attempts/lock-out.ts'
import { PasskeyRegistration } from '#access/sign-in/credentials/passkey.ts'
import { beginEnrolment, enrol } from '#access/sign-in/enrolling/enrol.ts'
import { createRoutes } from '#platform/http/http-app.ts'
import { type Rate, takeFromRate } from '#platform/http/rate-limit.ts'
import { isPublic, jsonBody, jsonResponse, plainJson, problemResponse } from '#platform/http/route.ts'
import type { ServerContext } from '../server-context.ts'
import type { ServerEnv } from '../server-env.ts'
import { originOfNewcomer } from './cookies.ts'

/** A code has 120 bits; this only keeps a guesser from filling the log. */
const enrolmentRate: Rate = { name: 'enrolment', limit: 20, windowSeconds: 60 }

const tags = ['登记 Enrolment']
const code = z.string().min(1).max(60)

const beginRoute = createRoute({
  method: 'post',
  path: '/enrolment/begin',
  summary: '打开登记码 / open an enrolment code',
  tags,
  ...isPublic,
  request: { body: jsonBody(z.strictObject({ code })) },
  responses: {
    200: jsonResponse(
      z.object({
        name: z.string(),
        sign_in_name: z.string(),
        totp: z.object({ secret: z.string(), uri: z.string() }),
        passkey: z.union([
          z.object({ challenge_id: z.string(), options: z.record(z.string(), z.unknown()) }),
          z.object({ reason: z.object({ zh: z.string(), en: z.string() }) }),
        ]),
      }),
    ),
    ...problemResponse,
  },
})

const finishRoute = createRoute({
  method: 'post',
  path: '/enrolment/finish',
  summary: '设置口令、验证器或通行密钥，完成登记 / set password, authenticator or passkey',
  tags,
  ...isPublic,
  request: {
    body: jsonBody(
      z.strictObject({
        code,
        password: z
          .strictObject({ password: z.string().min(1).max(200), totp_code: z.string().max(10).nullable() })
          .nullable(),
        passkey: z
          .strictObject({
            challenge_id: z.string().max(64),
            label: z.string().trim().min(1).max(60),
            response: PasskeyRegistration,
          })
          .nullable(),
      }),
    ),
  },
  responses: { 200: jsonResponse(z.object({ staff_id: z.string() })), ...problemResponse },
})

/** For the type of the API. */
export const enrolmentApi = [beginRoute, finishRoute] as const

/** The only routes that work before the first three people have enrolled (platform.md 6). */
export function enrolmentRoutes(context: ServerContext): OpenAPIHono<ServerEnv> {
  const { signIn, db, randomBytes } = context
  return createRoutes<ServerEnv>()
    .openapi(beginRoute, async (c) => {
      await takeFromRate(db, enrolmentRate, sourceOf(c.var.client.address))
      const origin = originOfNewcomer(c, randomBytes)
      const { name, signInName, totp, passkey } = await beginEnrolment(
        signIn,
        c.req.valid('json').code,
        origin,
      )
      const offered =
        'reason' in passkey
          ? passkey
          : { challenge_id: passkey.challengeId, options: plainJson(passkey.options) }
      return c.json({ name, sign_in_name: signInName, totp, passkey: offered }, 200)
    })
    .openapi(finishRoute, async (c) => {
      await takeFromRate(db, enrolmentRate, sourceOf(c.var.client.address))
      const { code: given, password, passkey } = c.req.valid('json')
      const { staffId } = await enrol(
        signIn,
        {
          code: given,
          password: password === null ? null : { password: password.password, totpCode: password.totp_code },
          passkey:
            passkey === null
              ? null
              : { challengeId: passkey.challenge_id, label: passkey.label, response: passkey.response },
        },
        originOfNewcomer(c, randomBytes),
      )
      return c.json({ staff_id: staffId }, 200)
    })
}
