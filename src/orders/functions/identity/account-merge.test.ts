import { expect, test } from 'vitest'
import { samples } from '../test-samples.ts'
import {
  changed,
  contribution,
  deadPerson,
  effectOf,
  entitlement,
  person,
  sentenceOf,
} from '../test-situations.ts'
import { accountMerge } from './account-merge.ts'

/** January to March 2015 on the other number, 2000.10 yuan each. */
const sample = samples.ACCOUNT_MERGE()

test('contributions and participation move, the other’s account ends, and the account’s row says what came', () => {
  const moved = (table: string, key: Readonly<Record<string, string>>) => ({
    operation: 'update',
    table,
    key,
    values: { person_id: 'P1' },
    expected: { person_id: 'P2' },
  })
  expect(effectOf(accountMerge, sample)).toMatchObject([
    {
      operation: 'insert',
      table: 'account_adjustment',
      values: {
        adjustment_id: 'O1-110',
        person_id: 'P1',
        period_from: '2015-01',
        period_to: '2015-03',
        months: '3',
        amount: '6000.30',
        kind: 'ADJUST',
      },
    },
    moved('contribution', { contribution_id: 'K-2015-01' }),
    moved('contribution', { contribution_id: 'K-2015-02' }),
    moved('contribution', { contribution_id: 'K-2015-03' }),
    moved('enrolment', { enrolment_id: 'N2' }),
    {
      operation: 'update',
      table: 'payee_account',
      key: { account_number: 'A2', person_id: 'P2' },
      values: { valid_to: '2024-06-15' },
      expected: { valid_to: null },
    },
  ])
})

test('each scheme has its own row', () => {
  const facts = {
    moved: [
      contribution('2015-01', 1n),
      contribution('2015-01', 2n, { scheme: '170', contribution_id: 'K2' }),
    ],
  }
  expect(effectOf(accountMerge, changed(sample, {}, facts))).toMatchObject([
    { values: { adjustment_id: 'O1-110', amount: '0.01', months: '1' } },
    { values: { adjustment_id: 'O1-170', amount: '0.02', months: '1' } },
    {},
    {},
    {},
    {},
  ])
})

const stranger = { ...person, person_id: 'P2', id_number: '990101195001010029', name: '李四' }
test.for([
  { what: 'the same number twice', input: { other_person_id: 'P1' }, why: '与保留的编号相同' },
  { what: 'a number that is not there', facts: { other: [] }, why: '不存在' },
  { what: 'another id number as the same', facts: { other: [stranger] }, why: '证件号码不同' },
  {
    what: 'another name as an old number',
    input: { identity: 'OLD_ID_NUMBER' },
    facts: { other: [stranger] },
    why: '姓名不同',
  },
  {
    what: 'another region',
    facts: { other: [{ ...person, person_id: 'P2', region: '990102' }] },
    why: '另一统筹区',
  },
  { what: 'the dead', facts: { other: [{ ...deadPerson, person_id: 'P2' }] }, why: '已登记死亡' },
  { what: 'a benefit', facts: { otherEntitlements: [entitlement(1n)] }, why: '还有未终止的待遇' },
  {
    what: 'a month on both',
    facts: { contributions: [contribution('2015-02', 1n)] },
    why: '同一月份都有缴费',
  },
  { what: 'nothing to move', facts: { moved: [] }, why: '没有缴费记录' },
  { what: 'a determination', facts: { retirements: [{ retirement_id: 'R1' }] }, why: '已核定退休' },
])('refused for $what', ({ input = {}, facts = {}, why }) => {
  expect(sentenceOf(effectOf(accountMerge, changed(sample, input, facts)))).toContain(why)
})

test('two names and two id numbers are one human on the word of the police only', () => {
  const police = changed(sample, { identity: 'POLICE_PROOF' }, { other: [stranger] })
  expect(sentenceOf(effectOf(accountMerge, police))).toBe('accepted')
})
