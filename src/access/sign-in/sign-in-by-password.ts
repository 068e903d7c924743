import { sql } from 'kysely'
import { findAccountByName, type PasswordAccount } from './account-store.ts'
import { attemptOf, countTry, forgetTries, plainSignInName } from './attempts/lock-out.ts'
import type { Origin, SignInContext } from './context.ts'
import { useTotpStep } from './credentials/credential-store.ts'
import { openSecret } from './credentials/secret-box.ts'
import { stepOfCode } from './credentials/totp.ts'
import { type Failure, failSignIn, openSession, refuseLockedOut, type SignedIn } from './open-session.ts'

export interface PasswordSignIn {
  readonly name: string
  readonly password: string
  /** Six digits of the authenticator app; null where the form's field was left empty. */
  readonly code: string | null
}

type CodeOutcome =
  | 'RIGHT'
  | Extract<Failure['reason'], 'WRONG_CODE' | 'CODE_USED_BEFORE' | 'NO_SECOND_FACTOR'>

async function checkCode(
  context: SignInContext,
  account: PasswordAccount,
  code: string | null,
): Promise<CodeOutcome> {
  if (account.totpSecret === null) {
    return context.settings.password.needsTotp ? 'NO_SECOND_FACTOR' : 'RIGHT'
  }
  // Who has a second factor needs it, whatever the setting.
  const { rows } = await sql<{ at: Date }>`select clock_timestamp() as at`.execute(context.db)
  const secret = openSecret({ key: context.secretKey, owner: account.staffId }, account.totpSecret)
  const step = stepOfCode(secret, code ?? '', rows[0]!.at)
  if (step === null) return 'WRONG_CODE'
  const isFresh = await useTotpStep(context.db, { staffId: account.staffId, step })
  return isFresh ? 'RIGHT' : 'CODE_USED_BEFORE'
}

/**
 * Name, password and code in one request, one answer for all that may be wrong. The hash is computed for an unknown
 * account, too, so that time tells nothing; a code is looked at only behind the right password.
 */
export async function signInByPassword(
  context: SignInContext,
  given: PasswordSignIn,
  origin: Origin,
): Promise<SignedIn> {
  const name = plainSignInName(given.name)
  const attempt = attemptOf(given.name, origin.address)
  const counted = await countTry(context.db, attempt)
  if (counted.isLocked) {
    return refuseLockedOut(context, { method: 'PASSWORD', staffId: null, origin, name }, counted)
  }
  const account = await findAccountByName(context.db, name)
  const isRight = await context.hasher.isRight(given.password, account?.passwordHash ?? null)
  const fail = (reason: Failure['reason']): Promise<never> =>
    failSignIn(context, { method: 'PASSWORD', reason, staffId: account?.staffId ?? null, origin, name })
  if (account === null) return fail('UNKNOWN_ACCOUNT')
  if (!isRight) return fail('WRONG_PASSWORD')
  if (!account.isUsable) return fail('NOT_USABLE')
  const code = await checkCode(context, account, given.code)
  if (code !== 'RIGHT') return fail(code)
  const { daysMax } = context.settings.password
  const mustChangePassword = daysMax !== null && (account.passwordAgeDays ?? 0) >= daysMax
  return context.db.transaction().execute(async (tx) => {
    await forgetTries(tx, attempt)
    return openSession(context, tx, { proven: { account, method: 'PASSWORD', mustChangePassword }, origin })
  })
}
