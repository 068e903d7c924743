import { sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import { testDatabase } from '#platform/postgres/test-database.ts'
import { acceptedAnswer, codeOf } from '#records/test-acting.ts'
import { inspectionKind } from './define-inspection.ts'
import type { InspectionStatus } from './inspection-codes.ts'
import {
  closedDaysAgo,
  dayFromNow,
  doStep,
  factInput,
  inspectionIn,
  inspectionInput,
  letDeadlinePass,
  opinionInput,
  paperInput,
  setUpInspections,
  storedInspection,
  takeStep,
} from './test-inspections.ts'

const database = await testDatabase()

beforeAll(() => setUpInspections(database))

/** Everything that is possible; what is not here is not. Written a second time, from issue 6 and platform.md 19. */
const possible: Readonly<Partial<Record<InspectionStatus, Readonly<Record<string, string>>>>> = {
  PREPARED: {
    ...{ revise: 'PREPARED', return: 'PREPARED', issue: 'NOTIFIED', cancel: 'CANCELLED' },
    // Steps of the unit, which does not know of it before the notice.
    ...{ answer: 'not_found', rectify: 'not_found' },
  },
  NOTIFIED: { begin: 'UNDER_WAY', change_team: 'NOTIFIED', file_notice: 'NOTIFIED', cancel: 'CANCELLED' },
  UNDER_WAY: {
    ...{ work: 'UNDER_WAY', fact: 'UNDER_WAY', withdraw_fact: 'UNDER_WAY', change_team: 'UNDER_WAY' },
    ...{ file_notice: 'UNDER_WAY', ask_statement: 'AWAITING_STATEMENT' },
  },
  AWAITING_STATEMENT: {
    ...{ answer: 'AWAITING_STATEMENT', waive: 'AWAITING_STATEMENT', resume: 'UNDER_WAY' },
    // Before the last day, and before the unit was heard.
    ...{ end_statement: 'conflict', propose: 'conflict' },
  },
  OPINION_PROPOSED: { approve: 'RECTIFYING', return_opinion: 'AWAITING_STATEMENT' },
  RECTIFYING: {
    ...{ rectify: 'RECTIFYING', extend: 'RECTIFYING', file_opinion: 'RECTIFYING' },
    // Nothing was reported, and nothing is verified.
    ...{ verify: 'conflict', send_back: 'conflict', close: 'conflict' },
  },
  // Twelve months are not over.
  CLOSED: { file_opinion: 'CLOSED', look_back: 'conflict' },
  // Before its notice.
  CANCELLED: { answer: 'not_found', rectify: 'not_found' },
}

const actions = Object.keys(inspectionKind().actions).filter((action) => action !== 'open')
const statuses = Object.keys(possible) as InspectionStatus[]

test.for(statuses)('what may be done with an inspection that is %s', { timeout: 180_000 }, async (status) => {
  const wrong: string[] = []
  let recordId = await inspectionIn(database, status)
  for (const action of actions) {
    const code = codeOf(await doStep(database, { recordId, action }))
    const wanted = possible[status]![action]
    const isRefused = wanted === 'conflict' || wanted === 'not_found'
    const expected = wanted === undefined ? 'action_not_available' : isRefused ? wanted : 'accepted'
    const after = (await storedInspection(database, recordId)).status
    const isThere = expected === 'accepted' ? after === wanted : after === status
    if (code !== expected || !isThere) wrong.push(`${action}: ${code}, then ${after}`)
    if (code === 'accepted') recordId = await inspectionIn(database, status)
  }
  expect(wrong).toEqual([])
})

const step = (
  recordId: string,
  action: string,
  changes: { by?: string; input?: unknown; files?: string[] } = {},
) => takeStep(database, { by: 'supervise1', recordId, action, ...changes })

describe('an opinion', () => {
  test('waits for the unit: until it has said everything, its days are over, or a leader waives them', async () => {
    const recordId = await inspectionIn(database, 'AWAITING_STATEMENT')
    const more = { text: '部分不属实，材料后补', is_final: false }
    acceptedAnswer(await step(recordId, 'answer', { by: 'head1', input: more }))
    expect(codeOf(await doStep(database, { recordId, action: 'propose' }))).toBe('conflict')
    expect(codeOf(await doStep(database, { recordId, action: 'end_statement' }))).toBe('conflict')
    await letDeadlinePass(database, recordId)
    acceptedAnswer(await doStep(database, { recordId, action: 'end_statement' }))
    const { data } = await storedInspection(database, recordId)
    // It did answer: there is no absence to record.
    expect(data.statement).toMatchObject({ ended_on: dayFromNow(0), absence: null })
    expect(codeOf(await doStep(database, { recordId, action: 'answer' }))).toBe('conflict')
    acceptedAnswer(await doStep(database, { recordId, action: 'propose' }))
  })

  test('gives at least five working days', async () => {
    const recordId = await inspectionIn(database, 'UNDER_WAY')
    expect(codeOf(await step(recordId, 'ask_statement', { input: { working_days: 4 } }))).toBe(
      'invalid_input',
    )
    acceptedAnswer(await doStep(database, { recordId, action: 'ask_statement' }))
    const { due_day } = await storedInspection(database, recordId)
    let worked = 0
    for (let days = 1; dayFromNow(days) <= String(due_day); days += 1) {
      if (![0, 6].includes(new Date(`${dayFromNow(days)}T00:00:00Z`).getUTCDay())) worked += 1
    }
    expect(worked).toBe(5)
  })

  test('has an item for every fact that stands, and none for another', async () => {
    const recordId = await inspectionIn(database, 'UNDER_WAY')
    acceptedAnswer(await step(recordId, 'fact', { input: factInput({ title: '一人通办' }) }))
    const [first, second] = (await storedInspection(database, recordId)).data.facts.map(
      ({ fact_id }) => fact_id,
    )
    acceptedAnswer(await doStep(database, { recordId, action: 'ask_statement' }))
    acceptedAnswer(await doStep(database, { recordId, action: 'answer' }))
    expect(codeOf(await step(recordId, 'propose', { input: opinionInput([first!]) }))).toBe('invalid_input')
    expect(codeOf(await step(recordId, 'propose', { input: opinionInput([first!, second!, 'x']) }))).toBe(
      'invalid_input',
    )
    const past = opinionInput([first!, second!]) as { items: { due_on: string }[] }
    past.items[1]!.due_on = dayFromNow(-1)
    expect(codeOf(await step(recordId, 'propose', { input: past }))).toBe('invalid_input')
    acceptedAnswer(await step(recordId, 'propose', { input: opinionInput([first!, second!]) }))
  })

  test('after facts were changed the unit is heard anew', async () => {
    const recordId = await inspectionIn(database, 'AWAITING_STATEMENT')
    acceptedAnswer(await doStep(database, { recordId, action: 'answer' }))
    acceptedAnswer(await doStep(database, { recordId, action: 'resume' }))
    acceptedAnswer(await doStep(database, { recordId, action: 'withdraw_fact' }))
    expect(codeOf(await doStep(database, { recordId, action: 'withdraw_fact' }))).toBe('conflict')
    acceptedAnswer(await doStep(database, { recordId, action: 'ask_statement' }))
    const { data } = await storedInspection(database, recordId)
    expect(data.earlier_statements).toHaveLength(1)
    expect(codeOf(await step(recordId, 'propose', { input: opinionInput([]) }))).toBe('conflict')
  })

  test('without anything to put right closes the inspection', async () => {
    const recordId = await inspectionIn(database, 'UNDER_WAY')
    acceptedAnswer(await doStep(database, { recordId, action: 'withdraw_fact' }))
    acceptedAnswer(await doStep(database, { recordId, action: 'ask_statement' }))
    acceptedAnswer(await doStep(database, { recordId, action: 'answer' }))
    acceptedAnswer(await step(recordId, 'propose', { input: opinionInput([]) }))
    expect(await doStep(database, { recordId, action: 'approve' })).toMatchObject({ status: 'CLOSED' })
  })
})

describe('work at the unit', () => {
  test('an interview names who was there, and no day lies ahead', async () => {
    const recordId = await inspectionIn(database, 'UNDER_WAY')
    const interview = paperInput({ method: 'INTERVIEW' })
    expect(codeOf(await step(recordId, 'work', { input: interview }))).toBe('invalid_input')
    acceptedAnswer(await step(recordId, 'work', { input: { ...interview, present: ['某科长'] } }))
    const ahead = paperInput({ done_on: dayFromNow(1) })
    expect(codeOf(await step(recordId, 'work', { input: ahead }))).toBe('invalid_input')
  })

  test('a fact rests on a paper, and names only findings and cases of the unit', async () => {
    const recordId = await inspectionIn(database, 'NOTIFIED')
    acceptedAnswer(await doStep(database, { recordId, action: 'begin' }))
    expect(codeOf(await doStep(database, { recordId, action: 'fact' }))).toBe('conflict')
    expect(codeOf(await doStep(database, { recordId, action: 'ask_statement' }))).toBe('conflict')
    acceptedAnswer(await doStep(database, { recordId, action: 'work' }))
    const strange = factInput({ finding_ids: ['0123456789abcdef'] })
    expect(codeOf(await step(recordId, 'fact', { input: strange }))).toBe('invalid_input')
    expect(codeOf(await step(recordId, 'fact', { input: factInput({ case_ids: ['C1'] }) }))).toBe(
      'invalid_input',
    )
  })

  test('periods have a beginning before their end', async () => {
    for (const changes of [{ looked_to: '2024-12-31' }, { planned_to: dayFromNow(-1) }]) {
      const input = inspectionInput(changes)
      const answer = await takeStep(database, { by: 'auditCity', recordId: null, action: 'open', input })
      expect(codeOf(answer)).toBe('invalid_input')
    }
  })
})

describe('rectification', () => {
  test('is reported with evidence, sent back, reported again, and verified by somebody else', async () => {
    const recordId = await inspectionIn(database, 'RECTIFYING')
    const item_id = (await storedInspection(database, recordId)).data.items[0]!.item_id
    const report = { item_id, text: '已整改' }
    const bare = await step(recordId, 'rectify', { by: 'auditor1', input: report })
    expect(codeOf(bare)).toBe('invalid_input')
    acceptedAnswer(await doStep(database, { recordId, action: 'rectify' }))
    expect(codeOf(await doStep(database, { recordId, action: 'rectify' }))).toBe('conflict')
    acceptedAnswer(await doStep(database, { recordId, action: 'send_back' }))
    expect(codeOf(await doStep(database, { recordId, action: 'verify' }))).toBe('conflict')
    acceptedAnswer(await doStep(database, { recordId, action: 'rectify' }))
    acceptedAnswer(await doStep(database, { recordId, action: 'verify' }))
    expect(codeOf(await doStep(database, { recordId, action: 'verify' }))).toBe('conflict')
    expect(await doStep(database, { recordId, action: 'close' })).toMatchObject({ status: 'CLOSED' })
  })

  test('is due on the day of the opinion, and only later by a leader', async () => {
    const recordId = await inspectionIn(database, 'RECTIFYING')
    const dueDay = async () => String((await storedInspection(database, recordId)).due_day)
    expect(await dueDay()).toBe(dayFromNow(30))
    const item_id = (await storedInspection(database, recordId)).data.items[0]!.item_id
    const earlier = { item_id, due_on: dayFromNow(30), reason: '说明' }
    expect(codeOf(await step(recordId, 'extend', { by: 'headCity', input: earlier }))).toBe('invalid_input')
    acceptedAnswer(await doStep(database, { recordId, action: 'extend' }))
    expect(await dueDay()).toBe(dayFromNow(90))
  })
})

describe('the look-back (R-WF-13)', () => {
  async function addFinding(rule: string, daysAgo: number): Promise<void> {
    await sql`
      insert into app.finding (
        finding_id, standard_version, rule_code, rule_version, level, subject_kind, subject_id, person_name,
        period_from, period_to, amount_fen, evidence_count, explanation, regions, owner_region, agency_id, sources,
        episode, status, open_amount_fen, first_found_at, last_found_at, last_as_of
      )
      values (
        substr(md5(random()::text), 1, 16), 1, ${rule}, 1, 1, 'person', 'P1', '某甲', '2026-01', '2026-01', 100, 0,
        '说明', '{990101}', '990101', 'A990101', '{RUN}', 1, 'OPEN', 100,
        clock_timestamp() - make_interval(days => ${daysAgo}),
        clock_timestamp() - make_interval(days => ${daysAgo}), current_date
      )
    `.execute(database.owner)
  }
  const lookBack = (recordId: string, result: string) =>
    step(recordId, 'look_back', { input: { result, note: '复核台账' } })

  test('that nothing came back is said after twelve months', async () => {
    const recordId = await inspectionIn(database, 'CLOSED')
    expect(codeOf(await lookBack(recordId, 'RECURRED'))).toBe('invalid_input')
    await closedDaysAgo(database, recordId, 360)
    expect(codeOf(await lookBack(recordId, 'NOT_RECURRED'))).toBe('conflict')
    await closedDaysAgo(database, recordId, 367)
    expect(await lookBack(recordId, 'NOT_RECURRED')).toMatchObject({ status: 'LOOKED_BACK' })
  })

  test('findings of other rules, or from before the close or after twelve months, are none', async () => {
    const recordId = await inspectionIn(database, 'CLOSED')
    await closedDaysAgo(database, recordId, 400)
    await addFinding('ACC-01', 100)
    await addFinding('DTH-01', 401)
    await addFinding('DTH-01', 5)
    expect(codeOf(await lookBack(recordId, 'RECURRED'))).toBe('invalid_input')
    expect(await lookBack(recordId, 'NOT_RECURRED')).toMatchObject({ status: 'LOOKED_BACK' })
  })

  test('that something came back is said at once, and the findings are named', async () => {
    const recordId = await inspectionIn(database, 'CLOSED')
    await closedDaysAgo(database, recordId, 50)
    await addFinding('DTH-01', 20)
    expect(codeOf(await lookBack(recordId, 'NOT_RECURRED'))).toBe('invalid_input')
    expect(await lookBack(recordId, 'RECURRED')).toMatchObject({ status: 'LOOKED_BACK' })
  })
})
