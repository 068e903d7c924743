import { createHash } from 'node:crypto'
import type { PublicKeyCredentialCreationOptionsJSON } from '@simplewebauthn/server'
import { Refusal } from '#base/refusal.ts'
import type { Tx } from '#platform/postgres/database.ts'
import { findAccountOfStaff } from './account-store.ts'
import { saveChallenge } from './attempts/challenge-store.ts'
import { attemptOf, countTry, forgetTries } from './attempts/lock-out.ts'
import { getConfirmation } from './confirmation.ts'
import type { Origin, SignInContext } from './context.ts'
import { listPasskeys, removePasskey, savePassword } from './credentials/credential-store.ts'
import { type PasskeyRegistration, passkeyCreation } from './credentials/passkey.ts'
import { checkNewPassword } from './credentials/password-policy.ts'
import { addPasskey, provenPasskey } from './enrolling/enrol.ts'
import type { Session } from './sessions/session.ts'
import { endSessions, notePasswordChanged } from './sessions/session-store.ts'
import { challengeLength, passkeyPlaceOf } from './sign-in-by-passkey.ts'
import { recordSignInEvent } from './sign-in-event.ts'
import { lockedOut } from './sign-in-refusals.ts'

function recordChange(context: SignInContext, tx: Tx, session: Session, change: string): Promise<void> {
  return recordSignInEvent(context, tx, {
    staffId: session.staffId,
    function: 'CHANGE_CREDENTIAL',
    recordKind: 'account',
    recordId: session.staffId,
    outcome: 'ACCEPTED',
    payload: { change, session: session.sessionId },
  })
}

/** The old password first; other sessions of the person end, this one stays. */
export async function changePassword(
  context: SignInContext,
  { session, current, next }: { session: Session; current: string; next: string },
  origin: Origin,
): Promise<void> {
  const attempt = attemptOf(session.signInName, origin.address)
  const counted = await countTry(context.db, attempt)
  if (counted.isLocked) throw lockedOut(counted.seconds)
  const account = await findAccountOfStaff(context.db, session.staffId)
  const isRight = await context.hasher.isRight(current, account?.passwordHash ?? null)
  if (account === null || !isRight) {
    throw new Refusal('not_permitted', {
      zh: '当前口令不正确；请重新输入。',
      en: 'The present password is wrong; type it again.',
    })
  }
  checkNewPassword(next, [account.signInName, account.staffId, account.name])
  if (next.normalize('NFC') === current.normalize('NFC')) {
    throw new Refusal('invalid_input', {
      zh: '新口令不能与当前口令相同。',
      en: 'The new password must differ from the present one.',
    })
  }
  const hash = await context.hasher.hash(next, context.randomBytes(16))
  await context.db.transaction().execute(async (tx) => {
    await forgetTries(tx, attempt)
    await savePassword(tx, { staffId: session.staffId, hash })
    await endSessions(tx, { staffId: session.staffId, except: session.sessionId }, 'CREDENTIALS_CHANGED')
    await notePasswordChanged(tx, session.sessionId)
    await recordChange(context, tx, session, 'PASSWORD_CHANGED')
  })
}

/** What is confirmed before a credential changes: a step like any other. */
export function credentialDigest(change: 'ADD_PASSKEY' | 'REMOVE_PASSKEY', id: string): string {
  return createHash('sha256').update(`fangxian ${change} ${id}`, 'utf8').digest('hex')
}

async function checkConfirmed(
  context: SignInContext,
  session: Session,
  { confirmationId, digest }: { confirmationId: string; digest: string },
): Promise<void> {
  const { staffId } = session
  const confirmation = await getConfirmation(context.db, { confirmationId, staffId })
  if (confirmation.digest === digest) return
  throw new Refusal('invalid_input', {
    zh: '本人确认与此操作不符；请重新确认。',
    en: 'What was confirmed is another act; confirm this one.',
  })
}

export async function beginPasskeyAddition(
  context: SignInContext,
  session: Session,
  origin: Origin,
): Promise<{ challengeId: string; options: PublicKeyCredentialCreationOptionsJSON; digest: string }> {
  const place = passkeyPlaceOf(context, origin)
  const { staffId, signInName, sessionId } = session
  const present = await listPasskeys(context.db, staffId)
  const challengeId = context.newId()
  const challenge = context.randomBytes(challengeLength)
  await saveChallenge(context.db, {
    challengeId,
    kind: 'PASSKEY_ENROLMENT',
    boundTo: sessionId,
    content: { challenge: challenge.toString('base64url') },
  })
  const options = await passkeyCreation(place, { signInName, staffId, challenge, present })
  return { challengeId, options, digest: credentialDigest('ADD_PASSKEY', challengeId) }
}

export async function addOwnPasskey(
  context: SignInContext,
  given: {
    session: Session
    challengeId: string
    label: string
    response: PasskeyRegistration
    confirmationId: string
  },
  origin: Origin,
): Promise<{ credentialId: string }> {
  const { session, challengeId, label, response, confirmationId } = given
  const digest = credentialDigest('ADD_PASSKEY', challengeId)
  await checkConfirmed(context, session, { confirmationId, digest })
  const bound = { boundTo: session.sessionId, origin }
  const passkey = await provenPasskey(context, { challengeId, response }, bound)
  await context.db.transaction().execute(async (tx) => {
    await addPasskey(tx, { staffId: session.staffId, passkey, label })
    await recordChange(context, tx, session, 'PASSKEY_ADDED')
  })
  return { credentialId: passkey.credentialId }
}

export async function removeOwnPasskey(
  context: SignInContext,
  given: { session: Session; credentialId: string; confirmationId: string },
): Promise<void> {
  const { session, credentialId, confirmationId } = given
  const { staffId } = session
  const digest = credentialDigest('REMOVE_PASSKEY', credentialId)
  await checkConfirmed(context, session, { confirmationId, digest })
  await context.db.transaction().execute(async (tx) => {
    const account = await findAccountOfStaff(tx, staffId)
    const passkeys = await listPasskeys(tx, staffId)
    if (account?.passwordHash === null && passkeys.length <= 1) {
      throw new Refusal('conflict', {
        zh: '这是您唯一的登录凭证，不能删除；请先登记另一个。',
        en: 'This is your only way to sign in; register another first.',
      })
    }
    if (!(await removePasskey(tx, { staffId, credentialId }))) {
      throw new Refusal('not_found', { zh: '没有该通行密钥。', en: 'There is no such passkey of yours.' })
    }
    await recordChange(context, tx, session, 'PASSKEY_REMOVED')
  })
}
