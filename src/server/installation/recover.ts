import { sql } from 'kysely'
import { findAccountOfStaff } from '#access/sign-in/account-store.ts'
import type { SignInContext } from '#access/sign-in/context.ts'
import { removeCredentials } from '#access/sign-in/credentials/credential-store.ts'
import { issueEnrolment } from '#access/sign-in/enrolling/enrol.ts'
import { enrolmentCodeHash } from '#access/sign-in/enrolling/enrolment-code.ts'
import { Refusal } from '#base/refusal.ts'
import type { Tx } from '#platform/postgres/database.ts'
import { appendEntry } from '#trail/append-entry.ts'
import { sealEntry } from '#trail/seal-entry.ts'
import { drawRecoveryCodes } from './initialise.ts'
import { insertRecovery, recoveryCodesAmong } from './recovery-store.ts'

export interface RecoveryRequest {
  /** The officer who is to be let in again. */
  readonly staffId: string
  /** Both sealed codes. */
  readonly codes: readonly [string, string]
  readonly host: string
  readonly osUser: string
}

export interface Recovered {
  readonly code: string
  readonly expiresAt: Date
  /** To be sealed again, in place of the two that were opened. */
  readonly recoveryCodes: readonly string[]
}

const officerRoles = ['SYSTEM_ADMIN', 'SECURITY_ADMIN', 'AUDIT_ADMIN']

async function refuseUnlessOfficer(tx: Tx, staffId: string): Promise<void> {
  const account = await findAccountOfStaff(tx, staffId)
  const { rows } = await sql<{ role: string }>`
    select role
    from app.role_grant
    where
      staff_id = ${staffId}
      and role = any(${officerRoles}::text[])
      and valid_from <= clock_timestamp()
      and (valid_to is null or valid_to > clock_timestamp())
    order by role
  `.execute(tx)
  if (account?.isUsable === true && rows.length > 0) return
  throw new Refusal('invalid_input', {
    zh: '只能恢复在岗的系统、安全或审计管理员的登录；请核对工号。',
    en: 'Only the sign-in of a system, security or audit officer on post can be restored; check the staff number.',
  })
}

async function appendRecovery(
  context: SignInContext,
  tx: Tx,
  given: RecoveryRequest,
  ended: number,
): Promise<string> {
  const { rows } = await sql<{ at: Date }>`select clock_timestamp() as at`.execute(tx)
  const entryId = context.newId()
  const { staffId, host, osUser } = given
  const sealed = sealEntry(
    {
      at: rows[0]!.at,
      actorId: 'recover',
      function: 'RECOVER',
      recordKind: 'account',
      recordId: staffId,
      outcome: 'ACCEPTED',
      payload: { host, osUser, sessionsEnded: ended },
    },
    { entryId, nonce: context.randomBytes(32), algorithm: context.algorithm },
  )
  await appendEntry(tx, sealed)
  return entryId
}

/**
 * `fangxian recover` (platform.md 7): at the console, with both sealed codes. It lets one officer enrol again and grants
 * nothing; everybody is signed out; trail entry and banner come in the same transaction, so neither can be left out.
 */
export async function recover(context: SignInContext, given: RecoveryRequest): Promise<Recovered> {
  return context.db.transaction().execute(async (tx) => {
    const found = await recoveryCodesAmong(tx, given.codes.map(enrolmentCodeHash))
    if (found.length !== 2) {
      throw new Refusal('not_permitted', {
        zh: '恢复码不正确：需要两位领导分别保管的两个恢复码，且未被更换过。',
        en: 'The recovery codes are wrong: both sealed codes are needed, and none that was replaced since.',
      })
    }
    await refuseUnlessOfficer(tx, given.staffId)
    const { rows } = await sql`
      update app.session
      set
        ended_at = clock_timestamp(),
        end_reason = 'SIGNED_OUT_EVERYWHERE'
      where ended_at is null
      returning session_id
    `.execute(tx)
    await removeCredentials(tx, given.staffId)
    const entryId = await appendRecovery(context, tx, given, rows.length)
    const recoveryId = context.newId()
    await insertRecovery(tx, { recoveryId, staffId: given.staffId, entryId })
    const { code, expiresAt } = await issueEnrolment(context, tx, {
      staffId: given.staffId,
      issuedBy: 'recover',
    })
    return { code, expiresAt, recoveryCodes: await drawRecoveryCodes(context, tx) }
  })
}
