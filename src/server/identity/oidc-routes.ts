import { createRoute, type OpenAPIHono } from '@hono/zod-openapi'
import { z } from 'zod'
import { sourceOf } from '#access/sign-in/attempts/lock-out.ts'
import { beginOidcSignIn, signInByOidc } from '#access/sign-in/sign-in-by-oidc.ts'
import { challengeGone } from '#access/sign-in/sign-in-refusals.ts'
import { createRoutes } from '#platform/http/http-app.ts'
import { takeFromRate } from '#platform/http/rate-limit.ts'
import { isPublic, problemResponse } from '#platform/http/route.ts'
import type { ServerContext } from '../server-context.ts'
import type { ServerEnv } from '../server-env.ts'
import { clearOidcRound, oidcRound, originOfNewcomer, setOidcRound } from './cookies.ts'
import { signInRate, signInWith } from './sign-in-routes.ts'

const tags = ['登录 Sign-in']

const startRoute = createRoute({
  method: 'get',
  path: '/sign-in/oidc',
  summary: '统一身份认证登录：转到认证服务 / to the identity provider',
  tags,
  ...isPublic,
  responses: { 303: { description: '转到认证服务 / to the provider' }, ...problemResponse },
})

const callbackRoute = createRoute({
  method: 'get',
  path: '/sign-in/oidc/callback',
  summary: '统一身份认证登录：返回 / back from the identity provider',
  tags,
  ...isPublic,
  // What a provider adds to its answer is its own affair; only what the protocol names is read.
  request: {
    query: z.object({ state: z.string().max(500).optional(), code: z.string().max(2_000).optional() }),
  },
  responses: { 303: { description: '已登录，转到首页 / signed in, to the first page' }, ...problemResponse },
})

export function oidcRoutes(context: ServerContext): OpenAPIHono<ServerEnv> {
  const { signIn, randomBytes } = context
  return createRoutes<ServerEnv>()
    .openapi(startRoute, async (c) => {
      await takeFromRate(context.db, signInRate, sourceOf(c.var.client.address))
      const { challengeId, address } = await beginOidcSignIn(signIn, originOfNewcomer(c, randomBytes))
      setOidcRound(c, challengeId)
      return c.redirect(address, 303)
    })
    .openapi(callbackRoute, async (c) => {
      const challengeId = oidcRound(c)
      if (challengeId === undefined) throw challengeGone()
      clearOidcRound(c)
      const origin = originOfNewcomer(c, randomBytes)
      const query = new URL(c.req.url).searchParams
      await signInWith(context, c, 'OIDC', () => signInByOidc(signIn, { challengeId, query }, origin))
      return c.redirect('/', 303)
    })
}
