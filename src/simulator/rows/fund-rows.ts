import type { Month, Second } from '#base/calendar-math.ts'
import { type DeclaredBatch, sentAtOf } from '#simulator/batches.ts'
import type { County } from '#simulator/county.ts'
import { accountNumberOf } from '#simulator/population.ts'
import { draw32, randomOf } from '#simulator/random.ts'
import { staffIdOf, staffWithRole } from '#simulator/staffing.ts'
import { dayText, monthText, secondText, yuanText } from '#simulator/texts.ts'
import {
  atTime,
  dayInMonth,
  firstDayOfMonth,
  lastWorkingDay,
  nextWorkingDay,
} from '#simulator/working-time.ts'
import type { Row } from './party-rows.ts'

function hashText(county: County, key: number): string {
  const random = randomOf(county.seed, 'batch', key)
  return Array.from({ length: 8 }, () => draw32(random).toString(16).padStart(8, '0')).join('')
}

export function* paymentBatchRows(county: County, batches: readonly DeclaredBatch[]): Generator<Row> {
  for (const [place, batch] of batches.entries()) {
    const sentAt = sentAtOf(batch)
    const hash = hashText(county, place)
    yield [
      batch.batchId,
      batch.scheme,
      monthText(batch.payMonth),
      batch.kind,
      String(batch.lineCount),
      yuanText(batch.total),
      hash,
      hash,
      'DIRECT',
      staffIdOf(staffWithRole(county, 'BENEFIT_PAYMENT', batch.payMonth)),
      staffIdOf(staffWithRole(county, 'BENEFIT_REVIEW', batch.payMonth)),
      staffIdOf(staffWithRole(county, 'APPROVAL', batch.payMonth)),
      `HY${monthText(batch.payMonth)}`,
      secondText(sentAt),
      secondText(sentAt + 4 * 3600),
    ]
  }
}

const schemes = ['110', '120', '170'] as const
type FundScheme = (typeof schemes)[number]

/** For each scheme an expenditure account, and one income account, fiscal account and treasury for all. */
const sharedAccounts = [
  ['JJ-SR', 'INCOME', 96],
  ['JJ-CZ', 'SPECIAL', 97],
  ['JJ-GK', 'TREASURY', 98],
] as const

function expenditureAccount(scheme: FundScheme): string {
  return `JJ-ZC-${scheme}`
}

export function* fundAccountRows(): Generator<Row> {
  for (const [id, kind, ordinal] of sharedAccounts) {
    yield [id, kind, '云漳农村商业银行', accountNumberOf(ordinal, 0), '云财社〔2015〕3号', '2015-03-02', '']
  }
  for (const [place, scheme] of schemes.entries()) {
    const account = accountNumberOf(90 + place, 0)
    yield [
      expenditureAccount(scheme),
      'EXPENDITURE',
      '云漳农村商业银行',
      account,
      '云财社〔2015〕3号',
      '2015-03-02',
      '',
    ]
  }
}

const payingBank = '云漳农村商业银行待遇代发专户'

export function* approvedPayeeRows(): Generator<Row> {
  yield [accountNumberOf(80, 0), payingBank, 'BANK']
  yield [accountNumberOf(97, 0), '云漳县社会保障基金财政专户', 'FISCAL']
  yield [accountNumberOf(81, 0), '上级社会保险基金专户', 'SUPERIOR']
}

interface Movement {
  readonly at: Second
  readonly direction: 'IN' | 'OUT'
  readonly amount: bigint
  readonly name: string
  readonly account: string
  readonly memo: string
  readonly batchId: string
}

/** What the fiscal account sends for the month, what goes to the bank that pays, and what comes back returned. */
function movementsOf(month: Month, batches: readonly DeclaredBatch[]): Movement[] {
  const needed = batches.reduce((sum, batch) => sum + batch.total, 0n)
  const fiscal = { name: '云漳县社会保障基金财政专户', account: accountNumberOf(97, 0) }
  const bank = { name: payingBank, account: accountNumberOf(80, 0) }
  const movements: Movement[] = [
    {
      ...fiscal,
      at: atTime(nextWorkingDay(firstDayOfMonth(month) + 2), 9.5 * 3600),
      direction: 'IN',
      amount: needed,
      memo: '拨付待遇资金',
      batchId: '',
    },
  ]
  for (const batch of batches) {
    const at = sentAtOf(batch) + 1800
    movements.push({
      ...bank,
      at,
      direction: 'OUT',
      amount: batch.total,
      memo: '代发养老待遇',
      batchId: batch.batchId,
    })
    if (batch.returned === 0n) continue
    const back = { at: at + 3 * 86_400, direction: 'IN' as const, amount: batch.returned }
    movements.push({ ...bank, ...back, memo: '退票退回', batchId: batch.batchId })
  }
  return movements.sort((one, other) => one.at - other.at)
}

export function* bankTransactionRows(county: County, batches: readonly DeclaredBatch[]): Generator<Row> {
  for (const scheme of schemes) {
    const account = expenditureAccount(scheme)
    let balance = 50_000_000n
    let sequence = 0
    for (let month = county.firstMonth; month <= county.lastMonth; month += 1) {
      const ofMonth = batches.filter((batch) => batch.payMonth === month && batch.scheme === scheme)
      if (ofMonth.length === 0) continue
      for (const movement of movementsOf(month, ofMonth)) {
        sequence += 1
        balance += movement.direction === 'IN' ? movement.amount : -movement.amount
        yield [
          account,
          String(sequence),
          secondText(movement.at),
          movement.direction,
          yuanText(movement.amount),
          yuanText(balance),
          movement.name,
          movement.account,
          movement.memo,
          movement.batchId,
          `PZ${monthText(month).replace('-', '')}${scheme}${String(sequence).padStart(4, '0')}`,
        ]
      }
    }
  }
}

export function* reconciliationRows(county: County): Generator<Row> {
  for (let month = county.firstMonth; month <= county.lastMonth; month += 1) {
    const completedOn = nextWorkingDay(firstDayOfMonth(month + 1) + 4)
    if (completedOn > county.asOfDay) continue
    for (const scheme of schemes) {
      yield [
        `DZ${monthText(month).replace('-', '')}${scheme}`,
        expenditureAccount(scheme),
        'MONTHLY',
        dayText(firstDayOfMonth(month)),
        dayText(dayInMonth(month, 31)),
        staffIdOf(staffWithRole(county, 'ACCOUNTANT', 0)),
        staffIdOf(staffWithRole(county, 'RECONCILIATION', 0)),
        yuanText(0n),
        dayText(lastWorkingDay(completedOn)),
      ]
    }
  }
}
