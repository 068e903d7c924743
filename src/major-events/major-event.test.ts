import fc from 'fast-check'
import { sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import { caseIn } from '#cases/test-cases.ts'
import {
  codeOf,
  expectedCode,
  pairsOf,
  people,
  said,
  setUpReports,
  stored,
  takeStep,
} from '#periodic-reports/test-reports.ts'
import { testDatabase } from '#platform/postgres/test-database.ts'
import { acceptedAnswer } from '#records/test-acting.ts'
import type { EventStatus } from './event-codes.ts'
import { isUnderstated, minutesLate } from './lateness.ts'
import { majorEventKind } from './major-event.ts'

const database = await testDatabase()
beforeAll(() => setUpReports(database))

const step = (by: string, recordId: string | null, action: string, input: unknown = {}) =>
  takeStep(database, {
    ...{ by, kind: 'MAJOR_EVENT', recordId, action, input },
    ...(action === 'file' ? { files: ['EVENT_REPORT'] } : {}),
  })

const fields = {
  occurred_on: '2026-03-01',
  channel: 'SCREENING',
  schemes: ['110'],
  nature: 'FRAUD',
  people: [{ person_name: '某甲', position: '参保人家属' }],
  summary: '死亡后继续领取待遇十二个月',
  cause: '死亡信息未及时共享',
  measures: '已停发并追缴',
  transfer: 'NONE',
  case_ids: [] as string[],
  finding_ids: [],
  amount: '50000.00',
  loss: '50000.00',
  recovered: '0.00',
}
const hoursAgo = (hours: number): string => new Date(Date.now() - hours * 3_600_000).toISOString()
const draftInput = (changes: object = {}) => ({
  ...{ stage: 'FIRST', grade: '1', found_at: hoursAgo(2), ...fields },
  ...changes,
})

async function drafted(changes: object = {}): Promise<string> {
  return acceptedAnswer(await step('audit1', null, 'draft', draftInput(changes))).recordId
}

const inOneMonth = new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10)
const inputs: Readonly<Record<string, unknown>> = {
  redraft: draftInput({ amount: '60000.00' }),
  further: { stage: 'FOLLOW_UP', ...fields },
  return: { reason: '情节不清' },
  withdraw: { reason: '误报' },
  receive: { opinion: '已阅，请尽快追缴' },
  ask: { text: '请补报涉及人员', due_on: inOneMonth },
  obstruct: { text: '要求暂缓报告' },
  file: { asked_by: 'audit1' },
}
const doers: Readonly<Record<string, string>> = {
  ...{ sign: 'head1', return: 'head1', receive: 'supervise1', ask: 'supervise1' },
  file: 'system:test',
}
const doStep = (recordId: string, action: string, input: unknown = inputs[action] ?? {}) =>
  step(doers[action] ?? 'audit1', recordId, action, input)

const final = { stage: 'FINAL', ...fields }
const ways: Readonly<Record<EventStatus, readonly (readonly [string, unknown?])[]>> = {
  DRAFTED: [],
  RETURNED: [['return']],
  REPORTED: [['sign']],
  FURTHER_DRAFTED: [['sign'], ['further']],
  CLOSED: [['sign'], ['further', final], ['sign']],
  WITHDRAWN: [['withdraw']],
}
async function inStatus(status: EventStatus): Promise<string> {
  const recordId = await drafted()
  for (const [action, input] of ways[status]) acceptedAnswer(await doStep(recordId, action, input))
  return recordId
}

const { workflow } = majorEventKind()

describe('every status and every action', () => {
  test.for(pairsOf(workflow))('in %s: %s', async ([status, action]) => {
    const recordId = await inStatus(status as EventStatus)
    const leadsTo = [workflow[status]?.[action] ?? []].flat()
    const restated = { stage: 'RESTATEMENT', ...fields }
    const input = status === 'CLOSED' && action === 'further' ? restated : (inputs[action] ?? {})
    const answer = said(await doStep(recordId, action, input))
    if (leadsTo.length === 0) expect(answer).toContain('action_not_available')
    else expect(leadsTo).toContain(answer)
  })
})

describe('the first report', () => {
  test('of the first grade is due 24 hours after it was found, of the others after three working days', async () => {
    const found_at = '2026-11-12T07:30:00.000Z'
    const first = await stored(database, await drafted({ grade: '1', found_at }))
    expect(first.data.first_due_at).toBe('2026-11-13T07:30:00.000Z')
    // Found on a Thursday: Friday, Monday, Tuesday; the whole Tuesday counts.
    const second = await stored(database, await drafted({ grade: '2', found_at }))
    expect([second.data.first_due_at, second.due_day]).toEqual(['2026-11-17T16:00:00.000Z', '2026-11-17'])
  })

  test('is due by the limit that held on the day of finding', async () => {
    await sql`
      insert into register.rule_parameter (rule_code, parameter, valid_from, value, value_before, source_order)
      values
        ('WF-03', 'hours_1', '2025-06-01', '12', '24', 'order-1'),
        ('WF-03', 'days', '2025-06-01', '1', '3', 'order-1'),
        ('WF-03', 'hours_1', '2025-07-01', '24', '12', 'order-2'),
        ('WF-03', 'days', '2025-07-01', '3', '1', 'order-2')
    `.execute(database.owner)
    const dueOf = async (found_at: string, grade: string) =>
      (await stored(database, await drafted({ found_at, grade, occurred_on: null }))).data.first_due_at
    expect(await dueOf('2025-06-30T15:59:00.000Z', '1')).toBe('2025-07-01T03:59:00.000Z')
    expect(await dueOf('2025-06-30T16:00:00.000Z', '1')).toBe('2025-07-01T16:00:00.000Z')
    // 27 June 2025 is a Friday: the Monday after it.
    expect(await dueOf('2025-06-27T02:00:00.000Z', '3')).toBe('2025-06-30T16:00:00.000Z')
  })

  test('counts as reported when a leader signs, not when it is drafted', async () => {
    const recordId = await drafted({ found_at: hoursAgo(30) })
    const before = await stored(database, recordId)
    expect([before.data.first_reported_at, before.data.number]).toEqual([null, null])
    acceptedAnswer(await doStep(recordId, 'sign'))
    const { data, due_day } = await stored(database, recordId)
    expect(due_day).toBeNull()
    expect(data.number.text).toMatch(/^示例一县中心要情〔\d{4}〕\d+号$/)
    const late = minutesLate(data, new Date())
    expect(late).toBeGreaterThanOrEqual(6 * 60)
    expect(late).toBeLessThan(6 * 60 + 10)
  })

  test('takes numbers without gaps', async () => {
    const ids = [await drafted(), await drafted(), await drafted()]
    for (const recordId of ids) acceptedAnswer(await doStep(recordId, 'sign'))
    const numbers = await Promise.all(ids.map(async (id) => (await stored(database, id)).data.number.number))
    expect(numbers).toEqual([numbers[0], numbers[0] + 1, numbers[0] + 2])
  })

  test.for([
    ['a loss above the amount', { loss: '50000.01' }, 'the loss is more than the amount'],
    ['more recovered than there was', { recovered: '50000.01' }, 'more was recovered'],
    ['a find of tomorrow', { found_at: hoursAgo(-1) }, 'cannot have been found later'],
    ['a case that is not there', { case_ids: ['none'] }, 'there is no none in your region'],
    ['no scheme', { schemes: [] }, 'invalid_input'],
    ['an unknown field', { neighbourhood: 'X' }, 'invalid_input'],
  ] as const)('with %s is refused', async ([, changes, sentence]) => {
    expect(said(await step('audit1', null, 'draft', draftInput(changes)))).toContain(sentence)
  })

  test('links the cases of its own region only', async () => {
    const { recordId: own } = await caseIn(database, 'OPENED')
    expect(codeOf(await step('audit1', null, 'draft', draftInput({ case_ids: [own] })))).toBe('accepted')
    expect(codeOf(await step('auditBeside', null, 'draft', draftInput({ case_ids: [own] })))).toBe('conflict')
  })
})

describe('later reports', () => {
  test('leave what was signed as it is until they are signed themselves', async () => {
    const recordId = await inStatus('REPORTED')
    acceptedAnswer(await doStep(recordId, 'further', { stage: 'RESTATEMENT', ...fields, amount: '90000.00' }))
    expect((await stored(database, recordId)).data.facts.amount_fen).toBe('5000000')
    acceptedAnswer(await doStep(recordId, 'return'))
    const back = await stored(database, recordId)
    expect([back.status, back.data.pending, back.amount_fen]).toEqual(['REPORTED', null, 5_000_000n])
    acceptedAnswer(await doStep(recordId, 'further', { stage: 'RESTATEMENT', ...fields, amount: '90000.00' }))
    acceptedAnswer(await doStep(recordId, 'sign'))
    const { data, amount_fen } = await stored(database, recordId)
    expect([data.reports.length, data.facts.amount_fen, amount_fen]).toEqual([2, '9000000', 9_000_000n])
  })

  test('after the final one only a restated one, and the event stays closed', async () => {
    const recordId = await inStatus('CLOSED')
    expect(said(await doStep(recordId, 'further'))).toContain('only a restated one')
    acceptedAnswer(await doStep(recordId, 'further', { stage: 'RESTATEMENT', ...fields }))
    expect(said(await doStep(recordId, 'sign'))).toBe('CLOSED')
  })

  test('answer what was asked for from above', async () => {
    const recordId = await inStatus('REPORTED')
    acceptedAnswer(await doStep(recordId, 'ask'))
    expect((await stored(database, recordId)).due_day).toBe(inOneMonth)
    acceptedAnswer(await doStep(recordId, 'further'))
    acceptedAnswer(await doStep(recordId, 'sign'))
    const { data, due_day } = await stored(database, recordId)
    expect([data.asked[0].answered_at !== null, due_day]).toEqual([true, null])
  })
})

describe('too little reported', () => {
  test('is less than nine tenths of what was confirmed, exactly', () => {
    fc.assert(
      fc.property(fc.bigInt(0n, 10n ** 13n), fc.bigInt(0n, 10n ** 13n), (reported, confirmed) => {
        expect(isUnderstated(reported, confirmed, 900_000n)).toBe(reported * 10n < confirmed * 9n)
      }),
    )
    expect([isUnderstated(90n, 100n, 900_000n), isUnderstated(89n, 100n, 900_000n)]).toEqual([false, true])
  })

  test('confirmed is what a second person approved', async () => {
    const { recordId: open } = await caseIn(database, 'CONCLUDED', { rows: [700_000] })
    const { recordId: approved } = await caseIn(database, 'HANDLING', { rows: [700_000] })
    const { rows } = await sql<{ case_id: string; loss_fen: bigint }>`
      select case_id, loss_fen from app.confirmed_case where case_id in (${open}, ${approved})
    `.execute(database.db)
    expect(rows).toEqual([{ case_id: approved, loss_fen: 700_000n }])
  })
})

const makers = ['INTERNAL_AUDIT', 'SUPERVISION']
const leaders = ['UNIT_HEAD', 'DEPUTY_HEAD']
const allowed: Readonly<Record<string, (place: string, duty: string) => boolean>> = {
  sign: (place, duty) => place === 'county' && leaders.includes(duty),
  return: (place, duty) => place === 'county' && leaders.includes(duty),
  further: (place, duty) => place === 'county' && makers.includes(duty),
  receive: (place, duty) => place === 'city' && duty === 'SUPERVISION',
  ask: (place, duty) => place === 'city' && duty === 'SUPERVISION',
  obstruct: (_place, duty) => makers.includes(duty),
}
const before: Readonly<Record<string, EventStatus>> = { sign: 'DRAFTED', return: 'DRAFTED' }

test.for(Object.keys(allowed))(
  '%s is for those whom the papers name',
  { timeout: 120_000 },
  async (action) => {
    const wrong: string[] = []
    let recordId = await inStatus(before[action] ?? 'REPORTED')
    for (const person of Object.keys(people)) {
      const code = codeOf(await step(person, recordId, action, inputs[action] ?? {}))
      const expected = expectedCode(person, allowed[action]!)
      if (code !== expected) wrong.push(`${person}: ${code} instead of ${expected}`)
      if (code === 'accepted') recordId = await inStatus(before[action] ?? 'REPORTED')
    }
    expect(wrong).toEqual([])
  },
)
