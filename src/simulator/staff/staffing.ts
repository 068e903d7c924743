import type { Day } from '#base/calendar-math.ts'
import type { County } from '#simulator/county.ts'
import { drawName } from '#simulator/people/names.ts'
import { personOf } from '#simulator/people/person.ts'
import { randomOf } from '#simulator/random.ts'
import { staffIndexOf } from './staff-ranks.ts'

/** The agency's people: posts that must not meet in one person never do (domain 3.11). */
export type Role =
  | 'ENTRY'
  | 'REVIEW'
  | 'APPROVAL'
  | 'BENEFIT_REVIEW'
  | 'BENEFIT_PAYMENT'
  | 'CERTIFICATION'
  | 'ACCOUNTANT'
  | 'CASHIER'
  | 'RECONCILIATION'
  | 'INTERNAL_AUDIT'
  | 'ARCHIVE'
  | 'CARD_ISSUE'
  | 'CARD_VAULT'
  | 'SYSTEM_ADMIN'
  | 'SECURITY_ADMIN'
  | 'AUDIT_ADMIN'
  | 'SUPERVISION'

const single: readonly Role[] = [
  'SYSTEM_ADMIN',
  'SECURITY_ADMIN',
  'AUDIT_ADMIN',
  'ACCOUNTANT',
  'CASHIER',
  'RECONCILIATION',
  'INTERNAL_AUDIT',
  'ARCHIVE',
  'CARD_ISSUE',
  'CARD_VAULT',
  'SUPERVISION',
  'APPROVAL',
  'APPROVAL',
  'BENEFIT_PAYMENT',
  'BENEFIT_PAYMENT',
  'BENEFIT_REVIEW',
  'BENEFIT_REVIEW',
]
const counters: readonly Role[] = ['CERTIFICATION', 'REVIEW', 'ENTRY', 'ENTRY']

/** Numbers below this keep the system or the books; from it on people handle business. */
export const firstHandler = 11

export function roleOfStaff(staffNumber: number): Role {
  return single[staffNumber] ?? counters[staffNumber % counters.length]!
}

/** A member of staff with that role, the same one for the same key. */
export function staffWithRole(county: County, role: Role, key: number): number {
  const place = single.indexOf(role)
  if (place >= 0) {
    const many = single.lastIndexOf(role) - place + 1
    return place + (key % many)
  }
  const offset = counters.indexOf(role)
  const step = counters.length
  const first = single.length + ((offset - (single.length % step) + step) % step)
  const many = Math.floor((county.staffCount - 1 - first) / step) + 1
  return first + (key % Math.max(1, many)) * step
}

export function staffIdOf(staffNumber: number): string {
  return `G${String(staffNumber + 1).padStart(5, '0')}`
}

export function accountIdOf(staffNumber: number): string {
  return `U${String(staffNumber + 1).padStart(5, '0')}`
}

export function terminalOf(staffNumber: number): string {
  return `10.99.${Math.floor(staffNumber / 200) + 1}.${(staffNumber % 200) + 10}`
}

export interface StaffMember {
  readonly staffNumber: number
  readonly name: string
  /** Empty in a county too small for its staff to be people of the register. */
  readonly idNumber: string
}

export function staffMemberOf(county: County, staffNumber: number): StaffMember {
  const index = staffIndexOf(county, staffNumber)
  if (index !== null) {
    const { name, idNumber } = personOf(county, index)
    return { staffNumber, name, idNumber }
  }
  const random = randomOf(county.seed, 'staff', staffNumber)
  const name = drawName(random, { isMale: staffNumber % 2 === 0, birthYear: 1985 })
  return { staffNumber, name, idNumber: '' }
}

export const departments: Readonly<Record<Role, string>> = {
  ENTRY: '业务受理科',
  REVIEW: '业务复核科',
  APPROVAL: '中心领导',
  BENEFIT_REVIEW: '待遇审核科',
  BENEFIT_PAYMENT: '待遇支付科',
  CERTIFICATION: '资格认证科',
  ACCOUNTANT: '基金财务科',
  CASHIER: '基金财务科',
  RECONCILIATION: '基金财务科',
  INTERNAL_AUDIT: '稽核内控科',
  ARCHIVE: '档案科',
  CARD_ISSUE: '社保卡管理科',
  CARD_VAULT: '社保卡管理科',
  SYSTEM_ADMIN: '信息科',
  SECURITY_ADMIN: '信息科',
  AUDIT_ADMIN: '信息科',
  SUPERVISION: '基金监督科',
}

/** Nobody stays on a post for over 36 months: when the present holder came. */
export function onPostSince(county: County, staffNumber: number): Day {
  return county.asOfDay - 60 - ((staffNumber * 97) % 900)
}
