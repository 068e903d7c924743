import { expect, test } from 'vitest'
import { samples } from '../test-samples.ts'
import {
  certification,
  changed,
  deadPerson,
  effectOf,
  entitlement,
  sentenceOf,
  stop,
} from '../test-situations.ts'
import { deathResume } from './death-resume.ts'

const sample = samples.DEATH_RESUME()

test('it resumes as the correction of a mistake', () => {
  expect(effectOf(deathResume, sample)).toMatchObject([
    {
      operation: 'update',
      table: 'entitlement',
      key: { entitlement_id: 'E1' },
      values: { status: 'ACTIVE', status_reason: null, ended: null },
      expected: { status: 'SUSPENDED', status_reason: 'DEATH', ended: null },
    },
    {
      operation: 'insert',
      table: 'entitlement_change',
      values: {
        change_id: 'O1-1',
        kind: 'RESUME',
        reason: 'ERROR',
        effective: '2024-07',
        support_document: '文示例',
        reviewer_id: 'S2',
      },
    },
  ])
})

test('what had ended for death is open again', () => {
  const ended = entitlement(1n, { status: 'ENDED', status_reason: 'DEATH', ended: '2024-02' })
  const facts = { entitlement: [ended], changes: [stop('DEATH', { kind: 'END' })] }
  expect(effectOf(deathResume, changed(sample, {}, facts))).toMatchObject([
    { values: { ended: null }, expected: { ended: '2024-02' } },
    {},
  ])
})

test.for([
  { what: 'somebody still registered as dead', facts: { person: [deadPerson] }, why: '死亡标识撤销' },
  { what: 'a suspension for another reason', facts: { changes: [stop('PRISON')] }, why: '不是因死亡停发' },
  { what: 'what is active', facts: { entitlement: [entitlement(1n)] }, why: '不是因死亡停发' },
  { what: 'a month before the stop', input: { effective: '2024-02' }, why: '停发年月与下月之间' },
  { what: 'nobody having seen the person', facts: { certification: [] }, why: '没有本人通过的生存认证' },
  {
    what: 'a comparison of data',
    facts: { certification: [{ ...certification, channel: 'DATA_MATCH' }] },
    why: '没有本人通过的生存认证',
  },
  {
    what: 'a certification from before the stop',
    facts: { certification: [{ ...certification, certified_at: '2024-02-01 09:00:00' }] },
    why: '没有本人通过的生存认证',
  },
])('refused for $what', ({ input = {}, facts = {}, why }) => {
  expect(sentenceOf(effectOf(deathResume, changed(sample, input, facts)))).toContain(why)
})
