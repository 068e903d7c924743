import { describe, expect, test } from 'vitest'
import { codeOf } from '#records/test-acting.ts'
import type { TrainingStatus } from '../duty-codes.ts'
import { trainingStatuses } from '../duty-codes.ts'
import {
  dayFromNow,
  doStep,
  setUpDuties,
  staffNames,
  stored,
  takeStep,
  trainingInput,
} from '../test-duties.ts'
import type { TrainingData } from './training-data.ts'

const database = await setUpDuties()
const kind = 'TRAINING' as const
const heldInput = { held_on: dayFromNow(0), present: ['clerk1', 'auditor1'], note: '讲授三类案例' }
const scores = [
  { staff_id: 'clerk1', score: 88 },
  { staff_id: 'auditor1', score: 59 },
]
const examInput = { examined_on: dayFromNow(0), scores }
const reason = { reason: '照片不全' }

const inputs: Readonly<Record<string, unknown>> = {
  revise: trainingInput(),
  hold: heldInput,
  examine: examInput,
  confirm: {},
  return: reason,
  cancel: reason,
}
const by = (action: string): string => (['confirm', 'return'].includes(action) ? 'head1' : 'supervise2')

async function planned(changes: object = {}): Promise<string> {
  return doStep(database, { by: 'supervise2', kind, action: 'plan', input: trainingInput(changes) })
}
const step = (recordId: string, action: string, who = by(action)) =>
  takeStep(database, { by: who, kind, recordId, action, input: inputs[action] })

const paths: Readonly<Record<TrainingStatus, readonly string[]>> = {
  PLANNED: [],
  HELD: ['hold'],
  EXAMINED: ['hold', 'examine'],
  CLOSED: ['hold', 'examine', 'confirm'],
  CANCELLED: ['cancel'],
}
async function trainingIn(status: TrainingStatus): Promise<string> {
  const recordId = await planned()
  for (const action of paths[status]) expect(codeOf(await step(recordId, action))).toBe('accepted')
  expect((await stored(database, recordId)).status).toBe(status)
  return recordId
}

describe('a training', () => {
  const allowed: Readonly<Record<TrainingStatus, readonly string[]>> = {
    PLANNED: ['revise', 'hold', 'cancel'],
    // With an exam that was planned, it is not confirmed before the scores are in.
    HELD: ['examine', 'return'],
    EXAMINED: ['confirm', 'return'],
    CLOSED: [],
    CANCELLED: [],
  }
  const pairs = (Object.keys(trainingStatuses) as TrainingStatus[]).flatMap((status) =>
    Object.keys(inputs).map((action) => [status, action] as const),
  )
  test.for(pairs)('%s × %s', async ([status, action]) => {
    const recordId = await trainingIn(status)
    const code = codeOf(await step(recordId, action))
    const expected = allowed[status].includes(action)
      ? 'accepted'
      : status === 'HELD' && action === 'confirm'
        ? 'conflict'
        : 'action_not_available'
    expect(code).toBe(expected)
  })

  test('keeps names as they were, who came, and what they scored', async () => {
    const { data } = await stored<TrainingData>(database, await trainingIn('CLOSED'))
    expect(data.people.clerk1).toEqual({ name: 'clerk1', agency_id: 'A990101' })
    expect(data.held?.present).toEqual(['clerk1', 'auditor1'])
    expect(data.exam?.scores).toEqual(scores)
    expect(data.confirmed?.by).toBe('head1')
  })

  test('without an exam is confirmed once it was held, and takes no scores', async () => {
    const { pass_mark: _, ...input } = trainingInput()
    const recordId = await doStep(database, { by: 'supervise2', kind, action: 'plan', input })
    expect(codeOf(await step(recordId, 'hold'))).toBe('accepted')
    expect(codeOf(await step(recordId, 'examine'))).toBe('conflict')
    expect(codeOf(await step(recordId, 'confirm'))).toBe('accepted')
  })

  test.for<[string, object, string]>([
    ['somebody of the county beside', { invited: ['clerk1', 'head3'] }, 'conflict'],
    ['somebody who does not exist', { invited: ['nobody'] }, 'conflict'],
    ['the same person twice', { invited: ['clerk1', 'clerk1'] }, 'invalid_input'],
    ['nobody', { invited: [] }, 'invalid_input'],
    ['no subject', { subjects: [] }, 'invalid_input'],
    ['a day that is none', { planned_on: '2026-02-30' }, 'invalid_input'],
  ])('is not planned for %s', async ([, changes, code]) => {
    const input = trainingInput(changes)
    expect(codeOf(await takeStep(database, { by: 'supervise2', kind, action: 'plan', input }))).toBe(code)
  })

  test('of the city invites people of the counties below', async () => {
    const input = trainingInput({ invited: ['clerk1', 'head3', 'headCity'] })
    expect(codeOf(await takeStep(database, { by: 'supervise1', kind, action: 'plan', input }))).toBe(
      'accepted',
    )
  })

  test.for<[string, object]>([
    ['before it was held', { ...heldInput, held_on: dayFromNow(1) }],
    ['with somebody uninvited', { ...heldInput, present: ['deputy1'] }],
  ])('is not recorded %s', async ([, input]) => {
    const recordId = await planned()
    expect(
      codeOf(await takeStep(database, { by: 'supervise2', kind, recordId, action: 'hold', input })),
    ).toBe('conflict')
  })

  test.for<[string, object, string]>([
    ['tomorrow', { ...examInput, examined_on: dayFromNow(1) }, 'conflict'],
    ['before it was held', { ...examInput, examined_on: dayFromNow(-1) }, 'conflict'],
    ['of somebody uninvited', { ...examInput, scores: [{ staff_id: 'deputy1', score: 1 }] }, 'conflict'],
    ['above a hundred', { ...examInput, scores: [{ staff_id: 'clerk1', score: 101 }] }, 'invalid_input'],
    ['twice of one person', { ...examInput, scores: [scores[0], scores[0]] }, 'invalid_input'],
  ])('takes no scores %s', async ([, input, code]) => {
    const recordId = await trainingIn('HELD')
    expect(
      codeOf(await takeStep(database, { by: 'supervise2', kind, recordId, action: 'examine', input })),
    ).toBe(code)
  })
})

describe('who may', () => {
  const unknown = ['supervise3', 'head3', 'system1']

  test.for(staffNames.map((name) => [name] as const))('%s confirm it', async ([name]) => {
    const code = codeOf(await step(await trainingIn('EXAMINED'), 'confirm', name))
    const may = ['head1', 'deputy1']
    expect(code).toBe(
      may.includes(name) ? 'accepted' : unknown.includes(name) ? 'not_found' : 'not_permitted',
    )
  })

  test.for(staffNames.map((name) => [name] as const))('%s plan one of the own unit', async ([name]) => {
    const input = trainingInput({ invited: [name] })
    const code = codeOf(await takeStep(database, { by: name, kind, action: 'plan', input }))
    const may = ['supervise1', 'supervise2', 'supervise3', 'auditor1']
    // For officers there is no business.
    expect(code).toBe(may.includes(name) ? 'accepted' : name === 'system1' ? 'not_found' : 'not_permitted')
  })
})
