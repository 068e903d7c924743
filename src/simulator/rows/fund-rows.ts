import type { County } from '#simulator/county.ts'
import type { DeclaredBatch } from '#simulator/fund/batches.ts'
import { sentAtOf } from '#simulator/fund/batches.ts'
import {
  expenditureAccount,
  fiscalAccount,
  hospital,
  payingBank,
  schemes,
  superiorAccount,
} from '#simulator/fund/fund-accounts.ts'
import { type FundPart, playedAccounts } from '#simulator/fund/fund-parts.ts'
import { statementRows } from '#simulator/fund/statements.ts'
import { accountNumberOf } from '#simulator/people/population.ts'
import { draw32, randomOf } from '#simulator/random.ts'
import { staffIdOf, staffWithRole } from '#simulator/staff/staffing.ts'
import { dayText, monthText, secondText, yuanText } from '#simulator/texts.ts'
import { dayInMonth, firstDayOfMonth, lastWorkingDay, nextWorkingDay } from '#simulator/working-time.ts'
import type { Row } from './party-rows.ts'

function hashText(county: County, key: number): string {
  const random = randomOf(county.seed, 'batch', key)
  return Array.from({ length: 8 }, () => draw32(random).toString(16).padStart(8, '0')).join('')
}

export function* paymentBatchRows(county: County, batches: readonly DeclaredBatch[]): Generator<Row> {
  for (const [place, batch] of batches.entries()) {
    const sentAt = sentAtOf(batch)
    const hash = hashText(county, place)
    const { way } = batch.file
    yield [
      batch.batchId,
      batch.scheme,
      monthText(batch.payMonth),
      batch.kind,
      String(batch.lineCount),
      yuanText(batch.total),
      hash,
      { direct: hash, by_hand: hash, changed: hashText(county, place + 1_000_000), without_hash: '' }[way],
      way === 'by_hand' ? 'MANUAL_FILE' : 'DIRECT',
      staffIdOf(staffWithRole(county, 'BENEFIT_PAYMENT', batch.payMonth)),
      staffIdOf(staffWithRole(county, 'BENEFIT_REVIEW', batch.payMonth)),
      staffIdOf(staffWithRole(county, 'APPROVAL', batch.payMonth)),
      `HY${monthText(batch.payMonth)}`,
      secondText(sentAt),
      secondText(sentAt + 4 * 3600),
    ]
  }
}

/** For each scheme an expenditure account, and one income account, fiscal account and treasury for all. */
const sharedAccounts = [
  ['JJ-SR', 'INCOME', 96],
  ['JJ-CZ', 'SPECIAL', 97],
  ['JJ-GK', 'TREASURY', 98],
] as const

export function* fundAccountRows(county: County, part: FundPart): Generator<Row> {
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
  for (const { id, kind, ordinal } of playedAccounts(county, part)) {
    const account = accountNumberOf(ordinal, 0)
    yield [id, kind, '云漳农村商业银行', account, '云财社〔2015〕3号', '2015-03-02', '']
  }
}

export function* approvedPayeeRows(): Generator<Row> {
  yield [payingBank.account, payingBank.name, 'BANK']
  yield [fiscalAccount.account, fiscalAccount.name, 'FISCAL']
  yield [superiorAccount.account, superiorAccount.name, 'SUPERIOR']
  yield [hospital.account, hospital.name, 'MEDICAL']
}

export function* bankTransactionRows(
  county: County,
  batches: readonly DeclaredBatch[],
  part: FundPart,
): Generator<Row> {
  for (const row of statementRows(county, batches, part)) {
    const month = monthText(row.month).replace('-', '')
    yield [
      row.fundAccount,
      String(row.sequence),
      secondText(row.at),
      row.direction,
      yuanText(row.amount),
      yuanText(row.balance),
      row.name,
      row.account,
      row.memo,
      row.batchId,
      `PZ${month}${row.fundAccount.slice(3)}${String(row.sequence).padStart(4, '0')}`,
    ]
  }
}

export function* reconciliationRows(county: County, part: FundPart): Generator<Row> {
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
  for (const account of playedAccounts(county, part)) {
    for (const each of account.reconciliations) {
      yield [
        each.id,
        account.id,
        'MONTHLY',
        dayText(firstDayOfMonth(each.month)),
        dayText(dayInMonth(each.month, 31)),
        staffIdOf(each.preparedBy),
        each.reviewedBy === null ? '' : staffIdOf(each.reviewedBy),
        yuanText(each.difference),
        dayText(each.completedOn),
      ]
    }
  }
}
