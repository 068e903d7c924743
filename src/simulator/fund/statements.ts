import type { Month } from '#base/calendar-math.ts'
import type { County } from '#simulator/county.ts'
import { atTime, firstDayOfMonth, nextWorkingDay } from '#simulator/working-time.ts'
import { type DeclaredBatch, sentAtOf } from './batches.ts'
import {
  expenditureAccount,
  fiscalAccount,
  type Movement,
  payingBank,
  type StatementRow,
  schemes,
} from './fund-accounts.ts'
import { type FundPart, playedAccounts } from './fund-parts.ts'

/** Bank statements of the fund's accounts: every movement follows from the one before, but where a scenario says not. */

/** What the fiscal account sends for the month, what goes to the bank that pays, and what comes back returned. */
function movementsOf(month: Month, batches: readonly DeclaredBatch[]): Movement[] {
  const needed = batches.reduce((sum, batch) => sum + batch.total, 0n)
  const movements: Movement[] = [
    {
      ...fiscalAccount,
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
      ...payingBank,
      at,
      direction: 'OUT',
      amount: batch.total,
      memo: '代发养老待遇',
      batchId: batch.batchId,
    })
    if (batch.returned === 0n) continue
    const back = { at: at + 3 * 86_400, direction: 'IN' as const, amount: batch.returned }
    movements.push({ ...payingBank, ...back, memo: '退票退回', batchId: batch.batchId })
  }
  return movements
}

/** The schemes' own accounts: what is paid out by batches, and what scenarios move beside it. */
function* schemeStatements(
  county: County,
  batches: readonly DeclaredBatch[],
  part: FundPart,
): Generator<StatementRow> {
  for (const scheme of schemes) {
    const fundAccount = expenditureAccount(scheme)
    let balance = 50_000_000n
    let sequence = 0
    for (let month = county.firstMonth; month <= county.lastMonth; month += 1) {
      const ofMonth = batches.filter((batch) => batch.payMonth === month && batch.scheme === scheme)
      const movements = [
        ...(ofMonth.length === 0 ? [] : movementsOf(month, ofMonth)),
        ...part.movements(scheme, month),
      ].sort((one, other) => one.at - other.at)
      for (const movement of movements) {
        sequence += 1
        balance += movement.direction === 'IN' ? movement.amount : -movement.amount
        yield { ...movement, fundAccount, sequence, balance, month }
      }
    }
  }
}

export function* statementRows(
  county: County,
  batches: readonly DeclaredBatch[],
  part: FundPart,
): Generator<StatementRow> {
  yield* schemeStatements(county, batches, part)
  for (const account of playedAccounts(county, part)) yield* account.rows()
}
