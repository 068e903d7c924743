import fc from 'fast-check'
import { expect, test } from 'vitest'
import { formatYuan } from '#base/money.ts'
import { assumedEffect } from '../order-function.ts'
import { samples } from '../test-samples.ts'
import {
  account,
  changed,
  deadPerson,
  effectOf,
  entitlement,
  paidLine,
  sentenceOf,
  source,
  stop,
} from '../test-situations.ts'
import { backPay } from './back-pay.ts'

/** March to May 2024, 2000.10 yuan a month. */
const sample = samples.BACK_PAY()

test('a change of the entitlement, and a line that waits for a payment file', () => {
  expect(effectOf(backPay, sample)).toMatchObject([
    {
      operation: 'insert',
      table: 'entitlement_change',
      values: {
        change_id: 'O1-1',
        kind: 'BACK_PAY',
        reason: 'TO_VERIFY',
        effective: '2024-06',
        amount_after: '6000.30',
        method: 'SYSTEM',
      },
    },
    {
      operation: 'insert',
      table: 'payment',
      values: {
        payment_id: 'O1-P',
        batch_id: null,
        person_id: 'P1',
        entitlement_id: 'E1',
        scheme: '110',
        benefit: 'OLD_AGE',
        pay_month: '2024-06',
        period_from: '2024-03',
        period_to: '2024-05',
        kind: 'BACK_PAY',
        amount: '6000.30',
        account_number: 'A1',
        holder_name: '王一',
        status: 'HELD',
        resend_of: null,
      },
    },
  ])
})

test('less than what is due is somebody’s own amount', () => {
  expect(effectOf(backPay, changed(sample, { amount: '6000.29' }))).toMatchObject([
    { values: { amount_after: '6000.29', method: 'MANUAL' } },
    {},
  ])
})

test('the rules are asked as if it were paid today', () => {
  const assumed = assumedEffect(backPay, backPay.input.parse(sample.input), sample.facts, source)
  expect(assumed).toMatchObject([
    { table: 'entitlement_change' },
    { table: 'payment', values: { status: 'PAID', batch_id: 'O1-B' } },
    { table: 'payment_batch', values: { batch_id: 'O1-B', total_amount: '6000.30', sent_at: source.at } },
  ])
})

test('never more than the months come to, less what was paid of them', () => {
  fc.assert(
    fc.property(
      fc.record({
        monthly: fc.bigInt(1n, 1_000_000n),
        paid: fc.bigInt(0n, 1_000_000n),
        asked: fc.bigInt(1n, 5_000_000n),
        status: fc.constantFrom('PAID', 'SENT', 'HELD', 'RETURNED', 'CANCELLED'),
      }),
      ({ monthly, paid, asked, status }) => {
        const lines = [
          paidLine('2024-04', paid, { status }),
          paidLine('2024-05', 7n, { scheme: '170', benefit: 'RESIDENT_BASIC' }),
          paidLine('2024-02', 9n),
        ]
        const situation = changed(
          sample,
          { amount: formatYuan(asked) },
          { entitlement: [entitlement(monthly)], payments: lines },
        )
        const counts = status !== 'RETURNED' && status !== 'CANCELLED'
        const due = monthly * 3n - (counts ? paid : 0n)
        expect(sentenceOf(effectOf(backPay, situation)) === 'accepted').toBe(asked <= due)
      },
    ),
  )
})

test('a line over several months counts for its share, rounded up', () => {
  const line = paidLine('2024-05', 10_000n, { period_from: '2024-05', period_to: '2024-07' })
  const of = (fen: bigint) =>
    changed(sample, { amount: formatYuan(fen) }, { payments: [line], entitlement: [entitlement(10_000n)] })
  expect(sentenceOf(effectOf(backPay, of(26_666n)))).toBe('accepted')
  expect(sentenceOf(effectOf(backPay, of(26_667n)))).toContain('应补上限 266.66 元')
})

test('the dead are owed the months they lived', () => {
  const dead = changed(sample, { period_to: '2024-03', amount: '2000.10' }, { person: [deadPerson] })
  expect(effectOf(backPay, dead)).toHaveLength(2)
  expect(sentenceOf(effectOf(backPay, changed(dead, { period_to: '2024-04' })))).toContain('之后没有待遇可补')
})

const report = { source: 'VILLAGE', id_number: 'x', died_on: '2024-04-30', revoked: 'false' }
test.for([
  { what: 'months after a reported death', facts: { deaths: [report] }, why: '之后没有待遇可补' },
  { what: 'months after a stop for death', facts: { changes: [stop('DEATH')] }, why: '之后没有待遇可补' },
  { what: 'months to come', input: { period_to: '2024-07' }, why: '不能晚于本月' },
  { what: 'months the wrong way round', input: { period_from: '2024-06' }, why: '晚于终止年月' },
  {
    what: 'months before the entitlement',
    facts: { entitlement: [entitlement(1n, { starts: '2024-04' })] },
    why: '早于享受开始年月',
  },
  {
    what: 'months after its end',
    facts: { entitlement: [entitlement(1n, { ended: '2024-04' })] },
    why: '晚于待遇终止年月',
  },
  {
    what: 'months in prison',
    facts: { imprisonments: [{ kind: 'IMPRISONED', started_on: '2024-03-31', ended_on: '2024-05-01' }] },
    why: '收监服刑',
  },
  { what: 'an account of nobody', input: { account_number: 'A9' }, why: '不是该人员在用的发放账户' },
  {
    what: 'an account that has ended',
    facts: { accounts: [{ ...account, valid_to: '2024-01-01' }] },
    why: '不是该人员在用的发放账户',
  },
  { what: 'nothing', input: { amount: '0.00' }, why: '不能为零' },
  {
    what: 'no monthly amount',
    facts: { entitlement: [entitlement(1n, { monthly_amount: null })] },
    why: '没有登记月标准',
  },
  {
    what: 'more lines than can be read',
    facts: {
      payments: Array.from({ length: 500 }, (_, index) =>
        paidLine('2010-01', 1n, { payment_id: `${index}` }),
      ),
    },
    why: '无法全部核对',
  },
])('refused for $what', ({ input = {}, facts = {}, why }) => {
  expect(sentenceOf(effectOf(backPay, changed(sample, input, facts)))).toContain(why)
})

test('a stop for death that its source has withdrawn stops nothing, and a suspended sentence neither', () => {
  const facts = {
    deaths: [{ ...report, revoked: 'true' }],
    changes: [stop('DEATH')],
    imprisonments: [{ kind: 'PROBATION', started_on: '2023-01-01', ended_on: null }],
  }
  expect(effectOf(backPay, changed(sample, {}, facts))).toHaveLength(2)
})

test('the months in which a sentence begins and ends are due', () => {
  const facts = { imprisonments: [{ kind: 'IMPRISONED', started_on: '2024-03-10', ended_on: '2024-04-20' }] }
  expect(effectOf(backPay, changed(sample, {}, facts))).toHaveLength(2)
})
