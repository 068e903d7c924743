import type { Month, Second } from '#base/calendar-math.ts'
import { accountNumberOf } from '#simulator/people/population.ts'

/** The fund's accounts and whom they pay. */
export const schemes = ['110', '120', '170'] as const
export type FundScheme = (typeof schemes)[number]

export interface Movement {
  readonly at: Second
  readonly direction: 'IN' | 'OUT'
  readonly amount: bigint
  readonly name: string
  readonly account: string
  readonly memo: string
  readonly batchId: string
  readonly scenario?: { readonly name: string; readonly isFraud: boolean }
}

export interface StatementRow extends Movement {
  readonly fundAccount: string
  readonly sequence: number
  readonly balance: bigint
  readonly month: Month
}

export const payingBank = { name: '云漳农村商业银行待遇代发专户', account: accountNumberOf(80, 0) }
export const fiscalAccount = { name: '云漳县社会保障基金财政专户', account: accountNumberOf(97, 0) }
export const superiorAccount = { name: '上级社会保险基金专户', account: accountNumberOf(81, 0) }
export const hospital = { name: '云漳县人民医院', account: accountNumberOf(82, 0) }

export function expenditureAccount(scheme: FundScheme): string {
  return `JJ-ZC-${scheme}`
}
