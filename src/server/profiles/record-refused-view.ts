import type { Context } from 'hono'
import { sql } from 'kysely'
import { trailEntryJson } from '#trail/append-entry.ts'
import { sealEntry } from '#trail/seal-entry.ts'
import type { ServerContext } from '../server-context.ts'
import type { ServerEnv } from '../server-env.ts'

/** Of an account in a minute; what is beyond is counted (platform.md 10). */
const writtenMax = 30

/**
 * Somebody asked for a profile that is not there, or not for him: both get the same answer, and the trail keeps what was
 * asked. Not as the record of its leaf: people type numbers of persons into addresses.
 */
export async function recordRefusedView(
  context: ServerContext,
  c: Context<ServerEnv>,
  asked: { readonly kind: string; readonly ref: string; readonly function: string },
): Promise<void> {
  const { rows } = await sql<{ at: Date }>`select clock_timestamp() as at`.execute(context.db)
  const at = rows[0]!.at
  const { staffId } = c.var.session
  const sealed = sealEntry(
    {
      at,
      actorId: staffId,
      function: asked.function,
      recordKind: asked.kind,
      recordId: 'none',
      outcome: 'REFUSED',
      payload: { ref: asked.ref.toWellFormed(), code: 'not_found' },
    },
    { entryId: context.newId(), nonce: context.randomBytes(32), algorithm: context.signIn.algorithm },
  )
  const saved = { accountId: staffId, at, writtenMax, entry: trailEntryJson(sealed) }
  await sql`select app.save_refusal(${JSON.stringify(saved)}::jsonb)`.execute(context.db)
}
