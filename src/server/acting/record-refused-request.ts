import type { Context } from 'hono'
import { routePath } from 'hono/route'
import { sql } from 'kysely'
import type { Session } from '#access/sign-in/sessions/session.ts'
import { tokenHash } from '#access/sign-in/sessions/session.ts'
import { findSession } from '#access/sign-in/sessions/session-store.ts'
import type { Refusal } from '#base/refusal.ts'
import { isSafeMethod } from '#platform/http/cross-site.ts'
import { DetailedRefusal } from '#platform/http/detailed-refusal.ts'
import { trailEntryJson } from '#trail/append-entry.ts'
import { sealEntry } from '#trail/seal-entry.ts'
import { sessionToken } from '../identity/cookies.ts'
import type { ServerContext } from '../server-context.ts'
import type { ServerEnv } from '../server-env.ts'

/** Of an account in a minute; what is beyond is counted (platform.md 10). */
const writtenMax = 30

async function sessionOf(context: ServerContext, c: Context<ServerEnv>): Promise<Session | null> {
  const { session } = c.var as Partial<ServerEnv['Variables']>
  if (session !== undefined) return session
  // Refused by the frame, before anybody asked who it was: whose cookie came with it is still worth knowing.
  const token = sessionToken(c)
  if (token === undefined) return null
  return findSession(context.db, tokenHash(token), context.signIn.settings.sessions)
}

/**
 * What somebody signed in tried to do and the server refused before any act began: malformed JSON, unknown fields,
 * a body too large, another site's request. What was sent is not kept: only where, and what was wrong with it.
 */
export async function recordRefusedRequest(
  context: ServerContext,
  c: Context<ServerEnv>,
  refusal: Refusal,
): Promise<void> {
  if (isSafeMethod(c.req.method) || c.var.writesOwnTrail === true) return
  const session = await sessionOf(context, c)
  if (session === null) return
  const { rows } = await sql<{ at: Date }>`select clock_timestamp() as at`.execute(context.db)
  const at = rows[0]!.at
  const fields = refusal instanceof DetailedRefusal ? (refusal.details.fields ?? []) : []
  const sealed = sealEntry(
    {
      at,
      actorId: session.staffId,
      function: 'REQUEST',
      recordKind: 'request',
      recordId: c.var.requestId,
      outcome: 'REFUSED',
      payload: {
        method: c.req.method,
        route: routePath(c),
        code: refusal.code,
        reason: refusal.text.en,
        fields: fields.map(({ field, text }) => ({
          field: field.toWellFormed(),
          reason: text.en.toWellFormed(),
        })),
        session: session.sessionId,
        address: c.var.client.address,
      },
    },
    {
      entryId: context.newId(),
      nonce: context.randomBytes(32),
      algorithm: context.signIn.algorithm,
    },
  )
  const saved = { accountId: session.staffId, at, writtenMax, entry: trailEntryJson(sealed) }
  await sql`select app.save_refusal(${JSON.stringify(saved)}::jsonb)`.execute(context.db)
}
