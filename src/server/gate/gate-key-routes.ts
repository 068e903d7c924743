import { createRoute, type OpenAPIHono } from '@hono/zod-openapi'
import { z } from 'zod'
import { tellKey } from '#gate/keys/tell-key.ts'
import { createRoutes, notFound } from '#platform/http/http-app.ts'
import { IdParam, jsonResponse, problemResponse } from '#platform/http/route.ts'
import type { ServerContext } from '../server-context.ts'
import type { ServerEnv } from '../server-env.ts'

const tellRoute = createRoute({
  method: 'post',
  path: '/gate-keys/{record_id}/token',
  summary: '领取已授予的接口密钥，只告知申请人一次 / take a granted key: told once, to who proposed it',
  tags: ['核心系统 Gate'],
  request: { params: z.object({ record_id: IdParam }) },
  responses: {
    200: jsonResponse(z.object({ key_id: z.string(), token: z.string(), webhook_secret: z.string() })),
    ...problemResponse,
  },
})

/** Proposing, granting and ending a key are acts on its record (GATE_KEY); only its secret is told here. */
export function gateKeyRoutes({
  db,
  gate,
  signIn,
  newId,
  randomBytes,
}: ServerContext): OpenAPIHono<ServerEnv> {
  const app = createRoutes<ServerEnv>()
  app.openapi(tellRoute, async (c) => {
    const { record_id: recordId } = c.req.valid('param')
    const { staffId } = c.var.session
    const { algorithm } = signIn
    const told = await db
      .transaction()
      .execute((tx) =>
        tellKey(tx, { recordId, staffId, webhookKey: gate.keys.webhook }, { newId, randomBytes, algorithm }),
      )
    if (told === null) throw notFound
    return c.json({ key_id: told.keyId, token: told.token, webhook_secret: told.webhookSecret }, 200)
  })
  return app
}

/** For the type of the API. */
export const gateKeyApi = [tellRoute] as const
