import type { PublicKeyCredentialRequestOptionsJSON } from '@simplewebauthn/server'
import { Refusal } from '#base/refusal.ts'
import { findAccountOfStaff } from './account-store.ts'
import { saveChallenge, takeChallenge } from './attempts/challenge-store.ts'
import type { Origin, SignInContext } from './context.ts'
import { findPasskey, notePasskeyUse } from './credentials/credential-store.ts'
import {
  type PasskeyAssertion,
  type PasskeyPlace,
  passkeyRequest,
  verifyPasskey,
} from './credentials/passkey.ts'
import { passkeyAvailability } from './credentials/passkey-availability.ts'
import { type Failure, failSignIn, openSession, type SignedIn } from './open-session.ts'
import { challengeGone } from './sign-in-refusals.ts'

/** Where passkeys are hidden they are refused, too, with the same reason. */
export function passkeyPlaceOf(
  context: SignInContext,
  origin: Pick<Origin, 'isSecure' | 'host'>,
): PasskeyPlace {
  const availability = passkeyAvailability(origin, context.settings.passkeys.domain)
  if (!availability.isAvailable) throw new Refusal('unavailable', availability.reason)
  return availability
}

export const challengeLength = 32

export async function beginPasskeySignIn(
  context: SignInContext,
  origin: Origin,
): Promise<{ challengeId: string; options: PublicKeyCredentialRequestOptionsJSON }> {
  const place = passkeyPlaceOf(context, origin)
  const challengeId = context.newId()
  const challenge = context.randomBytes(challengeLength)
  await saveChallenge(context.db, {
    challengeId,
    kind: 'PASSKEY_SIGN_IN',
    boundTo: origin.terminalId,
    content: { challenge: challenge.toString('base64url') },
  })
  return { challengeId, options: await passkeyRequest(place, challenge, null) }
}

export async function signInByPasskey(
  context: SignInContext,
  { challengeId, response }: { challengeId: string; response: PasskeyAssertion },
  origin: Origin,
): Promise<SignedIn> {
  const place = passkeyPlaceOf(context, origin)
  const content = await takeChallenge(context.db, {
    challengeId,
    kind: 'PASSKEY_SIGN_IN',
    boundTo: origin.terminalId,
  })
  if (content === null) throw challengeGone()
  const stored = await findPasskey(context.db, response.id)
  const fail = (reason: Failure['reason']): Promise<never> =>
    failSignIn(context, { method: 'PASSKEY', reason, staffId: stored?.staffId ?? null, origin })
  if (stored === null) return fail('UNKNOWN_ACCOUNT')
  const counter = await verifyPasskey(place, content.challenge ?? '', { stored, response })
  if (counter === null) return fail('WRONG_ASSERTION')
  const account = await findAccountOfStaff(context.db, stored.staffId)
  if (account === null || !account.isUsable) return fail('NOT_USABLE')
  return context.db.transaction().execute(async (tx) => {
    await notePasskeyUse(tx, { credentialId: stored.credentialId, counter })
    return openSession(context, tx, { proven: { account, method: 'PASSKEY' }, origin })
  })
}
