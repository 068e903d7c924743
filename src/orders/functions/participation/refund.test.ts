import { expect, test } from 'vitest'
import { samples } from '../test-samples.ts'
import { changed, contribution, deadPerson, effectOf, sentenceOf } from '../test-situations.ts'
import { refund } from './refund.ts'

/** March to May 2024, 2000.10 yuan a month. */
const sample = samples.REFUND()
const months = ['2024-03', '2024-04', '2024-05']

test('each month is taken back by a row of the opposite sign, and the money waits for a payment file', () => {
  expect(effectOf(refund, sample)).toMatchObject([
    ...months.map((period) => ({
      operation: 'insert',
      table: 'contribution',
      values: {
        contribution_id: `O1-${period}`,
        person_id: 'P1',
        employer_id: null,
        scheme: '110',
        period,
        base: '0.00',
        employer_amount: '0.00',
        person_amount: '-2000.10',
        kind: 'TOP_UP',
        voucher_number: 'V1',
      },
    })),
    {
      operation: 'insert',
      table: 'payment',
      values: { benefit: 'OTHER', entitlement_id: null, kind: 'ONE_OFF', amount: '6000.30', status: 'HELD' },
    },
  ])
})

const employed = months.map((month) =>
  contribution(month, 40_000n, { employer_id: 'U1', employer_amount: '800.00' }),
)
const toEmployer = changed(
  sample,
  { refund_to: 'EMPLOYER', employer_id: 'U1', account_number: null, amount: '3600.00' },
  { contributions: employed },
)

test('an employer’s months are taken back, for the dead too, and no line is written', () => {
  expect(effectOf(refund, toEmployer)).toMatchObject(
    months.map(() => ({
      values: { employer_id: 'U1', employer_amount: '-800.00', person_amount: '-400.00' },
    })),
  )
  expect(effectOf(refund, changed(toEmployer, {}, { person: [deadPerson] }))).toHaveLength(3)
})

test('a month that was taken back is not refunded again', () => {
  const back = contribution('2024-03', -200_010n, { contribution_id: 'K2', kind: 'TOP_UP' })
  const rows = [...sample.facts.contributions!, back]
  const less = changed(sample, { amount: '4000.20' }, { contributions: rows })
  expect(effectOf(refund, less)).toHaveLength(3)
  expect(sentenceOf(effectOf(refund, changed(sample, {}, { contributions: rows })))).toContain(
    '净额是 4000.20 元',
  )
})

test.for([
  { what: 'months without contributions', facts: { contributions: [] }, why: '没有可退的缴费' },
  { what: 'another amount', input: { amount: '6000.31' }, why: '净额是 6000.30 元' },
  { what: 'the dead', facts: { person: [deadPerson] }, why: '已登记死亡' },
  { what: 'somebody retired', facts: { retirements: [{ retirement_id: 'R1' }] }, why: '已核定退休' },
  { what: 'no account', input: { account_number: null }, why: '须填收款账号' },
  { what: 'an account of nobody', input: { account_number: 'A9' }, why: '不是该人员在用的发放账户' },
  { what: 'what an employer paid', facts: { contributions: employed }, why: '没有可退的缴费' },
])('refused for $what', ({ input = {}, facts = {}, why }) => {
  expect(sentenceOf(effectOf(refund, changed(sample, input, facts)))).toContain(why)
})
