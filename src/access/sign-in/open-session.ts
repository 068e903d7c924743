import type { Tx } from '#platform/postgres/database.ts'
import type { Account } from './account-store.ts'
import type { Origin, SignInContext } from './context.ts'
import type { ClientCertificate } from './credentials/client-certificate.ts'
import { type Session, tokenHash, tokenLength, userAgentHash } from './sessions/session.ts'
import { endSessions, insertSession } from './sessions/session-store.ts'
import type { SignInMethod } from './settings.ts'
import { recordSignInEvent } from './sign-in-event.ts'
import { lockedOut, signInFailed } from './sign-in-refusals.ts'

export interface SignedIn {
  readonly session: Session
  /** For the cookie; it is nowhere else. */
  readonly token: string
}

export interface Proven {
  readonly account: Account
  readonly method: SignInMethod
  readonly certificate?: ClientCertificate
  readonly mustChangePassword?: boolean
}

/** A fresh token for each sign-in: one that a stranger planted before is worth nothing (session fixation). */
export async function openSession(
  context: SignInContext,
  tx: Tx,
  { proven, origin }: { proven: Proven; origin: Origin },
): Promise<SignedIn> {
  const { account, method, certificate, mustChangePassword = false } = proven
  const { sessions } = context.settings
  const token = context.randomBytes(tokenLength).toString('base64url')
  const sessionId = context.newId()
  const replaced = sessions.isExclusive
    ? [
        ...(await endSessions(tx, { staffId: account.staffId }, 'REPLACED')),
        ...(await endSessions(tx, { terminalId: origin.terminalId }, 'REPLACED')),
      ]
    : []
  const expiresAt = await insertSession(
    tx,
    {
      sessionId,
      tokenHash: tokenHash(token),
      staffId: account.staffId,
      method,
      terminalId: origin.terminalId,
      userAgentHash: userAgentHash(origin.userAgent),
      certificateFingerprint: certificate?.fingerprint ?? null,
      address: origin.address,
      mustChangePassword,
    },
    sessions,
  )
  await recordSignInEvent(context, tx, {
    staffId: account.staffId,
    function: 'SIGN_IN',
    recordKind: 'session',
    recordId: sessionId,
    outcome: 'ACCEPTED',
    payload: { method, address: origin.address, terminal: origin.terminalId, replaced },
  })
  return {
    token,
    session: {
      sessionId,
      staffId: account.staffId,
      signInName: account.signInName,
      method,
      terminalId: origin.terminalId,
      startedAt: new Date(expiresAt.getTime() - sessions.hoursMax * 3_600_000),
      expiresAt,
      mustChangePassword,
    },
  }
}

export interface Failure {
  readonly method: SignInMethod
  /** For the auditor only. */
  readonly reason:
    | 'UNKNOWN_ACCOUNT'
    | 'NOT_USABLE'
    | 'WRONG_PASSWORD'
    | 'WRONG_CODE'
    | 'CODE_USED_BEFORE'
    | 'NO_SECOND_FACTOR'
    | 'WRONG_ASSERTION'
    | 'WRONG_CERTIFICATE'
    | 'REFUSED_BY_PROVIDER'
    | 'LOCKED'
  readonly staffId: string | null
  readonly origin: Origin
  /** As typed; kept in the payload only, where it can be erased. */
  readonly name?: string
  readonly knocks?: number
}

async function recordFailure(context: SignInContext, failure: Failure): Promise<void> {
  const { method, reason, staffId, origin, name, knocks } = failure
  await context.db.transaction().execute((tx) =>
    recordSignInEvent(context, tx, {
      staffId,
      function: 'SIGN_IN',
      recordKind: 'session',
      recordId: 'none',
      outcome: 'REFUSED',
      payload: {
        method,
        reason,
        address: origin.address,
        terminal: origin.terminalId,
        ...(name === undefined ? {} : { name }),
        ...(knocks === undefined ? {} : { knocks }),
      },
    }),
  )
}

/** Writes the failure down, in a transaction of its own, and refuses with the one sentence for all failures. */
export async function failSignIn(context: SignInContext, failure: Failure): Promise<never> {
  await recordFailure(context, failure)
  throw signInFailed()
}

/** Of many knocks at a locked door the 1st, 10th, 100th … are written: a flood of them fills no disk. */
export async function refuseLockedOut(
  context: SignInContext,
  failure: Omit<Failure, 'reason'>,
  { seconds, knocks }: { seconds: number; knocks: number },
): Promise<never> {
  if (/^10*$/.test(String(knocks))) await recordFailure(context, { ...failure, reason: 'LOCKED', knocks })
  throw lockedOut(seconds)
}
