import { createRoute, type OpenAPIHono } from '@hono/zod-openapi'
import { z } from 'zod'
import { PasskeyRegistration } from '#access/sign-in/credentials/passkey.ts'
import {
  addOwnPasskey,
  beginPasskeyAddition,
  changePassword,
  credentialDigest,
  removeOwnPasskey,
} from '#access/sign-in/own-credentials.ts'
import { listOpenSessions } from '#access/sign-in/sessions/session-store.ts'
import { signOut } from '#access/sign-in/sessions/sign-out.ts'
import { createRoutes } from '#platform/http/http-app.ts'
import { jsonBody, jsonResponse, plainJson, problemResponse } from '#platform/http/route.ts'
import type { ServerContext } from '../server-context.ts'
import type { ServerEnv } from '../server-env.ts'
import { clearSessionToken, originOf } from './cookies.ts'

const tags = ['本人 Oneself']
const nothing = { 204: { description: '完成 / done' }, ...problemResponse }
const confirmation_id = z.string().max(64)

const signOutRoute = createRoute({
  method: 'post',
  path: '/sign-out',
  summary: '退出（可退出所有终端）/ sign out, here or everywhere',
  tags,
  request: { body: jsonBody(z.strictObject({ is_everywhere: z.boolean().default(false) })) },
  responses: nothing,
})

const sessionsRoute = createRoute({
  method: 'get',
  path: '/me/sessions',
  summary: '本人的登录会话 / one’s own sessions',
  tags,
  responses: {
    200: jsonResponse(
      z.object({
        items: z.array(
          z.object({
            session_id: z.string(),
            is_this: z.boolean(),
            method: z.string(),
            address: z.string(),
            started_at: z.iso.datetime(),
            seen_at: z.iso.datetime(),
          }),
        ),
      }),
    ),
    ...problemResponse,
  },
})

const passwordRoute = createRoute({
  method: 'post',
  path: '/me/password',
  summary: '修改口令 / change the password',
  tags,
  request: {
    body: jsonBody(z.strictObject({ current: z.string().min(1).max(200), next: z.string().min(1).max(200) })),
  },
  responses: nothing,
})

const passkeyOptionsRoute = createRoute({
  method: 'post',
  path: '/me/passkeys/options',
  summary: '登记通行密钥：取得挑战和需确认的摘要 / begin to add a passkey',
  tags,
  request: { body: jsonBody(z.strictObject({})) },
  responses: {
    200: jsonResponse(
      z.object({
        challenge_id: z.string(),
        options: z.record(z.string(), z.unknown()),
        digest: z.string(),
      }),
    ),
    ...problemResponse,
  },
})

const passkeyRoute = createRoute({
  method: 'post',
  path: '/me/passkeys',
  summary: '登记通行密钥 / add a passkey',
  tags,
  request: {
    body: jsonBody(
      z.strictObject({
        challenge_id: z.string().max(64),
        label: z.string().trim().min(1).max(60),
        response: PasskeyRegistration,
        confirmation_id,
      }),
    ),
  },
  responses: { 201: jsonResponse(z.object({ credential_id: z.string() })), ...problemResponse },
})

const CredentialParam = z.object({ credential_id: z.string().regex(/^[\w-]{1,1400}$/) })

const removalRoute = createRoute({
  method: 'get',
  path: '/me/passkeys/{credential_id}/removal',
  summary: '删除通行密钥需确认的摘要 / the digest to confirm before a passkey is removed',
  tags,
  request: { params: CredentialParam },
  responses: { 200: jsonResponse(z.object({ digest: z.string() })), ...problemResponse },
})

const removePasskeyRoute = createRoute({
  method: 'post',
  path: '/me/passkeys/{credential_id}/removal',
  summary: '删除通行密钥 / remove a passkey',
  tags,
  request: { params: CredentialParam, body: jsonBody(z.strictObject({ confirmation_id })) },
  responses: nothing,
})

function addSessionRoutes(app: OpenAPIHono<ServerEnv>, { signIn }: ServerContext): void {
  app.openapi(signOutRoute, async (c) => {
    const { is_everywhere: isEverywhere } = c.req.valid('json')
    await signOut(signIn, c.var.session, { isEverywhere })
    clearSessionToken(c)
    return c.body(null, 204)
  })
  app.openapi(sessionsRoute, async (c) => {
    const { staffId, sessionId } = c.var.session
    const sessions = await listOpenSessions(signIn.db, staffId, signIn.settings.sessions)
    const items = sessions.map((each) => ({
      session_id: each.sessionId,
      is_this: each.sessionId === sessionId,
      method: each.method,
      address: each.address,
      started_at: each.startedAt.toISOString(),
      seen_at: each.seenAt.toISOString(),
    }))
    return c.json({ items }, 200)
  })
}

function addCredentialRoutes(app: OpenAPIHono<ServerEnv>, { signIn }: ServerContext): void {
  app.openapi(passwordRoute, async (c) => {
    const { session } = c.var
    await changePassword(signIn, { session, ...c.req.valid('json') }, originOf(c, session.terminalId))
    return c.body(null, 204)
  })
  app.openapi(passkeyOptionsRoute, async (c) => {
    const { session } = c.var
    const origin = originOf(c, session.terminalId)
    const { challengeId, options, digest } = await beginPasskeyAddition(signIn, session, origin)
    return c.json({ challenge_id: challengeId, options: plainJson(options), digest }, 200)
  })
  app.openapi(passkeyRoute, async (c) => {
    const { session } = c.var
    const {
      challenge_id: challengeId,
      confirmation_id: confirmationId,
      label,
      response,
    } = c.req.valid('json')
    const given = { session, challengeId, label, response, confirmationId }
    const { credentialId } = await addOwnPasskey(signIn, given, originOf(c, session.terminalId))
    return c.json({ credential_id: credentialId }, 201)
  })
  app.openapi(removalRoute, (c) =>
    c.json({ digest: credentialDigest('REMOVE_PASSKEY', c.req.valid('param').credential_id) }, 200),
  )
  app.openapi(removePasskeyRoute, async (c) => {
    const { credential_id: credentialId } = c.req.valid('param')
    const { confirmation_id: confirmationId } = c.req.valid('json')
    await removeOwnPasskey(signIn, { session: c.var.session, credentialId, confirmationId })
    return c.body(null, 204)
  })
}

/** For the type of the API. */
export const meApi = [
  signOutRoute,
  sessionsRoute,
  passwordRoute,
  passkeyOptionsRoute,
  passkeyRoute,
  removalRoute,
  removePasskeyRoute,
] as const

/** What a person does with his own sessions and credentials. */
export function meRoutes(context: ServerContext): OpenAPIHono<ServerEnv> {
  const app = createRoutes<ServerEnv>()
  addSessionRoutes(app, context)
  addCredentialRoutes(app, context)
  return app
}
