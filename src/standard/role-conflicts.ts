import type { Role } from './code-lists.ts'

/** Roles that one person must not hold at the same time, and the rule that looks for it. */
export interface RoleConflict {
  readonly code: 'SYS-02' | 'SYS-07'
  readonly roleA: Role
  readonly roleB: Role
}

type Pair = readonly [Role, Role]

/** core-rules.md, SYS-02: who does the work does not check it, and who holds the money does not keep the books. */
const separatedDuties: readonly Pair[] = [
  ['ENTRY', 'REVIEW'],
  ['REVIEW', 'APPROVAL'],
  ['BENEFIT_REVIEW', 'BENEFIT_PAYMENT'],
  ['BENEFIT_PAYMENT', 'CERTIFICATION'],
  ['BENEFIT_PAYMENT', 'SYSTEM_ADMIN'],
  ['ACCOUNTANT', 'CASHIER'],
  ['CASHIER', 'RECONCILIATION'],
  ['CASHIER', 'INTERNAL_AUDIT'],
  ['CASHIER', 'ARCHIVE'],
  ['CARD_ISSUE', 'CARD_VAULT'],
  ['SUPERVISION', 'ENTRY'],
  ['SUPERVISION', 'REVIEW'],
  ['SUPERVISION', 'APPROVAL'],
  ['SUPERVISION', 'BENEFIT_PAYMENT'],
]

const officers = ['SYSTEM_ADMIN', 'SECURITY_ADMIN', 'AUDIT_ADMIN'] as const satisfies readonly Role[]

/** core-rules.md, SYS-07: the roles that none of the three officers may hold. */
const closedToOfficers: readonly Role[] = [
  'ENTRY',
  'REVIEW',
  'APPROVAL',
  'BENEFIT_REVIEW',
  'BENEFIT_PAYMENT',
  'CERTIFICATION',
  'ACCOUNTANT',
  'CASHIER',
]

const separatedOfficers: readonly Pair[] = [
  ['SYSTEM_ADMIN', 'SECURITY_ADMIN'],
  ['SYSTEM_ADMIN', 'AUDIT_ADMIN'],
  ['SECURITY_ADMIN', 'AUDIT_ADMIN'],
  ...officers.flatMap((officer) => closedToOfficers.map((role): Pair => [officer, role])),
]

/** Every pair once; which role stands first means nothing. */
export const roleConflicts: readonly RoleConflict[] = [
  ...separatedDuties.map(([roleA, roleB]) => ({ code: 'SYS-02', roleA, roleB }) as const),
  ...separatedOfficers.map(([roleA, roleB]) => ({ code: 'SYS-07', roleA, roleB }) as const),
]
