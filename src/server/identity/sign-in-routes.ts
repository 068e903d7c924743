import { createRoute, type OpenAPIHono } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { z } from 'zod'
import { sourceOf } from '#access/sign-in/attempts/lock-out.ts'
import { PasskeyAssertion } from '#access/sign-in/credentials/passkey.ts'
import { passkeyAvailability } from '#access/sign-in/credentials/passkey-availability.ts'
import type { SignedIn } from '#access/sign-in/open-session.ts'
import type { SignInMethod } from '#access/sign-in/settings.ts'
import { signInByCertificate } from '#access/sign-in/sign-in-by-certificate.ts'
import { beginPasskeySignIn, signInByPasskey } from '#access/sign-in/sign-in-by-passkey.ts'
import { signInByPassword } from '#access/sign-in/sign-in-by-password.ts'
import { createRoutes } from '#platform/http/http-app.ts'
import { type Rate, takeFromRate } from '#platform/http/rate-limit.ts'
import { isPublic, jsonBody, jsonResponse, plainJson, problemResponse } from '#platform/http/route.ts'
import type { ServerContext } from '../server-context.ts'
import type { ServerEnv } from '../server-env.ts'
import { originOfNewcomer, setSessionToken } from './cookies.ts'

/** From one address, over all accounts: slows down who tries one password on many names. */
export const signInRate: Rate = { name: 'sign-in', limit: 60, windowSeconds: 60 }

const tags = ['登录 Sign-in']
const Text = z.object({ zh: z.string(), en: z.string() })

const SignInResult = z
  .object({ staff_id: z.string(), expires_at: z.iso.datetime(), must_change_password: z.boolean() })
  .meta({ id: 'SignInResult' })

/** Counts, opens the session, sets the cookie: the same for every method. */
export async function signInWith(
  context: ServerContext,
  c: Context<ServerEnv>,
  method: SignInMethod,
  signIn: () => Promise<SignedIn>,
): Promise<z.infer<typeof SignInResult>> {
  await takeFromRate(context.db, signInRate, sourceOf(c.var.client.address))
  try {
    const { session, token } = await signIn()
    setSessionToken(c, token)
    context.metrics.signedIn({ method, outcome: 'ACCEPTED' })
    return {
      staff_id: session.staffId,
      expires_at: session.expiresAt.toISOString(),
      must_change_password: session.mustChangePassword,
    }
  } catch (error) {
    context.metrics.signedIn({ method, outcome: 'REFUSED' })
    throw error
  }
}

const methodsRoute = createRoute({
  method: 'get',
  path: '/sign-in/methods',
  summary: '本终端可用的登录方式 / ways to sign in from here',
  tags,
  ...isPublic,
  responses: {
    200: jsonResponse(
      z.object({
        needs_totp: z.boolean(),
        passkey: z.object({ is_available: z.boolean(), reason: Text.nullable() }),
        has_certificate: z.boolean(),
        has_oidc: z.boolean(),
        is_demonstration: z.boolean(),
      }),
    ),
    ...problemResponse,
  },
})

const passwordRoute = createRoute({
  method: 'post',
  path: '/sign-in/password',
  summary: '口令登录 / sign in by password',
  tags,
  ...isPublic,
  request: {
    body: jsonBody(
      z.strictObject({
        name: z.string().min(1).max(100),
        password: z.string().min(1).max(200),
        code: z.string().max(10).optional(),
      }),
    ),
  },
  responses: { 200: jsonResponse(SignInResult), ...problemResponse },
})

const passkeyOptionsRoute = createRoute({
  method: 'post',
  path: '/sign-in/passkey/options',
  summary: '通行密钥登录：取得挑战 / a challenge for a passkey',
  tags,
  ...isPublic,
  request: { body: jsonBody(z.strictObject({})) },
  responses: {
    200: jsonResponse(z.object({ challenge_id: z.string(), options: z.record(z.string(), z.unknown()) })),
    ...problemResponse,
  },
})

const passkeyRoute = createRoute({
  method: 'post',
  path: '/sign-in/passkey',
  summary: '通行密钥登录 / sign in by passkey',
  tags,
  ...isPublic,
  request: {
    body: jsonBody(z.strictObject({ challenge_id: z.string().max(64), response: PasskeyAssertion })),
  },
  responses: { 200: jsonResponse(SignInResult), ...problemResponse },
})

const certificateRoute = createRoute({
  method: 'post',
  path: '/sign-in/certificate',
  summary:
    '数字证书登录（经受信代理）/ sign in by the client certificate that the declared proxy has checked',
  tags,
  ...isPublic,
  request: { body: jsonBody(z.strictObject({})) },
  responses: { 200: jsonResponse(SignInResult), ...problemResponse },
})

/** For the type of the API. */
export const signInApi = [
  methodsRoute,
  passwordRoute,
  passkeyOptionsRoute,
  passkeyRoute,
  certificateRoute,
] as const

/** Ways to sign in that need no other site. */
export function signInRoutes(context: ServerContext): OpenAPIHono<ServerEnv> {
  const { signIn: signInContext, randomBytes } = context
  const { settings } = signInContext
  return createRoutes<ServerEnv>()
    .openapi(methodsRoute, (c) => {
      const availability = passkeyAvailability(c.var.client, settings.passkeys.domain)
      const reason = availability.isAvailable ? null : availability.reason
      return c.json(
        {
          needs_totp: settings.password.needsTotp,
          passkey: { is_available: availability.isAvailable, reason },
          has_certificate: c.var.client.certificate !== null,
          has_oidc: settings.oidc !== null,
          is_demonstration: context.isDemonstration,
        },
        200,
      )
    })
    .openapi(passwordRoute, async (c) => {
      const { name, password, code = '' } = c.req.valid('json')
      const origin = originOfNewcomer(c, randomBytes)
      const given = { name, password, code: code === '' ? null : code }
      const signIn = () => signInByPassword(signInContext, given, origin)
      return c.json(await signInWith(context, c, 'PASSWORD', signIn), 200)
    })
    .openapi(passkeyOptionsRoute, async (c) => {
      await takeFromRate(context.db, signInRate, sourceOf(c.var.client.address))
      const origin = originOfNewcomer(c, randomBytes)
      const { challengeId, options } = await beginPasskeySignIn(signInContext, origin)
      return c.json({ challenge_id: challengeId, options: plainJson(options) }, 200)
    })
    .openapi(passkeyRoute, async (c) => {
      const { challenge_id: challengeId, response } = c.req.valid('json')
      const origin = originOfNewcomer(c, randomBytes)
      const signIn = () => signInByPasskey(signInContext, { challengeId, response }, origin)
      return c.json(await signInWith(context, c, 'PASSKEY', signIn), 200)
    })
    .openapi(certificateRoute, async (c) => {
      const origin = originOfNewcomer(c, randomBytes)
      const signIn = () => signInByCertificate(signInContext, origin)
      return c.json(await signInWith(context, c, 'CERTIFICATE', signIn), 200)
    })
}
