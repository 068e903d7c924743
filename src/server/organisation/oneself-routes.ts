import { createRoute, type OpenAPIHono } from '@hono/zod-openapi'
import { sql } from 'kysely'
import { z } from 'zod'
import { isAbsent, postsInForce } from '#access/actor.ts'
import { listPasskeys } from '#access/sign-in/credentials/credential-store.ts'
import { passkeyAvailability } from '#access/sign-in/credentials/passkey-availability.ts'
import { createRoutes } from '#platform/http/http-app.ts'
import { jsonResponse, problemResponse } from '#platform/http/route.ts'
import { findRecoveryNotice } from '../installation/recovery-store.ts'
import type { ServerContext } from '../server-context.ts'
import type { ServerEnv } from '../server-env.ts'
import { getReader } from './reader.ts'

const TextForm = z.object({ zh: z.string(), en: z.string() })

const meRoute = createRoute({
  method: 'get',
  path: '/me',
  summary: '本人：岗位、角色、会话 / oneself: posts, roles, session',
  tags: ['本人 Oneself'],
  responses: {
    200: jsonResponse(
      z.object({
        staff_id: z.string(),
        name: z.string(),
        sign_in_name: z.string(),
        agency_id: z.string(),
        is_absent: z.boolean(),
        posts: z.array(z.object({ post_id: z.string(), title: z.string(), is_key: z.boolean() })),
        roles: z.array(
          z.object({
            role: z.string(),
            regions: z.array(z.string()),
            schemes: z.array(z.string()).nullable(),
          }),
        ),
        session: z.object({
          method: z.string(),
          started_at: z.iso.datetime(),
          expires_at: z.iso.datetime(),
          must_change_password: z.boolean(),
        }),
        passkey: z.object({
          is_available: z.boolean(),
          reason: TextForm.nullable(),
          credential_ids: z.array(z.string()),
        }),
        is_demonstration: z.boolean(),
        notices: z.array(TextForm).describe('每页显示的横幅 / banners of every page'),
      }),
    ),
    ...problemResponse,
  },
})

export const demonstrationNotice = {
  zh: '演示系统：数据均为模拟，不得用于办理业务；动态验证码已关闭。',
  en: 'Demonstration: all data are simulated and no business may be done here; authenticator codes are switched off.',
}

/** For the type of the API. */
export const oneselfApi = [meRoute] as const

/** What the web needs to know of the person who looks at it. */
export function oneselfRoutes(context: ServerContext): OpenAPIHono<ServerEnv> {
  const { signIn, isDemonstration } = context
  return createRoutes<ServerEnv>().openapi(meRoute, async (c) => {
    const { session } = c.var
    const found = await context.db.transaction().execute(async (tx) => {
      const { rows } = await sql<{ name: string }>`
        select name
        from app.staff_member
        where staff_id = ${session.staffId}
        order by name
      `.execute(tx)
      return {
        reader: await getReader(context, tx, c),
        name: rows[0]!.name,
        passkeys: await listPasskeys(tx, session.staffId),
        recovery: await findRecoveryNotice(tx),
      }
    })
    const { actor, moment } = found.reader
    const availability = passkeyAvailability(c.var.client, signIn.settings.passkeys.domain)
    return c.json(
      {
        staff_id: session.staffId,
        name: found.name,
        sign_in_name: session.signInName,
        agency_id: actor.agencyId,
        is_absent: isAbsent(actor, moment),
        posts: postsInForce(actor, moment).map(({ postId, title, isKey }) => ({
          post_id: postId,
          title,
          is_key: isKey,
        })),
        roles: actor.grants.map(({ role, regions, schemes }) => ({
          role,
          regions: [...regions],
          schemes: schemes === null ? null : [...schemes],
        })),
        session: {
          method: session.method,
          started_at: session.startedAt.toISOString(),
          expires_at: session.expiresAt.toISOString(),
          must_change_password: session.mustChangePassword,
        },
        passkey: {
          is_available: availability.isAvailable,
          reason: availability.isAvailable ? null : availability.reason,
          credential_ids: found.passkeys.map(({ credentialId }) => credentialId),
        },
        is_demonstration: isDemonstration,
        notices: [...(isDemonstration ? [demonstrationNotice] : []), ...found.recovery],
      },
      200,
    )
  })
}
