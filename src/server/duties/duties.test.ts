import { sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import { accessFunctions, extendCatalogue } from '#access/functions/catalogue.ts'
import { dutyFunctions } from '#duties/duty-access.ts'
import { dutyKinds } from '#duties/duty-kinds.ts'
import {
  addPost,
  dayFromNow,
  doStep,
  matterInput,
  type StaffName,
  setUpDuties,
  trainingInput,
} from '#duties/test-duties.ts'
import { signedIn, type TestBrowser } from '../test-browser.ts'
import { addPerson, startTestServer } from '../test-server.ts'

const database = await setUpDuties()
const names = ['supervise1', 'supervise2', 'head1', 'clerk1', 'head3', 'system1'] as const
const browsers = {} as Record<(typeof names)[number], TestBrowser>
const year = Number(dayFromNow(0).slice(0, 4))

async function trained(
  changes: object,
  present: readonly string[],
  scores: readonly object[],
): Promise<void> {
  const kind = 'TRAINING' as const
  const { pass_mark, ...rest } = trainingInput(changes)
  const input = scores.length === 0 ? rest : { ...rest, pass_mark }
  const recordId = await doStep(database, { by: 'supervise2', kind, action: 'plan', input })
  const held = { held_on: dayFromNow(0), present, note: '按计划举办' }
  await doStep(database, { by: 'supervise2', kind, recordId, action: 'hold', input: held })
  if (scores.length > 0) {
    const exam = { examined_on: dayFromNow(0), scores }
    await doStep(database, { by: 'supervise2', kind, recordId, action: 'examine', input: exam })
  }
  await doStep(database, { by: 'head1', kind, recordId, action: 'confirm' })
}

beforeAll(async () => {
  await trained(
    { title: '业务培训' },
    ['clerk1', 'auditor1'],
    [
      { staff_id: 'clerk1', score: 60 },
      { staff_id: 'auditor1', score: 59 },
    ],
  )
  await trained({ title: '警示教育', kind: 'WARNING' }, ['clerk1', 'head1'], [])
  // Not confirmed yet: it reaches nobody.
  const waiting = trainingInput({ title: '下月培训', invited: ['deputy1'], planned_on: dayFromNow(40) })
  await doStep(database, { by: 'supervise2', kind: 'TRAINING', action: 'plan', input: waiting })
  await doStep(database, {
    by: 'supervise1',
    kind: 'SUPERVISED_MATTER',
    action: 'order',
    input: matterInput(),
  })
  const postId = await addPost(database.owner, 'clerk1', { startedOn: `${year - 4}-03-01`, isKey: true })
  const line = {
    staff_id: 'clerk1',
    post_id: postId,
    planned_on: dayFromNow(5),
    to: '档案岗',
    handover: '当面交接',
  }
  const kind = 'ROTATION_PLAN' as const
  const plan = { year, lines: [line], note: '三年轮岗' }
  const recordId = await doStep(database, { by: 'supervise2', kind, action: 'propose', input: plan })
  await doStep(database, { by: 'head1', kind, recordId, action: 'approve' })
  const server = await startTestServer(database, {
    kinds: dutyKinds(),
    catalogue: extendCatalogue(accessFunctions, dutyFunctions),
  })
  for (const name of names) {
    await addPerson(database, { staffId: name })
    browsers[name] = await signedIn(server, name)
  }
})

type Item = Record<string, unknown>
type Who = Extract<StaffName, keyof typeof browsers>

async function listed(who: Who, query: string): Promise<Item[]> {
  const answer = await browsers[who].get(`/api/duties?${query}`)
  expect(answer.status, answer.text).toBe(200)
  return answer.body.items as Item[]
}

describe('duties', () => {
  test('of trainings say who was invited, came, was examined and passed', async () => {
    const rows = await listed('head1', 'kind=TRAINING')
    const figures = rows.map(({ title, status, people, came, examined, passed }) => [
      ...[title, status, people, came, examined, passed],
    ])
    expect(figures.sort()).toEqual([
      ['下月培训', 'PLANNED', 1, 0, 0, 0],
      ['业务培训', 'CLOSED', 3, 2, 2, 1],
      ['警示教育', 'CLOSED', 3, 2, 0, 0],
    ])
    expect(rows.at(-1)!.title).toBe('下月培训')
  })

  test('of rotation plans say who has moved', async () => {
    const [before] = await listed('supervise1', 'kind=ROTATION_PLAN')
    expect(before).toMatchObject({ title: `${year} 年轮岗计划`, people: 1, came: 0, due_on: `${year}-12-31` })
    await sql`
      update app.post_assignment
      set ended_on = ${dayFromNow(0)}::date
      where staff_id = 'clerk1' and started_on = ${`${year - 4}-03-01`}::date
    `.execute(database.owner)
    const [after] = await listed('supervise1', 'kind=ROTATION_PLAN')
    expect(after).toMatchObject({ people: 1, came: 1 })
  })

  test('of matters say who ordered them, and when the unit reported', async () => {
    const [matter] = await listed('head1', 'kind=SUPERVISED_MATTER')
    expect(matter).toMatchObject({
      title: '逾期疑点清零',
      status: 'ORDERED',
      due_on: dayFromNow(20),
      done_on: null,
    })
    expect(matter!.ordered_by).not.toBeNull()
    const kind = 'SUPERVISED_MATTER'
    const recordId = String(matter!.record_id)
    await doStep(database, { by: 'head1', kind, recordId, action: 'report', input: { result: '已全部核查' } })
    const [reported] = await listed('head1', 'kind=SUPERVISED_MATTER')
    // As in the calendar: the unit has done its part.
    expect(reported).toMatchObject({ status: 'REPORTED', done_on: dayFromNow(0) })
  })

  test.for(['TRAINING', 'ROTATION_PLAN', 'SUPERVISED_MATTER'])('of %s are of one’s scope', async (kind) => {
    expect(await listed('head3', `kind=${kind}`)).toEqual([])
    expect(await listed('system1', `kind=${kind}`)).toEqual([])
    expect((await listed('supervise1', `kind=${kind}`)).length).toBeGreaterThan(0)
    expect(await listed('supervise1', `kind=${kind}&region=990102`)).toEqual([])
  })

  test('reached are the people of confirmed trainings of that year, each once', async () => {
    const of = async (who: Who, asked = year) => {
      const answer = await browsers[who].get(`/api/duties/training-coverage?year=${asked}`)
      expect(answer.status, answer.text).toBe(200)
      return answer.body.items as Item[]
    }
    const county = (await of('supervise1')).find(({ agency_id }) => agency_id === 'A990101')
    expect(county).toMatchObject({ trained: 3, warned: 2, passed: 1 })
    expect(Number(county!.people)).toBeGreaterThan(3)
    const before = (await of('supervise1', year - 1)).find(({ agency_id }) => agency_id === 'A990101')
    expect(before).toMatchObject({ trained: 0, warned: 0, passed: 0 })
    expect((await of('head3')).map(({ agency_id }) => agency_id)).toEqual(['A990102'])
  })

  test('go out as a file to whoever may', async () => {
    const csv = await browsers.supervise1.get('/api/duties/export?kind=TRAINING&format=csv')
    expect(csv.status, csv.text).toBe(200)
    expect(csv.text.trim().split(/\r?\n/)).toHaveLength(4)
    expect((await browsers.clerk1.get('/api/duties/export?kind=TRAINING&format=csv')).status).toBe(403)
  })

  test('are asked for by kind', async () => {
    expect((await browsers.head1.get('/api/duties')).status).toBe(422)
    expect((await browsers.head1.get('/api/duties?kind=CASE')).status).toBe(422)
    expect((await browsers.head1.get('/api/duties/training-coverage?year=12')).status).toBe(422)
  })
})
