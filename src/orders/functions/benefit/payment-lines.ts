import { formatMonth, type Month } from '#base/calendar-math.ts'
import { formatYuan } from '#base/money.ts'
import { Refusal } from '#base/refusal.ts'
import { fenOf } from '#records/form-fields.ts'
import type { RegisterChange } from '#register/register-change.ts'
import type { WrittenRow } from '#register/register-row.ts'
import { insertOf, monthOfOrder, sumYuan } from '../edits.ts'
import { allOf, monthIn, refused } from '../fields.ts'
import type { EffectSource, FactRequest, OrderEffect, OrderFacts } from '../order-function.ts'

/** Lines of payment that an order decides, and those there are already. */

export function accountFacts(personId: string): Readonly<Record<'accounts', FactRequest>> {
  return { accounts: { table: 'payee_account', where: { person_id: personId } } }
}

export function paymentFacts(personId: string): Readonly<Record<'payments', FactRequest>> {
  return { payments: { table: 'payment', where: { person_id: personId } } }
}

/** The account as it is in use for the person, with its holder; or why it may not be paid to. */
export function accountInUse(facts: OrderFacts, number: string): WrittenRow | Refusal {
  const accounts = allOf(facts, 'accounts')
  if (accounts instanceof Refusal) return accounts
  const found = accounts.find(
    ({ account_number, valid_to }) => account_number === number && (valid_to ?? null) === null,
  )
  return (
    found ??
    refused(
      '收款账号不是该人员在用的发放账户；请核对，或先办理待遇账号变更。',
      'the account is not one in use for this person; check it, or change the payee account first.',
    )
  )
}

export interface AwaitedLine {
  readonly of: WrittenRow
  readonly benefit: string
  readonly entitlementId: string | null
  readonly from: string
  readonly to: string
  readonly kind: 'BACK_PAY' | 'ONE_OFF' | 'RESEND'
  readonly amount: string
  readonly account: WrittenRow
  readonly resendOf?: string
}

/**
 * A line that is decided and not sent yet. The standard knows no such status: HELD without a batch comes nearest, and no
 * rule counts it as paid; the payment file that takes it gives it its batch and SENT.
 * @param line its `of` is the row that has its person and scheme
 */
export function awaitedLine(source: EffectSource, line: AwaitedLine): RegisterChange {
  return insertOf('payment', {
    payment_id: `${source.orderId}-P`,
    batch_id: null,
    person_id: line.of.person_id ?? null,
    entitlement_id: line.entitlementId,
    scheme: line.of.scheme ?? null,
    benefit: line.benefit,
    pay_month: formatMonth(monthOfOrder(source)),
    period_from: line.from,
    period_to: line.to,
    kind: line.kind,
    amount: line.amount,
    account_number: line.account.account_number ?? null,
    holder_name: line.account.holder_name ?? null,
    status: 'HELD',
    resend_of: line.resendOf ?? null,
  })
}

/** The same with the line paid today: a rule that looks at paid lines would otherwise speak when the money is gone. */
export function asPaid(effect: OrderEffect, source: EffectSource): OrderEffect {
  if (effect instanceof Refusal) return effect
  return effect.flatMap((change) => {
    if (change.operation !== 'insert' || change.table !== 'payment') return [change]
    const batchId = `${source.orderId}-B`
    const { scheme, pay_month, amount } = change.values
    const batch = insertOf('payment_batch', {
      batch_id: batchId,
      scheme: scheme ?? null,
      pay_month: pay_month ?? null,
      line_count: '1',
      total_amount: amount ?? null,
      channel: 'DIRECT',
      sent_at: source.at,
    })
    return [insertOf('payment', { ...change.values, batch_id: batchId, status: 'PAID' }), batch]
  })
}

/** Sent, or on its way: neither returned nor cancelled. */
export function isUnderway({ status }: WrittenRow): boolean {
  return status === 'PAID' || status === 'SENT' || status === 'HELD'
}

/** What was paid of these months; of a line that covers others too, its share rounded up, so that nothing is paid twice. */
export function paidOfMonths(lines: readonly WrittenRow[], from: Month, to: Month): bigint {
  return lines.filter(isUnderway).reduce((sum, line) => {
    const first = monthIn(line.period_from) ?? from
    const last = monthIn(line.period_to) ?? first
    const common = Math.min(last, to) - Math.max(first, from) + 1
    if (common <= 0) return sum
    const months = BigInt(last - first + 1)
    return sum + ceilingOf(fenOf(line.amount ?? '0') * BigInt(common), months)
  }, 0n)
}

function ceilingOf(numerator: bigint, denominator: bigint): bigint {
  const floor = numerator / denominator
  return numerator > 0n && floor * denominator !== numerator ? floor + 1n : floor
}

/** The regular line that the next run will pay on this entitlement, for the rules about being paid at all. */
export function nextRegularLine(
  source: EffectSource,
  facts: OrderFacts,
  given: { readonly entitlement: WrittenRow; readonly amountFen: bigint; readonly from: Month },
): RegisterChange {
  const { entitlement, amountFen, from } = given
  const inUse = (facts.accounts ?? []).find(({ valid_to }) => (valid_to ?? null) === null)
  const paid = (facts.payments ?? []).filter(
    ({ scheme, kind, status }) => scheme === entitlement.scheme && kind === 'REGULAR' && status === 'PAID',
  )
  const month = Math.max(from, ...paid.map(({ period_to }) => (monthIn(period_to) ?? 0) + 1))
  return insertOf('payment', {
    payment_id: `${source.orderId}-N`,
    batch_id: null,
    person_id: entitlement.person_id ?? null,
    entitlement_id: entitlement.entitlement_id ?? null,
    scheme: entitlement.scheme ?? null,
    benefit: entitlement.benefit ?? null,
    pay_month: formatMonth(month),
    period_from: formatMonth(month),
    period_to: formatMonth(month),
    kind: 'REGULAR',
    amount: formatYuan(amountFen),
    account_number: inUse?.account_number ?? null,
    holder_name: inUse?.holder_name ?? null,
    status: 'PAID',
  })
}

/** Of paid lines, for sentences. */
export function totalOf(lines: readonly WrittenRow[]): string {
  return sumYuan(lines.map(({ amount }) => fenOf(amount ?? '0')))
}
