import { findAccountByCertificate } from './account-store.ts'
import type { Origin, SignInContext } from './context.ts'
import { readCertificate } from './credentials/client-certificate.ts'
import { type Failure, failSignIn, openSession, type SignedIn } from './open-session.ts'

/** The certificate comes from the declared proxy, which has checked its chain; here it must be somebody's. */
export async function signInByCertificate(context: SignInContext, origin: Origin): Promise<SignedIn> {
  const certificate = origin.certificate === null ? null : readCertificate(origin.certificate)
  const account =
    certificate === null ? null : await findAccountByCertificate(context.db, certificate.fingerprint)
  const fail = (reason: Failure['reason']): Promise<never> =>
    failSignIn(context, { method: 'CERTIFICATE', reason, staffId: account?.staffId ?? null, origin })
  if (certificate === null) return fail('WRONG_CERTIFICATE')
  if (account === null) return fail('UNKNOWN_ACCOUNT')
  if (!account.isValid) return fail('WRONG_CERTIFICATE')
  if (!account.isUsable) return fail('NOT_USABLE')
  return context.db
    .transaction()
    .execute((tx) =>
      openSession(context, tx, { proven: { account, method: 'CERTIFICATE', certificate }, origin }),
    )
}
