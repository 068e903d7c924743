import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { formatMonth, parseMonth } from '#base/calendar-math.ts'
import type { PayoutMonthsPolicy } from '#benefit/pension.ts'
import { samples } from '../test-samples.ts'
import {
  changed,
  contribution,
  effectOf,
  entitlement,
  person,
  type Situation,
  sentenceOf,
} from '../test-situations.ts'
import { determination } from './determination.ts'
import { lawfulPayoutMonths, minimumMonths } from './determined-pension.ts'

const file = path.join(import.meta.dirname, '../../../../policy/payout-months.json')
const payout: PayoutMonthsPolicy = JSON.parse(readFileSync(file, 'utf8'))
const withPolicy = determination(payout)
const without = determination(null)

/** Vector 5 of ../shared/domain/4-formulas.md 4.3: 30 years, 5 of them deemed. */
const sample: Situation = changed(
  samples.DETERMINATION(),
  {
    scheme: '110',
    contribution_months: 300,
    deemed_months: 60,
    average_index: '0.9',
    deemed_index: '0.9',
    transition_factor: '0.012',
    base_amount: '8000.00',
    account_balance: '120000.00',
    payout_months: 139,
    basic_pension: '2280.00',
    account_pension: '863.31',
    transitional_pension: '432.00',
  },
  {
    person: [{ ...person, birth_date: '1964-05-20' }],
    contributions: Array.from({ length: 300 }, (_, index) =>
      contribution(formatMonth(parseMonth('1999-05')! + index), 40_000n),
    ),
    bases: [
      { name: 'PENSION_BASE', region: '*', scheme: '110', value: '8000.000000', valid_from: '2024-01' },
    ],
  },
)

test('a pension that was computed again is granted by the system, and participation ends', () => {
  expect(effectOf(withPolicy, sample)).toMatchObject([
    {
      operation: 'insert',
      table: 'retirement',
      values: {
        retirement_id: 'O1-R',
        person_id: 'P1',
        scheme: '110',
        kind: 'NORMAL',
        retire_month: '2024-05',
        contribution_months: '300',
        deemed_months: '60',
        average_index: '0.9',
        payout_months: '139',
        basic_pension: '2280.00',
        account_pension: '863.31',
        transitional_pension: '432.00',
        total: '3575.31',
        determined_by: 'SYSTEM',
        operator_id: 'S1',
        reviewer_id: 'S2',
        decided_at: '2024-06-15 09:30:00',
      },
    },
    {
      operation: 'insert',
      table: 'entitlement',
      values: {
        entitlement_id: 'O1-E',
        benefit: 'OLD_AGE',
        starts: '2024-06',
        monthly_amount: '3575.31',
        status: 'ACTIVE',
      },
    },
    { table: 'entitlement_change', values: { kind: 'GRANT', amount_after: '3575.31', method: 'SYSTEM' } },
    {
      operation: 'update',
      table: 'enrolment',
      values: { status: 'ENDED', end_reason: 'RETIRED', ended_on: '2024-05-31' },
      expected: { status: 'ACTIVE', end_reason: null, ended_on: null },
    },
  ])
  expect(withPolicy.amountFen?.(withPolicy.input.parse(sample.input))).toBe(357_531n)
})

test.for([
  { what: 'without payout months of the law', definition: without },
  { what: 'without the base of the policy', facts: { bases: [] } },
  { what: 'with a supplement', input: { other_pension: '1.00' } },
  { what: 'without the index', input: { average_index: null } },
])('$what it counts as done by hand', ({ definition = withPolicy, input = {}, facts = {} }) => {
  expect(effectOf(definition, changed(sample, input, facts))).toMatchObject([
    { values: { determined_by: 'MANUAL' } },
    {},
    { values: { method: 'MANUAL' } },
    {},
  ])
})

test('a resident’s pension is the region’s basic pension and the account over the payout months', () => {
  const resident = changed(
    sample,
    {
      scheme: '170',
      kind: 'RESIDENT',
      average_index: null,
      deemed_months: 0,
      contribution_months: 180,
      base_amount: '163.50',
      account_balance: '13900.00',
      basic_pension: '163.50',
      account_pension: '100.00',
      transitional_pension: '0.00',
    },
    {
      bases: [
        { name: 'RESIDENT_BASIC', region: '990101', scheme: '170', value: '163.5', valid_from: '2024-01' },
      ],
    },
  )
  expect(effectOf(withPolicy, resident)).toMatchObject([
    { values: { total: '263.50', determined_by: 'SYSTEM' } },
    { values: { benefit: 'RESIDENT_BASIC', monthly_amount: '263.50' } },
    {},
    {},
  ])
})

test('payout months: one number at a whole age, a range between two, none outside the table', () => {
  expect(lawfulPayoutMonths(payout, 60 * 12)).toEqual({ from: 139, to: 139 })
  expect(lawfulPayoutMonths(payout, 60 * 12 + 1)).toEqual({ from: 132, to: 139 })
  expect(lawfulPayoutMonths(payout, 39 * 12)).toBeNull()
  expect(lawfulPayoutMonths(payout, 70 * 12 + 1)).toBeNull()
})

test('fifteen years until 2029, twenty from 2039 on', () => {
  const of = (month: string) => minimumMonths(parseMonth(month)!)
  expect(['2024-05', '2029-12', '2030-01', '2038-06', '2039-01', '2050-01'].map(of)).toEqual([
    180, 180, 186, 234, 240, 240,
  ])
})

test.for([
  {
    what: 'another basic pension than computed',
    input: { basic_pension: '2280.01' },
    why: '系统计算：基础养老金 2280.00 元',
  },
  {
    what: 'another base than the policy’s',
    input: { base_amount: '9000.00' },
    why: '计发基数（基础养老金）是 8000.00 元',
  },
  { what: 'payout months of another age', input: { payout_months: 56 }, why: '计发月数应为 139' },
  { what: 'more months than the register has', input: { contribution_months: 301 }, why: '只有 300 个月' },
  {
    what: 'too few months',
    input: { contribution_months: 100, deemed_months: 79 },
    why: '累计缴费不足 180 个月',
  },
  { what: 'the month of retirement itself', input: { starts: '2024-05' }, why: '次月起发' },
  { what: 'a month far off', input: { starts: '2024-08' }, why: '最迟为下月' },
  {
    what: 'an unknown birth date',
    facts: { person: [{ ...person, birth_date: null }] },
    why: '出生日期或性别',
  },
  { what: 'a resident’s kind in another scheme', input: { kind: 'RESIDENT' }, why: '退休类别与险种不一致' },
  { what: 'a second determination', facts: { retirements: [{ retirement_id: 'R1' }] }, why: '已有退休核定' },
  {
    what: 'a second pension',
    facts: { entitlements: [entitlement(1n, { scheme: '170', benefit: 'RESIDENT_BASIC' })] },
    why: '不能重复领取',
  },
])('refused for $what', ({ input = {}, facts = {}, why }) => {
  expect(sentenceOf(effectOf(withPolicy, changed(sample, input, facts)))).toContain(why)
})
