import type { Day, Month } from '#base/calendar-math.ts'
import type { County } from '#simulator/county.ts'
import { accountNumberOf } from '#simulator/people/population.ts'
import { cashierPlace, formerCashierPlace } from '#simulator/staff/guest-parts.ts'
import { staffWithRole } from '#simulator/staff/staffing.ts'
import {
  atTime,
  dayInMonth,
  firstDayOfMonth,
  isWorkingDay,
  lastWorkingDay,
  nextWorkingDay,
} from '#simulator/working-time.ts'
import {
  type FundScheme,
  fiscalAccount,
  hospital,
  type Movement,
  type StatementRow,
  schemes,
  superiorAccount,
} from './fund-accounts.ts'

/** FIN-03, FIN-06 and FIN-24, and what only looks like them; and the cashier of S-01. */
export interface FundPart {
  /** Beside the batches, on the expenditure account of a scheme. */
  movements(scheme: FundScheme, month: Month): readonly Movement[]
  /** How many accounts of their own, and whether the cashier of S-01 has one. */
  readonly frauds: number
  readonly lookalikes: number
  readonly hasCashier: boolean
}

export const cleanFund: FundPart = { movements: () => [], frauds: 0, lookalikes: 2, hasCashier: false }

const stranger = { name: '云漳县顺达商贸有限公司', account: accountNumberOf(83, 0) }

function workingDayIn(month: Month, day: number): Day {
  const planned = dayInMonth(month, day)
  return isWorkingDay(planned) ? planned : lastWorkingDay(planned)
}

/** FIN-03: three ways out without business, and as many lawful ones on other days. */
function strayMovements(county: County, scheme: FundScheme, month: Month): Movement[] {
  const place = schemes.indexOf(scheme)
  const age = county.lastMonth - month
  const to = (name: string, isFraud: boolean, day: number, rest: Partial<Movement>): Movement => ({
    ...stranger,
    at: atTime(workingDayIn(month, day), 16 * 3600),
    direction: 'OUT',
    amount: BigInt(3_000_000 + place * 123_456 + age * 1_111),
    memo: '往来款',
    batchId: '',
    scenario: { name, isFraud },
    ...rest,
  })
  if (age === 1) {
    return [
      [to('paid_to_a_stranger', true, 25, {})],
      [to('paid_to_nobody_known', true, 25, { name: '', account: '' })],
      [to('batch_that_does_not_exist', true, 25, { batchId: `ZF${scheme}000000X` })],
    ][place]!
  }
  if (age > 10) return []
  return [
    to('paid_to_superior', false, 26, { ...superiorAccount, memo: '上解调剂金' }),
    to('returned_to_fiscal_account', false, 27, { ...fiscalAccount, memo: '退回财政专户' }),
    to('received_from_a_stranger', false, 28, { direction: 'IN', memo: '退回多领待遇' }),
  ]
}

export function playedFund(county: County): FundPart {
  const months = county.lastMonth - county.firstMonth + 1
  const isPlayed = county.casting.slots > 0 && months >= 3
  if (!isPlayed) return cleanFund
  return {
    movements: (scheme, month) => strayMovements(county, scheme, month),
    frauds: 3,
    lookalikes: 30,
    hasCashier: county.guestCount > cashierPlace && months >= 12,
  }
}

export interface PlayedReconciliation {
  readonly id: string
  readonly month: Month
  readonly preparedBy: number
  readonly reviewedBy: number | null
  readonly difference: bigint
  readonly completedOn: Day | null
  readonly scenario: string
  readonly isFraud: boolean
  /** Whether FIN-06 has to find it. */
  readonly isFound: boolean
}

export interface PlayedAccount {
  readonly id: string
  readonly kind: 'INCOME' | 'EXPENDITURE'
  readonly ordinal: number
  readonly scenario: string
  readonly isFraud: boolean
  /** The sum of breaks that FIN-24 has to find; null: it must find nothing. */
  readonly breaks: bigint | null
  rows(): Iterable<StatementRow>
  readonly reconciliations: readonly PlayedReconciliation[]
}

const completedFor = (month: Month): Day => nextWorkingDay(firstDayOfMonth(month + 1) + 4)

/** An income account of a township: contributions come in, and go on to the fiscal account at the end of the month. */
function incomeRows(county: County, id: string, place: number): StatementRow[] {
  const rows: StatementRow[] = []
  let balance = 0n
  let sequence = place % 2 === 0 ? 0 : 100
  const from = Math.max(county.firstMonth, county.lastMonth - 11)
  const add = (movement: Movement, month: Month): void => {
    sequence += 1
    balance += movement.direction === 'IN' ? movement.amount : -movement.amount
    rows.push({ ...movement, fundAccount: id, sequence, balance, month })
  }
  for (let month = from; month <= county.lastMonth; month += 1) {
    const amount = BigInt(800_000 + ((place * 7_919 + month * 613) % 90_000))
    const at = atTime(workingDayIn(month, 12), 15 * 3600)
    const both = { at, name: '国家税务总局云漳县税务局', account: accountNumberOf(84, 0), batchId: '' }
    add({ ...both, direction: 'IN', amount, memo: '社会保险费' }, month)
    // Two in one second, as banks book them.
    add({ ...both, direction: 'IN', amount: amount / 4n, memo: '社会保险费' }, month)
    const swept = { ...fiscalAccount, at: atTime(workingDayIn(month, 25), 16 * 3600), batchId: '' }
    add({ ...swept, direction: 'OUT', amount: amount + amount / 4n, memo: '归集财政专户' }, month)
  }
  return rows
}

interface Broken {
  readonly scenario: string
  readonly breaks: bigint
  readonly rows: readonly StatementRow[]
}

/** A row that was lost, a balance that was altered, a sequence number that was left out. */
function broken(rows: readonly StatementRow[], place: number): Broken {
  const at = Math.floor(rows.length / 2)
  const row = rows[at]!
  if (place % 3 === 0) {
    return { scenario: 'row_lost', breaks: row.amount, rows: rows.filter((each) => each !== row) }
  }
  if (place % 3 === 1) {
    const altered = rows.map((each) => (each === row ? { ...each, balance: each.balance + 77_700n } : each))
    return { scenario: 'balance_altered', breaks: 77_700n * 2n, rows: altered }
  }
  const skipped = rows.map((each, index) => (index < at ? each : { ...each, sequence: each.sequence + 1 }))
  return { scenario: 'sequence_left_out', breaks: 0n, rows: skipped }
}

/** Three ways in which a reconciliation is nobody else's work, and three in which it only seems so. */
function reconciliationsOf(county: County, place: number, isFraud: boolean): PlayedReconciliation[] {
  const month = county.lastMonth - 1
  const accountant = staffWithRole(county, 'ACCOUNTANT', 0)
  const former = county.staffCount + formerCashierPlace
  const hasFormer = county.guestCount > formerCashierPlace
  const ways = isFraud
    ? ([
        ['nobody_reviewed', null, true],
        ['reviewed_by_preparer', accountant, true],
        ['reviewed_by_cashier', staffWithRole(county, 'CASHIER', 0), true],
      ] as const)
    : ([
        ['not_completed_yet', null, false],
        ['reviewed_by_former_cashier', hasFormer ? former : staffWithRole(county, 'RECONCILIATION', 0), true],
        ['reviewed_with_a_difference', staffWithRole(county, 'RECONCILIATION', 0), true],
      ] as const)
  const [scenario, reviewedBy, isCompleted] = ways[place % 3]!
  return [
    {
      id: `DZS${isFraud ? 'F' : 'L'}${place}`,
      month,
      preparedBy: accountant,
      reviewedBy,
      difference: place % 2 === 0 ? -12_345n - BigInt(place) : 0n,
      completedOn: isCompleted ? completedFor(month) : null,
      scenario,
      isFraud,
      isFound: isFraud,
    },
  ]
}

function townshipAccount(county: County, place: number, isFraud: boolean): PlayedAccount {
  const id = `JJ-SR-${isFraud ? 'F' : 'L'}${String(place + 1).padStart(2, '0')}`
  const ordinal = (isFraud ? 40 : 50) + place
  const rows = incomeRows(county, id, place)
  const reconciliations = reconciliationsOf(county, place, isFraud)
  const account = { id, kind: 'INCOME', ordinal, isFraud, reconciliations } as const
  if (!isFraud) return { ...account, scenario: 'township_account', breaks: null, rows: () => rows }
  const { scenario, breaks, rows: shown } = broken(rows, place)
  return { ...account, scenario, breaks, rows: () => shown }
}

/** domain S-01: 23,683,100 yuan in the months that the county has, at most 30, in 46 transfers of 2 to 80 ten thousands. */
const diverted = 2_368_310_000n
const transfers = 46

export function cashierSince(county: County): Month {
  return Math.max(county.firstMonth, county.lastMonth - 29)
}

function cashierRows(county: County, id: string): { readonly rows: StatementRow[]; readonly breaks: bigint } {
  const from = cashierSince(county)
  const span = county.lastMonth - from
  const rows: StatementRow[] = []
  let balance = 300_000_000n
  let left = diverted
  const add = (movement: Movement, month: Month): void => {
    balance += movement.direction === 'IN' ? movement.amount : -movement.amount
    rows.push({ ...movement, fundAccount: id, sequence: rows.length + 1, balance, month })
  }
  for (let month = from; month <= county.lastMonth; month += 1) {
    const first = Math.ceil(((month - from) * transfers) / span)
    const next = Math.min(transfers, Math.ceil(((month - from + 1) * transfers) / span))
    const day = nextWorkingDay(firstDayOfMonth(month) + 3)
    const daily = { at: atTime(day, 9.5 * 3600), batchId: '' }
    add({ ...fiscalAccount, ...daily, direction: 'IN', amount: 400_000_000n, memo: '拨付待遇资金' }, month)
    add({ ...hospital, ...daily, direction: 'OUT', amount: 130_000_000n, memo: '医疗费结算' }, month)
    for (let transfer = first; transfer < next; transfer += 1) {
      const amount =
        transfer === transfers - 1 ? left : BigInt(30_000_000 + ((transfer * 7_919_113) % 43_000_000))
      left -= amount
      const at = atTime(dayInMonth(month, 8 + (transfer - first) * 3), 20 * 3600 + transfer * 61)
      const scenario = { name: 'S-01', isFraud: true }
      const payee = transfer % 3 === 0 ? { name: '', account: accountNumberOf(85, 7) } : stranger
      add({ ...payee, at, direction: 'OUT', amount, memo: '医疗费', batchId: '', scenario }, month)
    }
  }
  // The statement handed in was edited by hand in three places.
  const forged = new Set([5, Math.floor(rows.length / 2), rows.length - 4])
  const shown = rows.map((row, place) =>
    forged.has(place) ? { ...row, balance: row.balance + 1_000_000n } : row,
  )
  return { rows: shown, breaks: 1_000_000n * 2n * BigInt(forged.size) }
}

function cashierAccount(county: County): PlayedAccount {
  const id = 'JJ-ZC-390'
  const { rows, breaks } = cashierRows(county, id)
  const cashier = county.staffCount + cashierPlace
  const months = [...new Set(rows.map((row) => row.month))].filter(
    (month) => completedFor(month) <= county.asOfDay,
  )
  const reconciliations = months.map((month) => ({
    id: `DZS01-${month}`,
    month,
    preparedBy: cashier,
    reviewedBy: null,
    difference: 0n,
    completedOn: completedFor(month),
    scenario: 'S-01',
    isFraud: true,
    isFound: true,
  }))
  return {
    id,
    kind: 'EXPENDITURE',
    ordinal: 93,
    scenario: 'S-01',
    isFraud: true,
    breaks,
    rows: () => rows,
    reconciliations,
  }
}

export function playedAccounts(county: County, part: FundPart): PlayedAccount[] {
  const accounts: PlayedAccount[] = []
  for (let place = 0; place < part.frauds; place += 1) accounts.push(townshipAccount(county, place, true))
  for (let place = 0; place < part.lookalikes; place += 1)
    accounts.push(townshipAccount(county, place, false))
  if (part.hasCashier) accounts.push(cashierAccount(county))
  return accounts
}
