import { Refusal } from '#base/refusal.ts'
import { findAccountByOidc } from './account-store.ts'
import { saveChallenge, takeChallenge } from './attempts/challenge-store.ts'
import type { Origin, SignInContext } from './context.ts'
import { type OidcSettings, oidcAddress, oidcSubject } from './credentials/oidc-provider.ts'
import { type Failure, failSignIn, openSession, type SignedIn } from './open-session.ts'
import { challengeGone } from './sign-in-refusals.ts'

function settingsOf({ settings }: SignInContext): OidcSettings {
  if (settings.oidc !== null) return settings.oidc
  throw new Refusal('unavailable', {
    zh: '本系统未启用统一身份认证登录。',
    en: 'Sign-in by an identity provider is not switched on here.',
  })
}

export async function beginOidcSignIn(
  context: SignInContext,
  origin: Origin,
): Promise<{ challengeId: string; address: string }> {
  const { address, round } = await oidcAddress(settingsOf(context))
  const challengeId = context.newId()
  await saveChallenge(context.db, {
    challengeId,
    kind: 'OIDC',
    boundTo: origin.terminalId,
    content: { ...round },
  })
  return { challengeId, address: address.href }
}

/** `challengeId` comes from the browser's cookie: an answer smuggled into another browser finds no round there. */
export async function signInByOidc(
  context: SignInContext,
  { challengeId, query }: { challengeId: string; query: URLSearchParams },
  origin: Origin,
): Promise<SignedIn> {
  const settings = settingsOf(context)
  const round = await takeChallenge(context.db, { challengeId, kind: 'OIDC', boundTo: origin.terminalId })
  if (round === null) throw challengeGone()
  const { state = '', nonce = '', codeVerifier = '' } = round
  const subject = await oidcSubject(settings, { state, nonce, codeVerifier }, query)
  const account =
    subject === null ? null : await findAccountByOidc(context.db, { issuer: settings.issuer, subject })
  const fail = (reason: Failure['reason']): Promise<never> =>
    failSignIn(context, { method: 'OIDC', reason, staffId: account?.staffId ?? null, origin })
  if (subject === null) return fail('REFUSED_BY_PROVIDER')
  // Never made here: an account is opened by the officers (platform.md 6).
  if (account === null) return fail('UNKNOWN_ACCOUNT')
  if (!account.isUsable) return fail('NOT_USABLE')
  return context.db
    .transaction()
    .execute((tx) => openSession(context, tx, { proven: { account, method: 'OIDC' }, origin }))
}
