import { describe, expect, test } from 'vitest'
import { samples } from '../test-samples.ts'
import {
  account,
  certification,
  changed,
  contribution,
  effectOf,
  entitlement,
  paidLine,
  person,
  sentenceOf,
} from '../test-situations.ts'
import { funeral } from './funeral.ts'
import { survivorFen, survivorTwelfths } from './funeral-amount.ts'

const sample = samples.FUNERAL()

test('a benefit that is over with its payment, the relative’s account, and a line that waits', () => {
  expect(effectOf(funeral, sample)).toMatchObject([
    {
      operation: 'insert',
      table: 'entitlement',
      values: {
        entitlement_id: 'O1-E',
        benefit: 'FUNERAL',
        starts: '2024-06',
        ended: '2024-06',
        status: 'ENDED',
      },
    },
    {
      operation: 'insert',
      table: 'entitlement_change',
      values: { entitlement_id: 'O1-E', kind: 'GRANT', reason: 'DEATH', amount_after: '4000.20' },
    },
    {
      operation: 'insert',
      table: 'payee_account',
      values: { account_number: 'A7', person_id: 'P1', holder_name: '王二', holder_kind: 'OTHER' },
    },
    {
      operation: 'insert',
      table: 'payment',
      values: {
        entitlement_id: 'O1-E',
        benefit: 'FUNERAL',
        kind: 'ONE_OFF',
        amount: '4000.20',
        account_number: 'A7',
        holder_name: '王二',
        status: 'HELD',
      },
    },
  ])
})

describe('the lump for survivors (人社部发〔2021〕18号)', () => {
  test.for([
    { months: 59, receivedMonths: null, twelfths: 36 },
    { months: 60, receivedMonths: null, twelfths: 72 },
    { months: 119, receivedMonths: null, twelfths: 72 },
    { months: 120, receivedMonths: null, twelfths: 108 },
    { months: 180, receivedMonths: null, twelfths: 108 },
    { months: 181, receivedMonths: null, twelfths: 109 },
    { months: 360, receivedMonths: null, twelfths: 288 },
    { months: 500, receivedMonths: null, twelfths: 288 },
    { months: 345, receivedMonths: 42, twelfths: 231 },
    { months: 345, receivedMonths: 186, twelfths: 108 },
  ])('$months months, $receivedMonths received: $twelfths twelfths', ({ twelfths, ...life }) => {
    expect(survivorTwelfths(life)).toBe(twelfths)
  })
  test('the published examples, to the fen', () => {
    // 28 years 9 months, 3 years 6 months received; and 21 years 3 months, not retired.
    expect(survivorFen(281_850n, { months: 345, receivedMonths: 42 })).toBe(5_425_613n)
    expect(survivorFen(281_850n, { months: 255, receivedMonths: null })).toBe(4_298_213n)
  })
})

const lump = changed(sample, {
  benefit: 'SURVIVOR_LUMP',
  monthly_income: '2818.50',
  contribution_months: 345,
  received_months: 42,
  amount: '54256.13',
})

test('the lump is what the law gives, and for a short life no more than was contributed', () => {
  expect(effectOf(funeral, lump)).toHaveLength(4)
  expect(sentenceOf(effectOf(funeral, changed(lump, { amount: '54256.12' })))).toContain('应为 54256.13 元')
  const short = { contribution_months: 24, received_months: null, amount: '8455.50' }
  const contributions = [contribution('2024-01', 845_550n)]
  expect(effectOf(funeral, changed(lump, short, { contributions }))).toHaveLength(4)
  const fewer = [contribution('2024-01', 845_549n)]
  expect(sentenceOf(effectOf(funeral, changed(lump, short, { contributions: fewer })))).toContain('不满五年')
})

test('after a grant that was taken back another may be given', () => {
  const granted = [entitlement(1n, { status: 'ENDED', status_reason: 'ERROR' })]
  const payments = [paidLine('2024-05', 1n, { benefit: 'FUNERAL', status: 'CANCELLED' })]
  expect(effectOf(funeral, changed(sample, {}, { granted, payments }))).toHaveLength(4)
})

test('of the residents’ scheme the amount is the region’s own', () => {
  const local = changed(sample, { scheme: '170', amount: '1234.00', monthly_income: null })
  expect(effectOf(funeral, local)).toHaveLength(4)
})

test.for([
  { what: 'the living', facts: { person: [person] }, why: '未登记死亡' },
  {
    what: 'a death that was withdrawn',
    facts: { deaths: [{ died_on: '2024-03-10', revoked: 'true' }] },
    why: '均已被来源单位撤销',
  },
  { what: 'somebody seen afterwards', facts: { certifications: [certification] }, why: '两者矛盾' },
  {
    what: 'a grant of another region',
    facts: { elsewhere: [{ region: '990201', benefit: 'FUNERAL' }] },
    why: '只能享受一份',
  },
  {
    what: 'a grant that was paid in another scheme',
    facts: { payments: [paidLine('2024-05', 1n, { benefit: 'FUNERAL', scheme: '170' })] },
    why: '只能享受一份',
  },
  { what: 'a grant that was decided', facts: { granted: [entitlement(1n)] }, why: '只能享受一份' },
  {
    what: 'an account of the dead',
    input: { account_number: 'A1' },
    facts: { accounts: [account] },
    why: '死亡人员名下',
  },
  { what: 'no income given', input: { monthly_income: null }, why: '须填写上年度' },
  { what: 'another amount', input: { amount: '4000.21' }, why: '应为 4000.20 元' },
])('refused for $what', ({ input = {}, facts = {}, why }) => {
  expect(sentenceOf(effectOf(funeral, changed(sample, input, facts)))).toContain(why)
})

test('a comparison of data after the death is no sign of life', () => {
  const certifications = [{ ...certification, channel: 'DATA_MATCH' }]
  expect(effectOf(funeral, changed(sample, {}, { certifications }))).toHaveLength(4)
})

test('the law holds for deaths from September 2021 on', () => {
  const of = (death_date: string) =>
    changed(sample, { amount: '1.00' }, { person: [{ ...person, life_status: 'DEAD', death_date }] })
  expect(sentenceOf(effectOf(funeral, of('2021-08-31')))).toBe('accepted')
  expect(sentenceOf(effectOf(funeral, of('2021-09-01')))).toContain('应为 4000.20 元')
})
