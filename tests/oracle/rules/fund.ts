/** FIN-03, FIN-06, FIN-24 and FIN-27, from core-rules.md alone. */
import { dayOfSecond, monthText } from '../dates.ts'
import { heldRoles } from './roles.ts'
import { absolute, type Context, distinct, type Finding, finding, onDay } from './rule.ts'

/**
 * "OUT of an EXPENDITURE account with no `batch_id` known to `payment_batch`, to an account that is not in
 * `approved_payee`" · amount: "the transaction". A null of "`counterparty_account` (no known payee is the point of
 * FIN-03)" is not in it.
 */
export function toUnknownPayee({ data }: Context): Finding[] {
  return data
    .rows('bank_transaction')
    .filter((each) => each.direction === 'OUT')
    .filter((each) =>
      data
        .rows('fund_account')
        .some((other) => other.fund_account_id === each.fund_account_id && other.kind === 'EXPENDITURE'),
    )
    .filter((each) => !data.rows('payment_batch').some((other) => other.batch_id === each.batch_id))
    .filter(
      (each) =>
        !data.rows('approved_payee').some((other) => other.account_number === each.counterparty_account),
    )
    .map((each) => {
      const subjectId = `${each.fund_account_id}#${each.sequence}`
      const subject = { ruleCode: 'FIN-03', subjectKind: 'bank_transaction', subjectId, level: 1 }
      return finding(subject, [
        onDay(dayOfSecond(each.occurred_at), `bank_transaction ${subjectId}`, each.amount),
      ])
    })
}

/**
 * "completed without reviewer, reviewed by its preparer, or by someone who held CASHIER on `completed_on`" · amount:
 * "absolute `difference`". "FIN-06: only completed reconciliations; CASHIER at any moment of that day." "A null amount or
 * difference counts as 0."
 * `reviewed_by` is a staff member: the `account:<account_id>` to which a role without staff belongs reviews nothing, even
 * where a reviewer is so called.
 */
export function notIndependent({ data }: Context): Finding[] {
  const cashiers = heldRoles(data).filter((each) => each.role === 'CASHIER')
  return data.rows('reconciliation').flatMap((each) => {
    const { completed_on, reviewed_by, reconciliation_id } = each
    if (completed_on === null) return []
    const [from, to] = [completed_on * 86_400, (completed_on + 1) * 86_400]
    const isCashier = cashiers.some(
      (held) =>
        held.staffId !== null &&
        held.staffId === reviewed_by &&
        Math.max(held.from, from) < Math.min(held.to, to),
    )
    if (reviewed_by !== null && reviewed_by !== each.prepared_by && !isCashier) return []
    const subjectId = reconciliation_id
    const subject = { ruleCode: 'FIN-06', subjectKind: 'reconciliation', subjectId, level: 2 }
    const amount = absolute(each.difference ?? 0n)
    return [finding(subject, [onDay(completed_on, `reconciliation ${subjectId}`, amount)], ['evidence'])]
  })
}

/**
 * "a sequence gap, or a balance that is not the one before plus IN or minus OUT" · amount: "sum of absolute breaks".
 * "FIN-24: each loaded row with the loaded row before it, gap or not."
 * ambiguous: whether the row before counts too, for evidence and period. The row that does not follow counts alone; the
 * evidence is not compared.
 */
export function statementBroken({ data }: Context): Finding[] {
  const rows = data.rows('bank_transaction')
  return distinct(rows.map((each) => each.fund_account_id)).flatMap((subjectId) => {
    const own = rows
      .filter((each) => each.fund_account_id === subjectId)
      .toSorted((one, other) => (one.sequence < other.sequence ? -1 : 1))
    const broken = own.flatMap((row, at) => {
      const before = own[at - 1]
      if (before === undefined) return []
      const expected = before.balance_after + (row.direction === 'IN' ? row.amount : -row.amount)
      const amount = absolute(row.balance_after - expected)
      if (amount === 0n && row.sequence === before.sequence + 1n) return []
      return [onDay(dayOfSecond(row.occurred_at), `bank_transaction ${subjectId}#${row.sequence}`, amount)]
    })
    if (broken.length === 0) return []
    const subject = { ruleCode: 'FIN-24', subjectKind: 'fund_account', subjectId, level: 1 }
    return [finding(subject, broken, ['evidence', 'period'])]
  })
}

/**
 * "`channel = MANUAL_FILE`, or both file hashes present and different" · amount: "`total_amount`"
 * ambiguous: its period, the `pay_month` or the day it was sent: not compared.
 */
export function sentByHand({ data }: Context): Finding[] {
  return data.rows('payment_batch').flatMap((each) => {
    const { prepared_file_hash, sent_file_hash, batch_id } = each
    const isDifferent =
      prepared_file_hash !== null && sent_file_hash !== null && prepared_file_hash !== sent_file_hash
    if (each.channel !== 'MANUAL_FILE' && !isDifferent) return []
    const month = monthText(each.pay_month)
    const row = { amount: each.total_amount, from: month, to: month, evidence: `payment_batch ${batch_id}` }
    const subject = { ruleCode: 'FIN-27', subjectKind: 'batch', subjectId: batch_id, level: 1 }
    return [finding(subject, [row], ['period'])]
  })
}
