import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import { codeOf } from '#records/test-acting.ts'
import { type AssessmentStatus, assessmentStatuses } from '../duty-codes.ts'
import { dayFromNow, doStep, setUpDuties, staffNames, stored, takeStep } from '../test-duties.ts'
import type { AssessmentData } from './assessment-data.ts'

const database = await setUpDuties()
const kind = 'ASSESSMENT' as const
const thisYear = Number(dayFromNow(0).slice(0, 4))

const clerks: string[] = []
/** Somebody of the unit of whom there is no assessment. */
async function newClerk(): Promise<string> {
  const id = `worker${clerks.length + 1}`
  clerks.push(id)
  await sql`
    insert into app.staff_member (staff_id, name, agency_id, status)
    values (${id}, ${id}, 'A990101', 'ON_POST')
  `.execute(database.owner)
  await sql`insert into app.authority_epoch (staff_id, epoch) values (${id}, 1)`.execute(database.owner)
  await sql`
    insert into app.role_grant (grant_id, staff_id, role, regions, valid_from, origin)
    values (${`grant-${id}`}, ${id}, 'ENTRY', '{990101}', '2018-01-01', 'INIT')
  `.execute(database.owner)
  return id
}

const draftOf = (staff_id: string, changes: object = {}) => ({
  ...{ staff_id, year: thisYear, result: 'COMPETENT', comment: '履职到位，差错率低' },
  ...changes,
})
const approval = { result: 'COMPETENT', commendation: 'MAY', opinion: '同意' }
const inputs: Readonly<Record<string, unknown>> = {
  read: { statement: '三月差错系系统故障所致' },
  pass_over: { reason: '期满未阅签' },
  redraft: { result: 'EXCELLENT', comment: '补充评语' },
  approve: approval,
  return: { reason: '评语过简' },
  withdraw: { reason: '人员调离' },
  appeal: { reason: '差错已更正' },
  decide_appeal: { outcome: 'UPHELD', opinion: '事实清楚' },
}
const doers: Readonly<Record<string, string>> = {
  approve: 'head1',
  return: 'head1',
  decide_appeal: 'headCity',
}

async function step(recordId: string, action: string, given: { by?: string; input?: unknown } = {}) {
  const { data } = await stored<AssessmentData>(database, recordId)
  const isOwn = action === 'read' || action === 'appeal'
  const by = given.by ?? (isOwn ? data.staff_id : (doers[action] ?? 'auditor1'))
  return takeStep(database, { by, kind, recordId, action, input: given.input ?? inputs[action] })
}

const paths: Readonly<Record<AssessmentStatus, readonly string[]>> = {
  DRAFTED: [],
  READ: ['read'],
  RETURNED: ['read', 'return'],
  DECIDED: ['read', 'approve'],
  APPEALED: ['read', 'approve', 'appeal'],
  FINAL: ['read', 'approve', 'appeal', 'decide_appeal'],
  WITHDRAWN: ['withdraw'],
}

async function assessmentIn(status: AssessmentStatus, of?: string): Promise<string> {
  const staffId = of ?? (await newClerk())
  const input = draftOf(staffId)
  const recordId = await doStep(database, { by: 'auditor1', kind, action: 'draft', input })
  for (const action of paths[status])
    expect([action, codeOf(await step(recordId, action))]).toEqual([action, 'accepted'])
  return recordId
}

describe('an assessment', () => {
  const allowed: Readonly<Record<AssessmentStatus, readonly string[]>> = {
    DRAFTED: ['read', 'withdraw'],
    READ: ['approve', 'return'],
    RETURNED: ['redraft', 'withdraw'],
    DECIDED: ['appeal'],
    APPEALED: ['decide_appeal'],
    FINAL: [],
    WITHDRAWN: [],
  }
  const pairs = (Object.keys(assessmentStatuses) as AssessmentStatus[]).flatMap((status) =>
    Object.keys(inputs).map((action) => [status, action] as const),
  )
  test.for(pairs)('%s × %s', async ([status, action]) => {
    const recordId = await assessmentIn(status)
    const code = codeOf(await step(recordId, action))
    // The five working days of the person are not over.
    const isEarly = status === 'DRAFTED' && action === 'pass_over'
    expect(code).toBe(
      allowed[status].includes(action) ? 'accepted' : isEarly ? 'conflict' : 'action_not_available',
    )
  })

  test('goes on without the person once five working days are over', async () => {
    const recordId = await assessmentIn('DRAFTED')
    await sql`
      update app.record
      set data = jsonb_set(data, '{proposed,at}', to_jsonb(${`${dayFromNow(-20)}T01:00:00.000Z`}::text))
      where record_id = ${recordId}
    `.execute(database.owner)
    expect(codeOf(await step(recordId, 'pass_over'))).toBe('accepted')
    const { data } = await stored<AssessmentData>(database, recordId)
    expect(data).toMatchObject({ read: null, passed_over: { by: 'auditor1', reason: '期满未阅签' } })
  })

  test('keeps what the person said, and asks him anew after a correction', async () => {
    const recordId = await assessmentIn('RETURNED')
    const before = await stored<AssessmentData>(database, recordId)
    expect(before.data.read).toMatchObject({ statement: '三月差错系系统故障所致' })
    expect(codeOf(await step(recordId, 'redraft'))).toBe('accepted')
    const after = await stored<AssessmentData>(database, recordId)
    expect(after.data).toMatchObject({ read: null, proposed: { result: 'EXCELLENT' } })
    expect(codeOf(await step(recordId, 'read', { input: {} }))).toBe('accepted')
    // The same head decides in the next round.
    expect(codeOf(await step(recordId, 'approve'))).toBe('accepted')
  })

  test('has its to-dos with the person, the head, and then whoever is above', async () => {
    const waiting = async (recordId: string) => {
      const { rows } = await sql<{ duty: string; agency_id: string; assigned_to: string | null }>`
        select duty, agency_id, assigned_to
        from app.to_do
        where record_id = ${recordId} and closed_at is null
        order by duty
      `.execute(database.owner)
      return rows
    }
    const recordId = await assessmentIn('DRAFTED')
    const { data } = await stored<AssessmentData>(database, recordId)
    expect(await waiting(recordId)).toMatchObject([{ agency_id: 'A990101', assigned_to: data.staff_id }])
    await step(recordId, 'read')
    expect(await waiting(recordId)).toMatchObject([{ duty: 'UNIT_HEAD', agency_id: 'A990101' }])
    await step(recordId, 'approve')
    await step(recordId, 'appeal')
    expect(await waiting(recordId)).toMatchObject([
      { duty: 'DISCIPLINE', agency_id: 'A990101' },
      { duty: 'UNIT_HEAD', agency_id: 'A990100' },
    ])
  })
})

describe('of an assessment', () => {
  test.for<[string, object, string]>([
    ['somebody of the county beside', { staff_id: 'head3' }, 'conflict'],
    ['somebody who does not exist', { staff_id: 'nobody' }, 'conflict'],
    ['a year that has not begun', { year: thisYear + 1 }, 'conflict'],
    ['himself', { staff_id: 'auditor1' }, 'not_permitted'],
    ['a result that there is not', { result: 'GOOD' }, 'invalid_input'],
    ['no words', { comment: ' ' }, 'invalid_input'],
  ])('none is drafted of %s', async ([, changes, code]) => {
    const input = draftOf(await newClerk(), changes)
    expect(codeOf(await takeStep(database, { by: 'auditor1', kind, action: 'draft', input }))).toBe(code)
  })

  test('there is one a person and period', async () => {
    const staffId = await newClerk()
    const draft = (changes: object = {}) =>
      takeStep(database, { by: 'auditor1', kind, action: 'draft', input: draftOf(staffId, changes) })
    expect(codeOf(await draft())).toBe('accepted')
    expect(codeOf(await draft())).toBe('conflict')
    expect(codeOf(await draft({ half: 'H1' }))).toBe('accepted')
    expect(codeOf(await draft({ year: thisYear - 1 }))).toBe('accepted')
  })

  test('commendation goes with the result', async () => {
    const recordId = await assessmentIn('READ')
    const decide = (result: string, commendation: string) =>
      step(recordId, 'approve', { input: { ...approval, result, commendation } })
    expect(codeOf(await decide('BARELY', 'MAY'))).toBe('conflict')
    expect(codeOf(await decide('NOT', 'MAY'))).toBe('conflict')
    expect(codeOf(await decide('EXCELLENT', 'MAY_NOT'))).toBe('accepted')
  })

  test('the appeal comes within thirty days, and once', async () => {
    const decidedOn = async (recordId: string, days: number) =>
      sql`
        update app.record
        set data = jsonb_set(data, '{decided,at}', to_jsonb(${`${dayFromNow(-days)}T04:00:00.000Z`}::text))
        where record_id = ${recordId}
      `.execute(database.owner)
    const recordId = await assessmentIn('DECIDED')
    await decidedOn(recordId, 31)
    expect(codeOf(await step(recordId, 'appeal'))).toBe('not_permitted')
    await decidedOn(recordId, 30)
    expect(codeOf(await step(recordId, 'appeal'))).toBe('accepted')
    expect(codeOf(await step(recordId, 'decide_appeal'))).toBe('accepted')
    expect(codeOf(await step(recordId, 'appeal'))).toBe('action_not_available')
  })

  test('the appeal changes the result as a whole, or not at all', async () => {
    const recordId = await assessmentIn('APPEALED')
    const decide = (input: object) =>
      step(recordId, 'decide_appeal', { input: { opinion: '复核', ...input } })
    expect(codeOf(await decide({ outcome: 'CHANGED' }))).toBe('conflict')
    expect(codeOf(await decide({ outcome: 'CHANGED', result: 'EXCELLENT' }))).toBe('conflict')
    expect(codeOf(await decide({ outcome: 'UPHELD', result: 'NOT', commendation: 'MAY_NOT' }))).toBe(
      'conflict',
    )
    expect(codeOf(await decide({ outcome: 'CHANGED', result: 'NOT', commendation: 'MAY' }))).toBe('conflict')
    expect(codeOf(await decide({ outcome: 'CHANGED', result: 'EXCELLENT', commendation: 'MAY' }))).toBe(
      'accepted',
    )
    const { data } = await stored<AssessmentData>(database, recordId)
    expect(data.decided?.result).toBe('COMPETENT')
    expect(data.appeal_decided).toMatchObject({ outcome: 'CHANGED', result: 'EXCELLENT', by: 'headCity' })
  })

  test('the one about the unit’s head is decided by the head above', async () => {
    const recordId = await assessmentIn('READ', 'head1')
    expect((await stored<AssessmentData>(database, recordId)).data.is_head).toBe(true)
    const { rows } = await sql<{ agency_id: string }>`
      select agency_id from app.to_do where record_id = ${recordId} and closed_at is null order by agency_id
    `.execute(database.owner)
    expect(rows).toEqual([{ agency_id: 'A990100' }])
    expect(codeOf(await step(recordId, 'approve', { by: 'head1' }))).toBe('not_permitted')
    expect(codeOf(await step(recordId, 'approve', { by: 'headCity' }))).toBe('accepted')
  })
})

describe('who may', () => {
  /** Beside the county, and for officers, it does not exist. */
  const unknown = ['supervise3', 'head3', 'system1']
  const expected = (name: string, may: readonly string[]) =>
    may.includes(name) ? 'accepted' : unknown.includes(name) ? 'not_found' : 'not_permitted'
  const everybody = staffNames.map((name) => [name] as const)

  test.for(everybody)('%s draft one', async ([name]) => {
    const input = draftOf(await newClerk())
    const code = codeOf(await takeStep(database, { by: name, kind, action: 'draft', input }))
    const own = ['supervise2', 'head1', 'deputy1', 'clerk1', 'system1', 'auditor1']
    if (own.includes(name)) expect(code).toBe(expected(name, ['auditor1']))
    // Of another unit nobody is on post at theirs.
    else expect(code).toBe('not_permitted')
  })

  test.for(everybody)('%s decide one', async ([name]) => {
    const recordId = await assessmentIn('READ')
    expect(codeOf(await step(recordId, 'approve', { by: name }))).toBe(expected(name, ['head1', 'headCity']))
  })

  test.for(everybody)('%s read and appeal that of somebody else', async ([name]) => {
    const drafted = await assessmentIn('DRAFTED')
    expect(codeOf(await step(drafted, 'read', { by: name }))).toBe(expected(name, []))
    const decided = await assessmentIn('DECIDED')
    expect(codeOf(await step(decided, 'appeal', { by: name }))).toBe(expected(name, []))
  })

  test.for(everybody)('%s decide an appeal', async ([name]) => {
    const recordId = await assessmentIn('APPEALED')
    expect(codeOf(await step(recordId, 'decide_appeal', { by: name }))).toBe(expected(name, ['headCity']))
  })

  test('even an officer reads what is said of himself', async () => {
    const recordId = await assessmentIn('DRAFTED', 'system1')
    expect(codeOf(await step(recordId, 'read', { by: 'clerk1' }))).toBe('not_permitted')
    expect(codeOf(await step(recordId, 'read'))).toBe('accepted')
  })
})
