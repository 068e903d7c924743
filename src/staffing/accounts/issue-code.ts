import { sql } from 'kysely'
import { mayAct } from '#access/may-act.ts'
import { momentOf } from '#access/moment.ts'
import { openAccount } from '#access/sign-in/account-store.ts'
import type { SignInContext } from '#access/sign-in/context.ts'
import { issueEnrolment } from '#access/sign-in/enrolling/enrol.ts'
import { assert, Refusal } from '#base/refusal.ts'
import type { Tx } from '#platform/postgres/database.ts'
import type { ActContext } from '#records/act-context.ts'
import { stepsDone } from '#records/ask-access.ts'
import { conflict } from '#records/form-fields.ts'
import { findVisible } from '#records/reading/open-record.ts'
import type { RecordState } from '#records/record.ts'
import type { ProposalData } from '../proposal.ts'
import { promiseDays } from './account.ts'

/** Kinds whose decision entitles the person to a one-time code. */
export const kindsWithCode = ['ACCOUNT', 'SECOND_FACTOR_RESET'] as const
export type KindWithCode = (typeof kindsWithCode)[number]

type Asked = { readonly staff_id: string; readonly sign_in_name?: string }

export interface IssuedCode {
  readonly staffId: string
  /** Kept nowhere: whoever loses it has another one made, which withdraws this one. */
  readonly code: string
  readonly expiresAt: Date
}

/**
 * The one-time code (72 h) that a granted account or a decided reset entitles the person to. The kernel's save cannot
 * make it, since a code must not be stored; so it is made after the decision, in a transaction of its own that is safe to
 * repeat: the account is there afterwards, exactly one code is open, and each making is in the trail. By a security
 * officer of the region, never by who proposed, nor for himself or a relative.
 */
export async function issueCode(
  context: ActContext,
  signIn: SignInContext,
  asked: { readonly kind: KindWithCode; readonly recordId: string },
): Promise<IssuedCode> {
  const { asking, record } = await findVisible(context, asked, 'issue_code')
  assert(context.actor.kind === 'person' && asking.actorFacts !== null, 'a code is made by a person')
  const { staffId: issuedBy } = context.actor
  const decision = mayAct(
    asking.actorFacts,
    {
      function: asked.kind,
      step: 'REVIEW',
      subject: record.subject,
      // Whoever granted it hands it over as well; who proposed it must not.
      history: stepsDone(asking.kind, asking.earlier).filter(({ step }) => step === 'ENTRY'),
      round: 1,
      approvalLevel: 1,
      moment: momentOf(asking.at, (day) => context.workingDays.isWorkingByDay.get(day)),
    },
    context.catalogue,
  )
  if (!decision.allowed) throw new Refusal(decision.code, decision.text)
  refuseUnlessOpen(record, asking.at)
  const about = (record.data as ProposalData<Asked>).asked
  return context.db.transaction().execute(async (tx) => {
    await makeAccount(tx, about, record)
    const issued = await issueEnrolment(signIn, tx, { staffId: about.staff_id, issuedBy })
    return { staffId: about.staff_id, ...issued }
  })
}

function refuseUnlessOpen(record: RecordState, at: Date): void {
  if (record.status !== 'DONE') {
    throw conflict(
      '该申请尚未批准，不能生成登记码。',
      'this has not been granted, so there is no code for it.',
    )
  }
  if (at.getTime() - record.changedAt.getTime() > promiseDays * 86_400_000) {
    throw conflict(
      `批准已超过 ${promiseDays} 天，不能再生成登记码；请重新办理。`,
      `it was granted more than ${promiseDays} days ago and gives no more codes; have it decided anew.`,
    )
  }
}

/** Locks the account, so that two codes made at once do not both stay open. */
async function makeAccount(tx: Tx, asked: Asked, { changedAt }: RecordState): Promise<void> {
  const { rows } = await sql<{ is_used: boolean; is_usable: boolean }>`
    select
      exists (
        select
        from app.enrolment
        where enrolment.staff_id = sign_in_account.staff_id
          and enrolment.used_at >= ${changedAt}
      ) as is_used,
      account_state.is_usable
    from app.sign_in_account
    join app.account_state on account_state.staff_id = sign_in_account.staff_id
    where sign_in_account.staff_id = ${asked.staff_id}
    order by sign_in_account.staff_id
    for update of sign_in_account
  `.execute(tx)
  const [account] = rows
  if (account === undefined) {
    await openNew(tx, asked)
    return
  }
  if (!account.is_usable) {
    throw conflict(
      `工号 ${asked.staff_id} 已不在岗或账号已停用，不能生成登记码。`,
      `${asked.staff_id} is no longer on post or the account is disabled, so there is no code for it.`,
    )
  }
  if (account.is_used) {
    throw conflict(
      '本人已用登记码完成登记，不再生成；需要重新登记的，请办理重置第二认证因素。',
      'the person has enrolled with a code of this already; for another one have the second factor reset.',
    )
  }
}

async function openNew(tx: Tx, { staff_id: staffId, sign_in_name: signInName }: Asked): Promise<void> {
  assert(signInName !== undefined, 'a reset is of an account that is there')
  const { rows } = await sql<{ staff_id: string }>`
    select staff_id
    from app.staff_member
    where staff_id = ${staffId}
      and status = 'ON_POST'
      and not exists (select from app.sign_in_account where sign_in_name = ${signInName})
    order by staff_id
  `.execute(tx)
  if (rows.length === 0) {
    throw conflict(
      `登录名 ${signInName} 已被使用，或工号 ${staffId} 已不在岗；请重新提出开户。`,
      `the sign-in name ${signInName} is taken, or ${staffId} is no longer on post; propose the account anew.`,
    )
  }
  await openAccount(tx, { staffId, signInName })
}
