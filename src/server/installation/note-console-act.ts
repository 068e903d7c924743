import { sql } from 'kysely'
import type { Database, Tx } from '#platform/postgres/database.ts'
import { appendEntry } from '#trail/append-entry.ts'
import { sealEntry } from '#trail/seal-entry.ts'
import { findHead } from '#trail/sequencing/head.ts'
import { newId } from '../starting/server-parts.ts'
import { notInitialised } from './not-initialised.ts'

export interface ConsoleAct {
  readonly function: string
  readonly recordKind: string
  readonly recordId: string
  readonly outcome: 'ACCEPTED' | 'EXPORTED'
  readonly payload: unknown
}

/** What is done at the server's console, where nobody is signed in: actor `console`, the payload says who and where. */
export async function appendConsoleAct(
  tx: Tx,
  act: ConsoleAct,
  randomBytes: (size: number) => Buffer,
): Promise<void> {
  const head = await findHead(tx)
  if (head === null) throw notInitialised()
  const { rows } = await sql<{ at: Date }>`select clock_timestamp() as at`.execute(tx)
  const sealing = { entryId: newId(), nonce: randomBytes(32), algorithm: head.algorithm }
  await appendEntry(tx, sealEntry({ ...act, at: rows[0]!.at, actorId: 'console' }, sealing))
}

export async function noteConsoleAct(
  db: Database,
  act: ConsoleAct,
  randomBytes: (size: number) => Buffer,
): Promise<void> {
  await db.transaction().execute((tx) => appendConsoleAct(tx, act, randomBytes))
}
