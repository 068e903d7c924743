/** SYS-02 and SYS-07, from core-rules.md alone, and who held which role when. */
import { dayOfSecond, dayText } from '../dates.ts'
import type { Loaded } from '../loading/row.ts'
import { type Context, distinct, type Finding, finding } from './rule.ts'

export interface HeldRole {
  /** `staff_id`, or `account:<account_id>`. */
  readonly holder: string
  readonly staffId: string | null
  readonly role: string
  readonly from: number
  /** The first second at which it is not held any more. */
  readonly to: number
  readonly evidence: string
}

/**
 * "Role intervals are half open [granted, revoked), at any time in the past too; the account's status plays no part. A
 * role held through an account without staff belongs to `account:<account_id>`." "A null end … is open".
 */
export function heldRoles(data: Loaded): HeldRole[] {
  return data.rows('role_grant').map((each) => {
    const account = data.rows('user_account').find((other) => other.account_id === each.account_id)
    return {
      staffId: account?.staff_id ?? null,
      holder: account?.staff_id ?? `account:${each.account_id}`,
      role: each.role,
      from: each.granted_at,
      to: each.revoked_at ?? Number.POSITIVE_INFINITY,
      evidence: `role_grant ${each.account_id}#${each.role}#${each.granted_at}`,
    }
  })
}

type IsConflict = (one: string, other: string) => boolean

/** Ambiguous: which day of two intervals is the period, and how many rows count: not compared. */
function conflicts(ruleCode: string, data: Loaded, isConflict: IsConflict): Finding[] {
  const held = heldRoles(data)
  const counted = held.filter((one) =>
    held.some(
      (other) =>
        other.holder === one.holder &&
        (isConflict(one.role, other.role) || isConflict(other.role, one.role)) &&
        Math.max(one.from, other.from) < Math.min(one.to, other.to),
    ),
  )
  return distinct(counted.map((each) => each.holder)).map((holder) => {
    const rows = counted
      .filter((each) => each.holder === holder)
      .map(({ from, evidence }) => {
        const day = dayText(dayOfSecond(from))
        return { amount: 0n, from: day, to: day, evidence }
      })
    const subject = { ruleCode, subjectKind: 'staff', subjectId: holder, level: 1 }
    return finding(subject, rows, ['evidence', 'period'])
  })
}

/** "SUPERVISION× ENTRY, REVIEW, APPROVAL or BENEFIT_PAYMENT" */
const incompatible: readonly (readonly [string, readonly string[]])[] = [
  ['ENTRY', ['REVIEW']],
  ['REVIEW', ['APPROVAL']],
  ['BENEFIT_REVIEW', ['BENEFIT_PAYMENT']],
  ['BENEFIT_PAYMENT', ['CERTIFICATION', 'SYSTEM_ADMIN']],
  ['ACCOUNTANT', ['CASHIER']],
  ['CASHIER', ['RECONCILIATION', 'INTERNAL_AUDIT', 'ARCHIVE']],
  ['CARD_ISSUE', ['CARD_VAULT']],
  ['SUPERVISION', ['ENTRY', 'REVIEW', 'APPROVAL', 'BENEFIT_PAYMENT']],
]

/** "roles held at the same time (all accounts of the person together): ENTRY×REVIEW, …" */
export function conflictingRoles({ data }: Context): Finding[] {
  return conflicts('SYS-02', data, (one, other) =>
    incompatible.some(([role, others]) => role === one && others.includes(other)),
  )
}

const officers = ['SYSTEM_ADMIN', 'SECURITY_ADMIN', 'AUDIT_ADMIN']
const business = [
  'ENTRY',
  'REVIEW',
  'APPROVAL',
  'BENEFIT_REVIEW',
  'BENEFIT_PAYMENT',
  'CERTIFICATION',
  'ACCOUNTANT',
  'CASHIER',
]

/**
 * "two of SYSTEM_ADMIN, SECURITY_ADMIN, AUDIT_ADMIN at the same time, or one of them with ENTRY, REVIEW, APPROVAL,
 * BENEFIT_REVIEW, BENEFIT_PAYMENT, CERTIFICATION, ACCOUNTANT or CASHIER"
 */
export function officersMixed({ data }: Context): Finding[] {
  return conflicts('SYS-07', data, (one, other) => {
    const isOfficer = officers.includes(one)
    return isOfficer && ((officers.includes(other) && one !== other) || business.includes(other))
  })
}
