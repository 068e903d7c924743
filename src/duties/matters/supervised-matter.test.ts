import { describe, expect, test } from 'vitest'
import { codeOf } from '#records/test-acting.ts'
import { type MatterStatus, matterStatuses } from '../duty-codes.ts'
import {
  dayFromNow,
  doStep,
  matterInput,
  type StaffName,
  setUpDuties,
  staffNames,
  stored,
  takeStep,
} from '../test-duties.ts'

const database = await setUpDuties()
const kind = 'SUPERVISED_MATTER' as const
const again = { due_on: dayFromNow(40), reason: '还有两条未核清' }
const inputs: Readonly<Record<string, unknown>> = {
  report: { result: '已全部核查，追回 2 万元。' },
  close: {},
  return: again,
  extend: again,
  recall: { reason: '已并入专项治理' },
}
const by = (action: string): StaffName => (action === 'report' ? 'head1' : 'supervise1')
const step = (recordId: string, action: string, who: StaffName = by(action)) =>
  takeStep(database, { by: who, kind, recordId, action, input: inputs[action] })
const paths: Readonly<Record<MatterStatus, readonly string[]>> = {
  ORDERED: [],
  REPORTED: ['report'],
  CLOSED: ['report', 'close'],
  RECALLED: ['recall'],
}

async function matterIn(status: MatterStatus): Promise<string> {
  const recordId = await doStep(database, { by: 'supervise1', kind, action: 'order', input: matterInput() })
  for (const action of paths[status]) expect(codeOf(await step(recordId, action))).toBe('accepted')
  return recordId
}

describe('an ordered matter', () => {
  const allowed: Readonly<Record<MatterStatus, readonly string[]>> = {
    ORDERED: ['report', 'extend', 'recall'],
    REPORTED: ['close', 'return'],
    CLOSED: [],
    RECALLED: [],
  }
  const pairs = (Object.keys(matterStatuses) as MatterStatus[]).flatMap((status) =>
    Object.keys(inputs).map((action) => [status, action] as const),
  )
  test.for(pairs)('%s × %s', async ([status, action]) => {
    const recordId = await matterIn(status)
    const expected = allowed[status].includes(action) ? 'accepted' : 'action_not_available'
    expect(codeOf(await step(recordId, action))).toBe(expected)
  })

  test('is due on its day, and on the later one when it was returned', async () => {
    const recordId = await matterIn('REPORTED')
    await step(recordId, 'return')
    const { due_day, data } = await stored<{ report: unknown; due_on: string }>(database, recordId)
    expect([due_day, data.due_on, data.report]).toEqual([again.due_on, again.due_on, null])
  })

  test.for<[string, string, object, string]>([
    ['to one’s own unit', 'supervise2', {}, 'not_permitted'],
    ['to the unit above', 'supervise2', { agency_id: 'A990100' }, 'not_found'],
    ['to the county beside', 'supervise2', { agency_id: 'A990102' }, 'not_found'],
    ['for yesterday', 'supervise1', { due_on: dayFromNow(-1) }, 'conflict'],
  ])('is not ordered %s', async ([, who, changes, code]) => {
    const input = matterInput(changes)
    expect(codeOf(await takeStep(database, { by: who, kind, action: 'order', input }))).toBe(code)
  })

  test('is not closed, extended or recalled by the unit that has to do it', async () => {
    const ordered = await matterIn('ORDERED')
    expect(codeOf(await step(ordered, 'extend', 'head1'))).toBe('not_permitted')
    expect(codeOf(await step(ordered, 'recall', 'supervise2'))).toBe('not_permitted')
    const reported = await matterIn('REPORTED')
    expect(codeOf(await step(reported, 'close', 'head1'))).toBe('not_permitted')
    expect(codeOf(await step(reported, 'close', 'headCity'))).toBe('accepted')
  })

  test('is reported on by the unit’s own people only', async () => {
    const mayReport: readonly StaffName[] = ['head1', 'deputy1', 'auditor1']
    for (const name of staffNames) {
      const code = codeOf(await step(await matterIn('ORDERED'), 'report', name))
      const isUnknown = ['supervise3', 'head3', 'system1'].includes(name)
      const expected = mayReport.includes(name) ? 'accepted' : isUnknown ? 'not_found' : 'not_permitted'
      expect([name, code]).toEqual([name, expected])
    }
  })
})
