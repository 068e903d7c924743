import { sql } from 'kysely'
import type { Tx } from '#platform/postgres/database.ts'
import { appendEntry } from '#trail/append-entry.ts'
import { sealEntry } from '#trail/seal-entry.ts'
import type { SignInContext } from './context.ts'

export type SignInFunction =
  | 'SIGN_IN'
  | 'SIGN_OUT'
  | 'SESSION_STOLEN'
  | 'CONFIRM_STEP'
  | 'ENROL'
  | 'ISSUE_ENROLMENT'
  | 'CHANGE_CREDENTIAL'

export interface SignInEvent {
  /** Null: the account is not known, or must not be named. */
  readonly staffId: string | null
  readonly function: SignInFunction
  readonly recordKind: 'session' | 'account' | 'confirmation' | 'enrolment'
  readonly recordId: string
  readonly outcome: 'ACCEPTED' | 'REFUSED'
  /** Address, terminal, method, reason, the name that was typed: none of it is in the leaf (platform.md 11). */
  readonly payload: Readonly<Record<string, unknown>>
}

/** In the same transaction as what it tells of. */
export async function recordSignInEvent(
  { newId, randomBytes, algorithm }: Pick<SignInContext, 'newId' | 'randomBytes' | 'algorithm'>,
  tx: Tx,
  event: SignInEvent,
): Promise<void> {
  const { rows } = await sql<{ at: Date }>`select clock_timestamp() as at`.execute(tx)
  const { staffId, ...rest } = event
  const act = { ...rest, at: rows[0]!.at, actorId: staffId ?? 'unknown' }
  await appendEntry(tx, sealEntry(act, { entryId: newId(), nonce: randomBytes(32), algorithm }))
}
