import type { Context } from 'hono'
import { sql } from 'kysely'
import type { Tx } from '#platform/postgres/database.ts'
import { appendEntry } from '#trail/append-entry.ts'
import { sealEntry } from '#trail/seal-entry.ts'
import type { ServerContext } from '../server-context.ts'
import type { ServerEnv } from '../server-env.ts'

export interface DoneAct {
  readonly function: string
  readonly recordKind: string
  readonly recordId: string
  readonly payload: unknown
}

/** What somebody did, in the transaction in which it was done. */
export async function sealDone(
  context: ServerContext,
  tx: Tx,
  c: Context<ServerEnv>,
  done: DoneAct,
): Promise<void> {
  const { rows } = await sql<{ at: Date }>`select clock_timestamp() as at`.execute(tx)
  const { newId, randomBytes, signIn } = context
  const act = { ...done, at: rows[0]!.at, actorId: c.var.session.staffId, outcome: 'ACCEPTED' }
  await appendEntry(
    tx,
    sealEntry(act, { entryId: newId(), nonce: randomBytes(32), algorithm: signIn.algorithm }),
  )
}
