import { expect, test } from 'vitest'
import { samples } from '../test-samples.ts'
import { certification, changed, effectOf, paidLine, person, sentenceOf } from '../test-situations.ts'
import { deathFlagCancel } from './death-flag-cancel.ts'

const sample = samples.DEATH_FLAG_CANCEL()

test('the flag and its date go, and the history says so', () => {
  expect(effectOf(deathFlagCancel, sample)).toMatchObject([
    {
      operation: 'update',
      table: 'person',
      key: { person_id: 'P1' },
      values: { life_status: 'ALIVE', death_date: null },
      expected: { life_status: 'DEAD', death_date: '2024-03-10' },
    },
    {
      operation: 'insert',
      table: 'person_change',
      values: {
        change_id: 'O1-life_status',
        field: 'life_status',
        old_value: 'DEAD',
        new_value: 'ALIVE',
        operator_id: 'S1',
        reviewer_id: 'S2',
      },
    },
  ])
})

test.for([
  { what: 'the living', facts: { person: [person] }, why: '未登记死亡' },
  { what: 'another date', input: { death_date: '2024-03-11' }, why: '登记的死亡日期是 2024-03-10' },
  {
    what: 'a grant that was paid',
    facts: { grants: [paidLine('2024-04', 1n, { benefit: 'FUNERAL' })] },
    why: '先追回',
  },
  { what: 'nobody having seen the person', facts: { certification: [] }, why: '没有本人通过的资格认证' },
  {
    what: 'a certification of the day itself',
    facts: { certification: [{ ...certification, certified_at: '2024-03-10 15:00:00' }] },
    why: '没有本人通过的资格认证',
  },
  {
    what: 'a comparison of data',
    facts: { certification: [{ ...certification, channel: 'DATA_MATCH' }] },
    why: '没有本人通过的资格认证',
  },
])('refused for $what', ({ input = {}, facts = {}, why }) => {
  expect(sentenceOf(effectOf(deathFlagCancel, changed(sample, input, facts)))).toContain(why)
})
