import type { PublicKeyCredentialCreationOptionsJSON } from '@simplewebauthn/server'
import type { Bilingual } from '#base/bilingual.ts'
import { Refusal } from '#base/refusal.ts'
import type { Tx } from '#platform/postgres/database.ts'
import { saveChallenge, takeChallenge } from '../attempts/challenge-store.ts'
import type { Origin, SignInContext } from '../context.ts'
import { removeCredentials, savePasskey, savePassword, saveTotp } from '../credentials/credential-store.ts'
import {
  type NewPasskey,
  type PasskeyRegistration,
  passkeyCreation,
  verifyNewPasskey,
} from '../credentials/passkey.ts'
import { passkeyAvailability } from '../credentials/passkey-availability.ts'
import { checkNewPassword } from '../credentials/password-policy.ts'
import { openSecret, sealSecret } from '../credentials/secret-box.ts'
import { secretLength, stepOfCode, totpOffer } from '../credentials/totp.ts'
import { endSessions } from '../sessions/session-store.ts'
import { challengeLength, passkeyPlaceOf } from '../sign-in-by-passkey.ts'
import { recordSignInEvent } from '../sign-in-event.ts'
import { challengeGone } from '../sign-in-refusals.ts'
import { enrolmentCode, enrolmentCodeHash } from './enrolment-code.ts'
import {
  findOpenEnrolment,
  insertEnrolment,
  type OpenEnrolment,
  offerTotpSecret,
  useEnrolment,
} from './enrolment-store.ts'

const sealNonceLength = 12

/** A one-time code for one person, valid 72 hours; it is returned once and only its hash is kept. */
export async function issueEnrolment(
  context: SignInContext,
  tx: Tx,
  { staffId, issuedBy }: { staffId: string; issuedBy: string },
): Promise<{ code: string; expiresAt: Date }> {
  const code = enrolmentCode(context.randomBytes)
  const enrolmentId = context.newId()
  const expiresAt = await insertEnrolment(tx, {
    enrolmentId,
    codeHash: enrolmentCodeHash(code),
    staffId,
    issuedBy,
  })
  await recordSignInEvent(context, tx, {
    staffId: issuedBy,
    function: 'ISSUE_ENROLMENT',
    recordKind: 'enrolment',
    recordId: enrolmentId,
    outcome: 'ACCEPTED',
    payload: { for: staffId },
  })
  return { code, expiresAt }
}

const codeGone = new Refusal('not_found', {
  zh: '登记码无效、已使用或已过期；请核对，或向安全管理员申请新的登记码。',
  en: 'The enrolment code is wrong, used or expired; check it, or ask the security officer for a new one.',
})

async function getOpenEnrolment(context: SignInContext, code: string): Promise<OpenEnrolment> {
  const enrolment = await findOpenEnrolment(context.db, enrolmentCodeHash(code))
  if (enrolment === null) throw codeGone
  return enrolment
}

const sealingOf = (context: SignInContext, { staffId }: Pick<OpenEnrolment, 'staffId'>) => ({
  key: context.secretKey,
  owner: staffId,
})

export interface EnrolmentOffer {
  readonly name: string
  readonly signInName: string
  readonly totp: { readonly secret: string; readonly uri: string }
  readonly passkey:
    | { readonly challengeId: string; readonly options: PublicKeyCredentialCreationOptionsJSON }
    | { readonly reason: Bilingual }
}

export async function beginEnrolment(
  context: SignInContext,
  code: string,
  origin: Origin,
): Promise<EnrolmentOffer> {
  const enrolment = await getOpenEnrolment(context, code)
  const { enrolmentId, staffId, signInName, name } = enrolment
  const sealing = sealingOf(context, enrolment)
  const fresh = sealSecret(sealing, context.randomBytes(secretLength), context.randomBytes(sealNonceLength))
  const secret = openSecret(sealing, await offerTotpSecret(context.db, { enrolmentId, secret: fresh }))
  const totp = totpOffer(secret, signInName)
  const place = passkeyAvailability(origin, context.settings.passkeys.domain)
  if (!place.isAvailable) return { name, signInName, totp, passkey: { reason: place.reason } }
  const challengeId = context.newId()
  const challenge = context.randomBytes(challengeLength)
  await saveChallenge(context.db, {
    challengeId,
    kind: 'PASSKEY_ENROLMENT',
    boundTo: enrolmentId,
    content: { challenge: challenge.toString('base64url') },
  })
  const options = await passkeyCreation(place, { signInName, staffId, challenge, present: [] })
  return { name, signInName, totp, passkey: { challengeId, options } }
}

export interface Enrolling {
  readonly code: string
  readonly password: { readonly password: string; readonly totpCode: string | null } | null
  readonly passkey: {
    readonly challengeId: string
    readonly label: string
    readonly response: PasskeyRegistration
  } | null
}

/** A new passkey answered to a challenge of the one it is bound to: an enrolment or a session. */
export async function provenPasskey(
  context: SignInContext,
  { challengeId, response }: { challengeId: string; response: PasskeyRegistration },
  { boundTo, origin }: { boundTo: string; origin: Origin },
): Promise<NewPasskey> {
  const place = passkeyPlaceOf(context, origin)
  const content = await takeChallenge(context.db, { challengeId, kind: 'PASSKEY_ENROLMENT', boundTo })
  if (content === null) throw challengeGone()
  const passkey = await verifyNewPasskey(place, content.challenge ?? '', response)
  if (passkey !== null) return passkey
  throw new Refusal('invalid_input', {
    zh: '通行密钥未能验证；请在本页面上重新登记，并按提示验证指纹、面容或 PIN。',
    en: 'The passkey could not be verified; register it again on this page and confirm with fingerprint, face or PIN.',
  })
}

/** The TOTP secret as it will be stored, with the step of the code shown; null where no code is asked for. */
function provenTotp(
  context: SignInContext,
  enrolment: OpenEnrolment,
  totpCode: string | null,
): { secret: Buffer; step: bigint } | null {
  if (totpCode === null && !context.settings.password.needsTotp) return null
  const { totpSecret, at } = enrolment
  const step =
    totpSecret === null
      ? null
      : stepOfCode(openSecret(sealingOf(context, enrolment), totpSecret), totpCode ?? '', at)
  if (totpSecret !== null && step !== null) return { secret: totpSecret, step }
  throw new Refusal('invalid_input', {
    zh: '验证码不正确；请用身份验证器扫描二维码后，输入当前显示的 6 位数字。',
    en: 'The code is wrong; scan the QR code with an authenticator and type the six digits it shows now.',
  })
}

/** The person sets his own password with TOTP, a passkey, or both; earlier credentials and sessions end with it. */
export async function enrol(
  context: SignInContext,
  given: Enrolling,
  origin: Origin,
): Promise<{ staffId: string }> {
  const enrolment = await getOpenEnrolment(context, given.code)
  const { enrolmentId, staffId, signInName, name } = enrolment
  if (given.password === null && given.passkey === null) {
    throw new Refusal('invalid_input', {
      zh: '请设置口令（含动态验证码）或登记通行密钥。',
      en: 'Set a password with an authenticator code, or register a passkey.',
    })
  }
  const passkey =
    given.passkey === null
      ? null
      : await provenPasskey(context, given.passkey, { boundTo: enrolmentId, origin })
  const totp = given.password === null ? null : provenTotp(context, enrolment, given.password.totpCode)
  if (given.password !== null) checkNewPassword(given.password.password, [signInName, staffId, name])
  const hash =
    given.password === null
      ? null
      : await context.hasher.hash(given.password.password, context.randomBytes(16))
  await context.db.transaction().execute(async (tx) => {
    if (!(await useEnrolment(tx, { enrolmentId, staffId }))) throw codeGone
    await removeCredentials(tx, staffId)
    await endSessions(tx, { staffId }, 'CREDENTIALS_CHANGED')
    if (hash !== null) await savePassword(tx, { staffId, hash })
    if (totp !== null) await saveTotp(tx, { staffId, ...totp })
    if (passkey !== null) await addPasskey(tx, { staffId, passkey, label: given.passkey?.label ?? '' })
    await recordSignInEvent(context, tx, {
      staffId,
      function: 'ENROL',
      recordKind: 'account',
      recordId: staffId,
      outcome: 'ACCEPTED',
      payload: {
        credentials: [hash && 'PASSWORD', totp && 'TOTP', passkey && 'PASSKEY'].filter(
          (each) => each !== null,
        ),
        address: origin.address,
      },
    })
  })
  return { staffId }
}

export async function addPasskey(
  tx: Tx,
  given: { staffId: string; passkey: NewPasskey; label: string },
): Promise<void> {
  if (await savePasskey(tx, given)) return
  throw new Refusal('conflict', {
    zh: '该通行密钥已登记；请换一个。',
    en: 'This passkey is already registered; use another one.',
  })
}
