import type { Context } from 'hono'
import { sql } from 'kysely'
import { appendEntry } from '#trail/append-entry.ts'
import { sealEntry } from '#trail/seal-entry.ts'
import type { ServerContext } from '../server-context.ts'
import type { ServerEnv } from '../server-env.ts'

export interface Exported {
  /** What the list is called in code. */
  readonly list: string
  readonly query: unknown
  readonly rows: number
}

/** Before the first byte leaves: who takes what away is on record, whether or not the download succeeds. */
export async function recordExport(
  context: ServerContext,
  c: Context<ServerEnv>,
  { list, query, rows }: Exported,
): Promise<void> {
  await recordSeen(context, c, { function: 'EXPORT', list, outcome: 'EXPORTED', payload: { query, rows } })
}

export interface Seen {
  readonly function: string
  readonly list: string
  readonly recordId?: string
  readonly outcome: 'VIEWED' | 'EXPORTED' | 'REFUSED'
  readonly payload: unknown
}

/** A view of something that is no record of the kernel's: the trail itself, people of the agency. */
export async function recordSeen(context: ServerContext, c: Context<ServerEnv>, seen: Seen): Promise<void> {
  const { db, newId, randomBytes, signIn } = context
  await db.transaction().execute(async (tx) => {
    const { rows } = await sql<{ at: Date }>`select clock_timestamp() as at`.execute(tx)
    const act = {
      at: rows[0]!.at,
      actorId: c.var.session.staffId,
      function: seen.function,
      recordKind: seen.list,
      recordId: seen.recordId ?? 'none',
      outcome: seen.outcome,
      payload: seen.payload,
    }
    const sealing = { entryId: newId(), nonce: randomBytes(32), algorithm: signIn.algorithm }
    await appendEntry(tx, sealEntry(act, sealing))
  })
}
