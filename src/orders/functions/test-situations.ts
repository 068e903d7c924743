import { formatYuan } from '#base/money.ts'
import { Refusal } from '#base/refusal.ts'
import type { WrittenRow } from '#register/register-row.ts'
import type { EffectSource, OrderEffect, OrderFacts, OrderFunction } from './order-function.ts'

/** An order as somebody might enter it, with what the register has; `input` is what is sent, before it is parsed. */
export interface Situation {
  readonly input: Readonly<Record<string, unknown>>
  readonly facts: OrderFacts
}

/** Half past nine on a Saturday of June: nothing here depends on the hour. */
export const source: EffectSource = {
  orderId: 'O1',
  operatorId: 'S1',
  reviewerId: 'S2',
  at: '2024-06-15 09:30:00',
}

export function effectOf(
  definition: OrderFunction,
  { input, facts }: Situation,
  by: EffectSource = source,
): OrderEffect {
  return definition.effect(definition.input.parse(input), facts, by)
}

/** The Chinese sentence of the refusal, or `accepted`. */
export function sentenceOf(effect: OrderEffect): string {
  return effect instanceof Refusal ? effect.text.zh : 'accepted'
}

/** The situation with other fields and other rows; a name that is not given stays. */
export function changed(
  situation: Situation,
  input: Readonly<Record<string, unknown>>,
  facts: OrderFacts = {},
): Situation {
  return { input: { ...situation.input, ...input }, facts: { ...situation.facts, ...facts } }
}

export const person: WrittenRow = {
  person_id: 'P1',
  id_number: '99010119500101001X',
  name: '王一',
  sex: '1',
  birth_date: '1950-01-01',
  archive_birth_date: null,
  region: '990101',
  life_status: 'ALIVE',
  death_date: null,
}

export const deadPerson: WrittenRow = { ...person, life_status: 'DEAD', death_date: '2024-03-10' }

export const account: WrittenRow = {
  account_number: 'A1',
  person_id: 'P1',
  bank: '示例银行',
  holder_name: '王一',
  holder_id_number: '99010119500101001X',
  holder_kind: 'SELF',
  kind: 'BANK_CARD',
  valid_from: '2020-01-01',
  valid_to: null,
}

export function entitlement(monthlyFen: bigint, values: WrittenRow = {}): WrittenRow {
  return {
    entitlement_id: 'E1',
    person_id: 'P1',
    scheme: '110',
    benefit: 'OLD_AGE',
    starts: '2020-01',
    monthly_amount: formatYuan(monthlyFen),
    status: 'ACTIVE',
    status_reason: null,
    ended: null,
    ...values,
  }
}

export function stop(reason: string, values: WrittenRow = {}): WrittenRow {
  return {
    change_id: 'C1',
    entitlement_id: 'E1',
    person_id: 'P1',
    kind: 'SUSPEND',
    reason,
    effective: '2024-03',
    recorded_at: '2024-02-20 10:00:00',
    ...values,
  }
}

export function paidLine(month: string, fen: bigint, values: WrittenRow = {}): WrittenRow {
  return {
    payment_id: `L-${month}`,
    person_id: 'P1',
    entitlement_id: 'E1',
    scheme: '110',
    benefit: 'OLD_AGE',
    pay_month: month,
    period_from: month,
    period_to: month,
    kind: 'REGULAR',
    amount: formatYuan(fen),
    account_number: 'A1',
    status: 'PAID',
    ...values,
  }
}

export function contribution(month: string, fen: bigint, values: WrittenRow = {}): WrittenRow {
  return {
    contribution_id: `K-${month}`,
    person_id: 'P1',
    employer_id: null,
    scheme: '110',
    period: month,
    base: '5000.00',
    employer_rate: '0.000000',
    person_rate: '0.080000',
    employer_amount: '0.00',
    person_amount: formatYuan(fen),
    kind: 'NORMAL',
    voucher_number: 'V1',
    ...values,
  }
}

export const certification: WrittenRow = {
  certification_id: 'CERT1',
  person_id: 'P1',
  certified_at: '2024-06-01 09:00:00',
  channel: 'VISIT',
  result: 'PASS',
}
