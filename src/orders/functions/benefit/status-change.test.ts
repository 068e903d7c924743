import { expect, test } from 'vitest'
import { samples } from '../test-samples.ts'
import {
  certification,
  changed,
  deadPerson,
  effectOf,
  entitlement,
  type Situation,
  sentenceOf,
  stop,
} from '../test-situations.ts'
import { statusChange } from './status-change.ts'

const resumed = samples.STATUS_CHANGE()
const unsuspended = { entitlement: [entitlement(200_010n)], changes: [] }
const suspended = changed(
  resumed,
  { operation: 'SUSPEND', cause: 'PRISON', effective: '2024-06' },
  unsuspended,
)
const uncertified = changed(
  resumed,
  { cause: 'NO_CERTIFICATION' },
  {
    entitlement: [entitlement(200_010n, { status: 'SUSPENDED', status_reason: 'NO_CERTIFICATION' })],
    changes: [stop('NO_CERTIFICATION')],
  },
)

test('a resumption clears the reason and says in the history what it resumed from', () => {
  expect(effectOf(statusChange, resumed)).toEqual([
    {
      operation: 'update',
      table: 'entitlement',
      key: { entitlement_id: 'E1' },
      values: { status: 'ACTIVE', status_reason: null, ended: null },
      expected: { status: 'SUSPENDED', status_reason: 'TO_VERIFY', ended: null },
    },
    {
      operation: 'insert',
      table: 'entitlement_change',
      values: {
        change_id: 'O1-1',
        entitlement_id: 'E1',
        person_id: 'P1',
        kind: 'RESUME',
        reason: 'TO_VERIFY',
        effective: '2024-07',
        amount_before: null,
        amount_after: null,
        method: 'SYSTEM',
        support_document: '文示例',
        order_id: 'O1',
        operator_id: 'S1',
        reviewer_id: 'S2',
        recorded_at: '2024-06-15 09:30:00',
      },
    },
  ])
})

test('a suspension and an end write status, reason and the last month that is due', () => {
  expect(effectOf(statusChange, suspended)).toMatchObject([
    { values: { status: 'SUSPENDED', status_reason: 'PRISON' }, expected: { status: 'ACTIVE' } },
    { values: { kind: 'SUSPEND', reason: 'PRISON', effective: '2024-06' } },
  ])
  expect(effectOf(statusChange, changed(suspended, { operation: 'END', cause: 'MIGRATED' }))).toMatchObject([
    { values: { status: 'ENDED', status_reason: 'MIGRATED', ended: '2024-05' } },
    { values: { kind: 'END', reason: 'MIGRATED' } },
  ])
})

test('the rules are asked about a resumption, and not about what stops money', () => {
  const codes = ({ input }: Situation) => statusChange.ruleCodesOf?.(statusChange.input.parse(input))
  expect(codes(resumed)).toEqual(statusChange.ruleCodes)
  expect(codes(suspended)).toEqual([])
})

test('the dead are suspended for their death like anybody else', () => {
  const dead = changed(suspended, { cause: 'DEATH' }, { person: [deadPerson] })
  expect(effectOf(statusChange, dead)).toMatchObject([{ values: { status_reason: 'DEATH' } }, {}])
})

test('without certification it resumes only after a certification since', () => {
  expect(sentenceOf(effectOf(statusChange, uncertified))).toContain('通过资格认证才能恢复')
  const before = { ...certification, certified_at: '2024-01-01 09:00:00' }
  expect(
    sentenceOf(effectOf(statusChange, changed(uncertified, {}, { certifications: [before] }))),
  ).toContain('通过资格认证才能恢复')
  expect(effectOf(statusChange, changed(uncertified, {}, { certifications: [certification] }))).toHaveLength(
    2,
  )
})

const report = { source: 'POLICE', id_number: 'x', died_on: '2024-03-01', revoked: 'false' }
const term = (ended_on: string | null) => ({ kind: 'IMPRISONED', started_on: '2024-01-10', ended_on })
test.for([
  { what: 'a status that is not suspended', facts: unsuspended, why: '不是暂停状态' },
  { what: 'another reason', input: { cause: 'MISSING' }, why: '暂停原因不一致' },
  { what: 'the day before the stop', input: { effective: '2024-02' }, why: '恢复年月早于暂停年月' },
  { what: 'the month after next', input: { effective: '2024-08' }, why: '最迟为下月' },
  { what: 'a reported death', facts: { deaths: [report] }, why: '未撤销的死亡报送' },
  { what: 'a stop for death in its past', facts: { changes: [stop('DEATH')] }, why: '死亡恢复' },
  { what: 'a prison term that goes on', facts: { imprisonments: [term(null)] }, why: '收监服刑' },
  { what: 'another person’s entitlement', facts: { entitlement: [] }, why: '没有这一待遇编号' },
])('a resumption is refused for $what', ({ input = {}, facts = {}, why }) => {
  expect(sentenceOf(effectOf(statusChange, changed(resumed, input, facts)))).toContain(why)
})

test('after prison it resumes from the month of the release on', () => {
  const released = changed(resumed, { effective: '2024-06' }, { imprisonments: [term('2024-06-20')] })
  expect(effectOf(statusChange, released)).toHaveLength(2)
})

test.for([
  { what: 'what has ended', facts: { entitlement: [entitlement(1n, { status: 'ENDED' })] }, why: '已终止' },
  {
    what: 'the same again',
    facts: { entitlement: [entitlement(1n, { status: 'SUSPENDED', status_reason: 'PRISON' })] },
    why: '已因同一原因暂停',
  },
  { what: 'a month before it began', input: { effective: '2020-01' }, why: '须晚于享受开始年月' },
])('a suspension is refused for $what', ({ input = {}, facts = {}, why }) => {
  expect(sentenceOf(effectOf(statusChange, changed(suspended, input, facts)))).toContain(why)
})
