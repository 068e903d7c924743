import type { HighRiskCode } from '#access/functions/high-risk-functions.ts'
import { formatMonth, type Month, monthOf } from '#base/calendar-math.ts'
import { checkCharacter } from '#base/identity-number.ts'
import type { WrittenRow } from '#register/register-row.ts'
import type { TableName } from '#standard/tables.ts'

/**
 * Orders as they are really entered, each about a person of its own, with what the register has of that person and what
 * the catalogue's rules say. Months are relative to today: the database's clock decides.
 */

export type Row = readonly [TableName, WrittenRow]

export interface Case {
  readonly code: HighRiskCode
  readonly what: string
  /** Beside `person_id`. */
  readonly input: Readonly<Record<string, unknown>>
  readonly rows: readonly Row[]
  /** Rules that hit; none: it passes them all. */
  readonly hits: readonly string[]
  /** The rule that nobody may overrule. */
  readonly stop?: string
}

const today = new Date(Date.now() + 8 * 3600 * 1000)
const now: Month = monthOf(today.getUTCFullYear(), today.getUTCMonth() + 1)
export const month = (offset: number): string => formatMonth(now + offset)
export const day = (offset: number): string => `${month(offset)}-15`
export const at = (offset: number): string => `${day(offset)} 10:00:00`

export function idNumber(number: number, birth: string): string {
  const seventeen = `990101${birth.replaceAll('-', '')}${String(number * 2 + 1).padStart(3, '0')}`
  return seventeen + checkCharacter(seventeen)
}

export function person(number: number, values: WrittenRow = {}): Row {
  const birth = values.birth_date ?? '1950-03-01'
  return [
    'person',
    {
      person_id: `P${number}`,
      id_number: idNumber(number, birth),
      name: '王一',
      sex: '1',
      birth_date: birth,
      region: '990101',
      life_status: 'ALIVE',
      ...values,
    },
  ]
}

export function account(number: number, values: WrittenRow = {}): Row {
  return [
    'payee_account',
    {
      account_number: `A-P${number}`,
      person_id: `P${number}`,
      bank: '示例银行',
      holder_name: '王一',
      holder_id_number: idNumber(number, '1950-03-01'),
      holder_kind: 'SELF',
      kind: 'BANK_CARD',
      ...values,
    },
  ]
}

export function entitlement(number: number, values: WrittenRow = {}): Row {
  return [
    'entitlement',
    {
      entitlement_id: `E${number}`,
      person_id: `P${number}`,
      scheme: '110',
      benefit: 'OLD_AGE',
      starts: month(-60),
      monthly_amount: '2000.00',
      status: 'ACTIVE',
      ...values,
    },
  ]
}

export const suspended = (number: number, reason: string): readonly Row[] => [
  entitlement(number, { status: 'SUSPENDED', status_reason: reason }),
  stop(number, reason),
]

export function stop(number: number, reason: string, values: WrittenRow = {}): Row {
  return [
    'entitlement_change',
    {
      change_id: `C${number}`,
      entitlement_id: `E${number}`,
      person_id: `P${number}`,
      kind: 'SUSPEND',
      reason,
      effective: month(-6),
      recorded_at: at(-7),
      ...values,
    },
  ]
}

export function line(number: number, offset: number, values: WrittenRow = {}): Row {
  return [
    'payment',
    {
      payment_id: `L${number}-${month(offset)}`,
      person_id: `P${number}`,
      entitlement_id: `E${number}`,
      scheme: '110',
      benefit: 'OLD_AGE',
      pay_month: month(offset),
      period_from: month(offset),
      period_to: month(offset),
      kind: 'REGULAR',
      amount: '2000.00',
      account_number: `A-P${number}`,
      holder_name: '王一',
      status: 'PAID',
      ...values,
    },
  ]
}

export function contribution(number: number, period: string, values: WrittenRow = {}): Row {
  return [
    'contribution',
    {
      contribution_id: `K${number}-${period}`,
      person_id: `P${number}`,
      scheme: '110',
      period,
      base: '5000.00',
      employer_rate: '0',
      person_rate: '0.2',
      employer_amount: '0.00',
      person_amount: '1000.00',
      kind: 'NORMAL',
      voucher_number: 'V1',
      ...values,
    },
  ]
}

/** Contributions of so many months, the last one the month before. */
export function contributions(number: number, months: number, values: WrittenRow = {}): readonly Row[] {
  return Array.from({ length: months }, (_, index) => contribution(number, month(index - months), values))
}

export function seen(number: number, offset: number, values: WrittenRow = {}): Row {
  return [
    'certification',
    {
      certification_id: `S${number}`,
      person_id: `P${number}`,
      certified_at: at(offset),
      channel: 'VISIT',
      result: 'PASS',
      operator_id: 'visitor',
      reviewer_id: 'visited',
      evidence: '照片',
      ...values,
    },
  ]
}

export function death(number: number, offset: number, values: WrittenRow = {}): Row {
  return [
    'death',
    {
      source: 'CIVIL_AFFAIRS',
      id_number: idNumber(number, '1950-03-01'),
      name: '王一',
      died_on: day(offset),
      reported_on: day(offset),
      revoked: 'false',
      ...values,
    },
  ]
}

export const dead = (number: number, offset: number): Row =>
  person(number, { life_status: 'DEAD', death_date: day(offset) })

/** Of the county's pension abroad. */
export const elsewhere = (number: number, values: WrittenRow = {}): Row => [
  'other_region_benefit',
  {
    id_number: idNumber(number, '1950-03-01'),
    region: '990301',
    scheme: '110',
    benefit: 'OLD_AGE',
    starts: month(-40),
    ...values,
  },
]

/** What every register has: somebody of staff with an account, and the bounds of the base. */
export const common: readonly Row[] = [
  ['staff', { staff_id: 'CLERK', name: '李四', id_number: idNumber(400, '1980-05-05'), status: 'ON_POST' }],
  ...(['BASE_MIN', 'BASE_MAX'] as const).map(
    (name): Row => [
      'policy_parameter',
      {
        name,
        region: '*',
        scheme: '110',
        value: name === 'BASE_MIN' ? '4000' : '20000',
        valid_from: '2000-01',
      },
    ],
  ),
]

/** An account of the clerk's, under the person. */
export const clerksAccount = (number: number): Row =>
  account(number, { holder_name: '李四', holder_id_number: idNumber(400, '1980-05-05') })

export const reviewed = { document: '文1', reason: '本人申请' }
