import { sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import { codeOf } from '#records/test-acting.ts'
import { type RotationStatus, rotationStatuses } from '../duty-codes.ts'
import { addPost, dayFromNow, doStep, setUpDuties, stored, takeStep } from '../test-duties.ts'

const database = await setUpDuties()
const kind = 'ROTATION_PLAN' as const
const thisYear = Number(dayFromNow(0).slice(0, 4))
let full = ''
let fresh = ''
beforeAll(async () => {
  // Three years and more ago: due; last year: not before the year after next.
  full = await addPost(database.owner, 'clerk1', { startedOn: `${thisYear - 4}-03-01`, isKey: true })
  fresh = await addPost(database.owner, 'auditor1', { startedOn: `${thisYear - 1}-03-01`, isKey: true })
})

let year = 2030
const line = (changes: object = {}) => ({
  ...{
    staff_id: 'clerk1',
    post_id: full,
    planned_on: dayFromNow(10),
    to: '档案岗',
    handover: '账册、印章当面交接',
  },
  ...changes,
})
const both = () => [line(), line({ staff_id: 'auditor1', post_id: fresh })]
/** Of a year that no other test has: by then everybody’s years are full. */
const proposal = (changes: object = {}) => ({ year, lines: both(), note: '按三年轮岗要求', ...changes })
const inputs = (): Readonly<Record<string, unknown>> => ({
  resubmit: proposal(),
  withdraw: { reason: '另行安排' },
  approve: {},
  return: { reason: '交接安排不全' },
  close: {},
})
const by = (action: string): string => (['approve', 'return'].includes(action) ? 'head1' : 'supervise2')
const step = (recordId: string, action: string, who = by(action)) =>
  takeStep(database, { by: who, kind, recordId, action, input: inputs()[action] })
const paths: Readonly<Record<RotationStatus, readonly string[]>> = {
  PROPOSED: [],
  RETURNED: ['return'],
  IN_FORCE: ['approve'],
  CLOSED: ['approve', 'close'],
  WITHDRAWN: ['withdraw'],
}

async function endPosts(ended: string | null): Promise<void> {
  await sql`
    update app.post_assignment
    set ended_on = ${ended}::date
    where post_id = any (${[full, fresh]}::text[])
  `.execute(database.owner)
}

async function planIn(status: RotationStatus): Promise<string> {
  await endPosts(null)
  year += 1
  const recordId = await doStep(database, { by: 'supervise2', kind, action: 'propose', input: proposal() })
  for (const action of paths[status]) {
    if (action === 'close') await endPosts(dayFromNow(-1))
    expect(codeOf(await step(recordId, action))).toBe('accepted')
  }
  await endPosts(null)
  return recordId
}

describe('a rotation plan', () => {
  const allowed: Readonly<Record<RotationStatus, readonly string[]>> = {
    PROPOSED: ['approve', 'return', 'withdraw'],
    RETURNED: ['resubmit', 'withdraw'],
    IN_FORCE: [],
    CLOSED: [],
    WITHDRAWN: [],
  }
  const pairs = (Object.keys(rotationStatuses) as RotationStatus[]).flatMap((status) =>
    Object.keys(inputs()).map((action) => [status, action] as const),
  )
  test.for(pairs)('%s × %s', async ([status, action]) => {
    const recordId = await planIn(status)
    const code = codeOf(await step(recordId, action))
    // Somebody still holds the post.
    const isHeld = status === 'IN_FORCE' && action === 'close'
    const expected = allowed[status].includes(action)
      ? 'accepted'
      : isHeld
        ? 'conflict'
        : 'action_not_available'
    expect(code).toBe(expected)
  })

  test('is closed once everybody has left the post', async () => {
    const recordId = await planIn('IN_FORCE')
    await endPosts(dayFromNow(-1))
    expect(codeOf(await step(recordId, 'close'))).toBe('accepted')
    await endPosts(null)
  })

  test('keeps since when and until when each may hold the post', async () => {
    const { data } = await stored<{ lines: { started_on: string; due_on: string; post: string }[] }>(
      database,
      await planIn('PROPOSED'),
    )
    const [first] = data.lines
    expect(first).toMatchObject({
      started_on: `${thisYear - 4}-03-01`,
      due_on: `${thisYear - 1}-03-01`,
      post: '待遇审核岗',
    })
  })

  test.for<[string, () => object]>([
    ['leaves out somebody whose years are full', () => ({ lines: [] })],
    ['names somebody who holds no such post', () => ({ lines: [...both(), line({ staff_id: 'deputy1' })] })],
  ])('is refused when it %s', async ([, changes]) => {
    year += 1
    const input = proposal(changes())
    expect(codeOf(await takeStep(database, { by: 'supervise2', kind, action: 'propose', input }))).toBe(
      'conflict',
    )
  })

  test('of this year needs only whose years end in it', async () => {
    const input = { year: thisYear, lines: [line()], note: '本年' }
    expect(codeOf(await takeStep(database, { by: 'supervise2', kind, action: 'propose', input }))).toBe(
      'accepted',
    )
    // And there is one a year.
    expect(codeOf(await takeStep(database, { by: 'supervise2', kind, action: 'propose', input }))).toBe(
      'conflict',
    )
  })

  test('is approved by the head of the unit, and by nobody else', async () => {
    const recordId = await planIn('PROPOSED')
    for (const who of ['deputy1', 'supervise2', 'clerk1', 'headCity']) {
      expect([who, codeOf(await step(recordId, 'approve', who))]).toEqual([who, 'not_permitted'])
    }
    expect(codeOf(await step(recordId, 'approve', 'head3'))).toBe('not_found')
    expect(codeOf(await step(recordId, 'approve', 'head1'))).toBe('accepted')
  })
})
