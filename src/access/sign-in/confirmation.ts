import { createHash } from 'node:crypto'
import type { PublicKeyCredentialRequestOptionsJSON } from '@simplewebauthn/server'
import { sql } from 'kysely'
import { Refusal } from '#base/refusal.ts'
import type { Database } from '#platform/postgres/database.ts'
import { findAccountOfStaff } from './account-store.ts'
import { saveChallenge, takeChallenge } from './attempts/challenge-store.ts'
import { attemptOf, countTry, forgetTries } from './attempts/lock-out.ts'
import type { Origin, SignInContext } from './context.ts'
import { isSignedBy } from './credentials/client-certificate.ts'
import { listCertificates, listPasskeys, notePasskeyUse } from './credentials/credential-store.ts'
import { type PasskeyAssertion, passkeyRequest, verifyPasskey } from './credentials/passkey.ts'
import { passkeyAvailability } from './credentials/passkey-availability.ts'
import type { Session } from './sessions/session.ts'
import { challengeLength, passkeyPlaceOf } from './sign-in-by-passkey.ts'
import { recordSignInEvent } from './sign-in-event.ts'
import { challengeGone, lockedOut } from './sign-in-refusals.ts'

export type ConfirmationMethod = 'PASSKEY' | 'CERTIFICATE' | 'PASSWORD'

/** What was confirmed, how, and what proves it: in the form the records kernel takes (platform.md 25). */
export interface StepConfirmation {
  readonly method: ConfirmationMethod
  /** SHA-256 of exactly what was shown, 64 hex digits. */
  readonly digest: string
  readonly assertion: unknown
}

export interface ConfirmationOffer {
  readonly challengeId: string
  readonly methods: readonly ConfirmationMethod[]
  /** For the browser, where a passkey can be used here. */
  readonly passkey: PublicKeyCredentialRequestOptionsJSON | null
  /** The text to sign with the certificate's key, where the person has one. */
  readonly textToSign: string | null
}

/** Nonce and digest in one challenge: the signature is about what was shown, and about this time. */
function challengeOf(nonce: string, digest: string): Buffer {
  return createHash('sha256').update(`fangxian confirmation ${nonce} ${digest}`, 'utf8').digest()
}

const textToSignOf = (nonce: string, digest: string): string => `fangxian confirmation ${nonce} ${digest}`

/** A signature where the person has a key that works here, else the password again. */
export async function beginConfirmation(
  context: SignInContext,
  { session, digest }: { session: Session; digest: string },
  origin: Origin,
): Promise<ConfirmationOffer> {
  const passkeys = await listPasskeys(context.db, session.staffId)
  const certificates = await listCertificates(context.db, session.staffId)
  const place = passkeyAvailability(origin, context.settings.passkeys.domain)
  const hasPasskey = place.isAvailable && passkeys.length > 0
  const signing: ConfirmationMethod[] = [
    ...(hasPasskey ? ['PASSKEY' as const] : []),
    ...(certificates.length > 0 ? ['CERTIFICATE' as const] : []),
  ]
  const methods: ConfirmationMethod[] = signing.length > 0 ? signing : ['PASSWORD']
  const challengeId = context.newId()
  const nonce = context.randomBytes(challengeLength).toString('base64url')
  await saveChallenge(context.db, {
    challengeId,
    kind: 'CONFIRMATION',
    boundTo: session.sessionId,
    content: { nonce, digest, methods: methods.join(' ') },
  })
  return {
    challengeId,
    methods,
    passkey: hasPasskey ? await passkeyRequest(place, challengeOf(nonce, digest), passkeys) : null,
    textToSign: certificates.length > 0 ? textToSignOf(nonce, digest) : null,
  }
}

export type ConfirmationProof =
  | { readonly method: 'PASSKEY'; readonly response: PasskeyAssertion }
  | { readonly method: 'CERTIFICATE'; readonly fingerprint: string; readonly signature: string }
  | { readonly method: 'PASSWORD'; readonly password: string }

interface Checking {
  readonly session: Session
  readonly nonce: string
  readonly digest: string
  readonly origin: Origin
}

type Checked = { readonly isProven: boolean; readonly assertion: unknown }

async function checkPasskey(
  context: SignInContext,
  { session, nonce, digest, origin }: Checking,
  response: PasskeyAssertion,
): Promise<Checked> {
  const place = passkeyPlaceOf(context, origin)
  const passkeys = await listPasskeys(context.db, session.staffId)
  const stored = passkeys.find(({ credentialId }) => credentialId === response.id)
  if (stored === undefined) return { isProven: false, assertion: null }
  const challenge = challengeOf(nonce, digest).toString('base64url')
  const counter = await verifyPasskey(place, challenge, { stored, response })
  if (counter === null) return { isProven: false, assertion: null }
  await notePasskeyUse(context.db, { credentialId: stored.credentialId, counter })
  const { clientDataJSON, authenticatorData, signature } = response.response
  const publicKey = stored.publicKey.toString('base64url')
  const assertion = {
    nonce,
    credentialId: stored.credentialId,
    publicKey,
    clientDataJSON,
    authenticatorData,
    signature,
  }
  return { isProven: true, assertion }
}

async function checkCertificate(
  context: SignInContext,
  { session, nonce, digest }: Checking,
  proof: { fingerprint: string; signature: string },
): Promise<Checked> {
  const certificates = await listCertificates(context.db, session.staffId)
  const own = certificates.find(({ fingerprint }) => fingerprint === proof.fingerprint)
  if (own === undefined || !isSignedBy(own.pem, textToSignOf(nonce, digest), proof.signature)) {
    return { isProven: false, assertion: null }
  }
  return { isProven: true, assertion: { nonce, certificate: own.pem, signature: proof.signature } }
}

/** A wrong password counts as a failed sign-in: an open session is no place to guess in. */
async function checkPassword(
  context: SignInContext,
  { session, origin }: Checking,
  password: string,
): Promise<Checked> {
  const attempt = attemptOf(session.signInName, origin.address)
  const counted = await countTry(context.db, attempt)
  if (counted.isLocked) throw lockedOut(counted.seconds)
  const account = await findAccountOfStaff(context.db, session.staffId)
  const isProven = await context.hasher.isRight(password, account?.passwordHash ?? null)
  if (isProven) await context.db.transaction().execute((tx) => forgetTries(tx, attempt))
  return { isProven, assertion: null }
}

function check(context: SignInContext, checking: Checking, proof: ConfirmationProof): Promise<Checked> {
  if (proof.method === 'PASSKEY') return checkPasskey(context, checking, proof.response)
  if (proof.method === 'CERTIFICATE') return checkCertificate(context, checking, proof)
  return checkPassword(context, checking, proof.password)
}

/** Checks the proof and keeps it; its id goes with the act, so that a password is never in an act's body. */
export async function confirmStep(
  context: SignInContext,
  { session, challengeId, proof }: { session: Session; challengeId: string; proof: ConfirmationProof },
  origin: Origin,
): Promise<{ confirmationId: string }> {
  const boundTo = session.sessionId
  const content = await takeChallenge(context.db, { challengeId, kind: 'CONFIRMATION', boundTo })
  if (content === null) throw challengeGone()
  const { nonce = '', digest = '', methods = '' } = content
  const isOffered = methods.split(' ').includes(proof.method)
  const { isProven, assertion } = isOffered
    ? await check(context, { session, nonce, digest, origin }, proof)
    : { isProven: false, assertion: null }
  const confirmationId = context.newId()
  await context.db.transaction().execute(async (tx) => {
    if (isProven) {
      await sql`
        insert into app.step_confirmation (confirmation_id, session_id, staff_id, method, digest, assertion)
        values (
          ${confirmationId},
          ${session.sessionId},
          ${session.staffId},
          ${proof.method},
          ${digest},
          ${assertion === null ? null : JSON.stringify(assertion)}::jsonb
        )
      `.execute(tx)
    }
    await recordSignInEvent(context, tx, {
      staffId: session.staffId,
      function: 'CONFIRM_STEP',
      recordKind: 'confirmation',
      recordId: confirmationId,
      outcome: isProven ? 'ACCEPTED' : 'REFUSED',
      payload: { method: proof.method, digest, address: origin.address },
    })
  })
  if (isProven) return { confirmationId }
  throw new Refusal('not_permitted', {
    zh: '确认失败：口令、通行密钥或证书签名有误；请重新确认。',
    en: 'Not confirmed: the password, passkey or signature is wrong; confirm again.',
  })
}

/**
 * For the act that carries its id: only the person's own. It needs no end: its digest holds the record's version, so it
 * fits one act, and a repeated request still finds it.
 */
export async function getConfirmation(
  db: Database,
  { confirmationId, staffId }: { confirmationId: string; staffId: string },
): Promise<StepConfirmation> {
  const { rows } = await sql<{ method: ConfirmationMethod; digest: string; assertion: unknown }>`
    select
      method,
      digest,
      assertion
    from app.step_confirmation
    where
      confirmation_id = ${confirmationId}
      and staff_id = ${staffId}
    order by confirmation_id
  `.execute(db)
  const [row] = rows
  if (row !== undefined) return row
  throw new Refusal('invalid_input', {
    zh: '本人确认不存在；请重新确认后提交。',
    en: 'There is no such confirmation of yours; confirm again and send it.',
  })
}
