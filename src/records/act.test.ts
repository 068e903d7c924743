import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import { testDatabase } from '#platform/postgres/test-database.ts'
import { act } from './act.ts'
import {
  acceptedAnswer,
  codeOf,
  enteredRecord,
  entryRequest,
  everything,
  reviewRequest,
} from './test-acting.ts'
import { contextOf, requestOf, setUpKernel } from './test-kernel.ts'
import { personActor } from './test-people.ts'

const database = await testDatabase()
const { db, owner } = database
beforeAll(() => setUpKernel(database))

const enter1 = contextOf(db, 'enter1')
const review1 = contextOf(db, 'review1')
const approve1 = contextOf(db, 'approve1')

async function holderOf(accountId: string): Promise<unknown> {
  const { rows } = await sql`
    select holder, version from register.test_account where account_id = ${accountId}
  `.execute(owner)
  return rows[0]
}

describe('the way of a change', () => {
  test('entered by one and reviewed by another, it takes effect with everything that belongs to it', async () => {
    const { recordId, accountId } = await enteredRecord(enter1, owner)
    expect(await holderOf(accountId)).toEqual({ holder: '原户主', version: 1 })
    const answer = acceptedAnswer(await act(review1, await reviewRequest(review1, recordId)))
    expect(answer).toMatchObject({ recordId, status: 'DONE', version: 2 })
    expect(await holderOf(accountId)).toEqual({ holder: '新户主', version: 2 })
    const actions = await owner
      .selectFrom('record_action')
      .innerJoin('trail_entry', 'trail_entry.entry_id', 'record_action.entry_id')
      .select(['version', 'action', 'actor_id', 'status_before', 'status_after', 'duty', 'hours'])
      .where('record_id', '=', recordId)
      .whereRef('entry_hash', '=', 'leaf_hash')
      .orderBy('version')
      .execute()
    const common = { hours: 'NOT_NEEDED' }
    expect(actions).toEqual([
      {
        version: 1,
        action: 'enter',
        actor_id: 'enter1',
        status_before: 'NEW',
        status_after: 'SUBMITTED',
        duty: 'ENTRY',
        ...common,
      },
      {
        version: 2,
        action: 'review',
        actor_id: 'review1',
        status_before: 'SUBMITTED',
        status_after: 'DONE',
        duty: 'REVIEW',
        ...common,
      },
    ])
    const toDos = await owner
      .selectFrom('to_do')
      .select(['duty', 'not_for', 'closed_by'])
      .where('record_id', '=', recordId)
      .execute()
    expect(toDos).toEqual([{ duty: 'REVIEW', not_for: ['enter1'], closed_by: 'review1' }])
  })

  test('a large one waits for a third person, who needs its basis', async () => {
    const { recordId, accountId } = await enteredRecord(enter1, owner, { amountFen: '2000000' })
    acceptedAnswer(await act(review1, await reviewRequest(review1, recordId)))
    const approval = requestOf({ action: 'approve', recordId, version: 2 })
    const refused = await act(approve1, approval)
    expect(refused).toMatchObject({
      code: 'invalid_input',
      text: { zh: expect.stringContaining('审批依据') },
    })
    expect(await holderOf(accountId)).toMatchObject({ holder: '原户主' })
  })

  test('an entry of the enterer, of a conflicting pair of posts, of one who left, of another county is refused', async () => {
    const { recordId } = await enteredRecord(enter1, owner)
    const review = (version: number | null) =>
      requestOf({ action: 'return', recordId, version, input: { reason: '不符' } })
    expect(codeOf(await act(enter1, review(1)))).toBe('not_permitted')
    expect(codeOf(await act(contextOf(db, 'both'), review(1)))).toBe('not_permitted')
    expect(codeOf(await act(contextOf(db, 'gone'), review(1)))).toBe('not_permitted')
    expect(codeOf(await act(contextOf(db, 'outsider'), review(1)))).toBe('not_found')
    expect(codeOf(await act(contextOf(db, 'nobody'), review(1)))).toBe('not_permitted')
    expect(codeOf(await act(review1, review(null)))).toBe('invalid_input')
    expect(codeOf(await act(review1, review(1)))).toBe('accepted')
  })
})

describe('who may not', () => {
  test('outside one’s scope an existing and an absent record have the same answer; the reason is in the trail', async () => {
    const { recordId } = await enteredRecord(enter1, owner)
    const outsider = contextOf(db, 'outsider')
    const asked = (id: string) => act(outsider, requestOf({ action: 'withdraw', recordId: id, version: 1 }))
    const [existing, absent] = [await asked(recordId), await asked(randomUUID())]
    expect(existing).toEqual(absent)
    const { rows } = await sql<{ reason: string }>`
      select payload::jsonb ->> 'reason' as reason
      from app.trail_payload
      where payload::jsonb ->> 'recordId' = ${recordId}
    `.execute(owner)
    expect(rows).toEqual([{ reason: 'OUT_OF_SCOPE' }])
  })

  test('who has left is told so, whether the record exists or not', async () => {
    const { recordId } = await enteredRecord(enter1, owner)
    const gone = contextOf(db, 'gone')
    const asked = (id: string) => act(gone, requestOf({ action: 'withdraw', recordId: id, version: 1 }))
    expect(await asked(recordId)).toEqual(await asked(randomUUID()))
  })

  test('a new record about somebody of another county is not found', async () => {
    const { request } = await entryRequest(owner, { county: '990102' })
    expect(codeOf(await act(enter1, request))).toBe('not_found')
  })

  test('a deadline is counted in working days from the database’s day', async () => {
    const { recordId } = await enteredRecord(enter1, owner)
    const { rows } = await sql<{ weekdays: number; is_later: boolean }>`
      select
        count(*)::int as weekdays,
        bool_and(day::date > (entered_at at time zone 'Asia/Shanghai')::date) as is_later
      from
        app.record,
        generate_series((entered_at at time zone 'Asia/Shanghai')::date + 1, due_day, interval '1 day') as day
      where record_id = ${recordId} and extract(isodow from day) < 6
    `.execute(owner)
    expect(rows).toEqual([{ weekdays: 5, is_later: true }])
  })
})

describe('a request', () => {
  test.for([
    ['an id with a slash', { recordId: '../1', version: 1 }],
    ['a short key', { idempotencyKey: 'short' }],
    ['a key with a line break', { idempotencyKey: 'aaaaaaaaaaaa\n' }],
    [
      'a character that no database keeps',
      { input: { accountId: 'a\u0000b', holder: '户主', amountFen: '1' } },
    ],
    ['half a character', { input: { accountId: '\ud800', holder: '户主', amountFen: '1' } }],
    ['a number that loses digits', { input: { accountId: 'a', holder: '户主', amountFen: 2 ** 60 } }],
    ['an unknown field', { input: { accountId: 'a', holder: '户主', amountFen: '1', isAdmin: true } }],
    ['a fraction of a fen', { input: { accountId: 'a', holder: '户主', amountFen: '1.5' } }],
    ['a number for an amount', { input: { accountId: 'a', holder: '户主', amountFen: 1 } }],
    ['nothing', { input: null }],
    ['a text', { input: 'drop table' }],
    ['an attachment that is none', { attachments: [{ id: 'none', purpose: 'BASIS' }] }],
  ] as const)('with %s is refused and changes nothing', async ([, changes]) => {
    const { request } = await entryRequest(owner)
    const answer = await act(enter1, { ...request, ...changes })
    expect(answer).toMatchObject({ code: 'invalid_input' })
    const { rows } = await sql`
      select from app.record_action where input = ${JSON.stringify(request.input)}::jsonb
    `.execute(owner)
    expect(rows).toEqual([])
  })

  test('of an unknown kind or with an unknown action is refused', async () => {
    const { recordId } = await enteredRecord(enter1, owner)
    expect(codeOf(await act(enter1, requestOf({ kind: 'NONE', action: 'enter' })))).toBe('not_found')
    for (const action of ['constructor', '__proto__', 'enter; drop table', '']) {
      const answer = await act(enter1, requestOf({ action, recordId, version: 1 }))
      expect(codeOf(answer)).toBe('action_not_available')
    }
  })

  test('says what is wrong with which field, never the value', async () => {
    const { request } = await entryRequest(owner)
    const answer = await act(enter1, {
      ...request,
      input: { accountId: 'a', holder: '机密'.repeat(60), amountFen: '1' },
    })
    expect(answer).toMatchObject({ text: { zh: expect.stringContaining('holder') } })
    expect(JSON.stringify(answer)).not.toContain('机密')
  })
})

describe('the same request again', () => {
  test('has the same answer and is not done twice, whether accepted or refused', async () => {
    const { request } = await entryRequest(owner)
    const first = await act(enter1, request)
    const before = await everything(owner)
    expect(await act(enter1, request)).toEqual(first)
    const refusedRequest = requestOf({
      action: 'approve',
      recordId: acceptedAnswer(first).recordId,
      version: 1,
    })
    const refused = await act(enter1, refusedRequest)
    const between = await everything(owner)
    expect(await act(enter1, refusedRequest)).toEqual(refused)
    expect(await everything(owner)).toBe(between)
    expect(before).not.toBe(between)
  })

  test('with another body is refused', async () => {
    const { request } = await entryRequest(owner)
    await act(enter1, request)
    const other = await act(enter1, { ...request, input: { ...(request.input as object), holder: '别人' } })
    expect(codeOf(other)).toBe('key_reused')
  })

  test('is another request when somebody else sends it, or to another endpoint', async () => {
    const { request } = await entryRequest(owner)
    const first = acceptedAnswer(await act(enter1, request))
    const second = acceptedAnswer(await act(contextOf(db, 'enter2'), request))
    const third = acceptedAnswer(await act(enter1, { ...request, endpoint: 'gate' }))
    expect(new Set([first.recordId, second.recordId, third.recordId]).size).toBe(3)
  })

  test('is not answered to whoever may no longer see the record', async () => {
    const { request } = await entryRequest(owner)
    acceptedAnswer(await act(contextOf(db, 'enter2'), request))
    const scope = async (region: string): Promise<void> => {
      await sql`update app.role_grant set regions = ${[region]} where staff_id = 'enter2'`.execute(owner)
      await sql`update app.authority_epoch set epoch = epoch + 1 where staff_id = 'enter2'`.execute(owner)
    }
    await scope('990102')
    expect(codeOf(await act(contextOf(db, 'enter2'), request))).toBe('not_found')
    await scope('990101')
    expect(codeOf(await act(contextOf(db, 'enter2'), request))).toBe('accepted')
  })

  test('sent ten times at once, it is done once and answered ten times', async () => {
    const { request } = await entryRequest(owner)
    const answers = await Promise.all(Array.from({ length: 10 }, () => act(enter1, request)))
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1)
    const { recordId } = acceptedAnswer(answers[0]!)
    const note = requestOf({ action: 'note', recordId, version: 1, input: { text: '一次' } })
    const noted = await Promise.all(Array.from({ length: 10 }, () => act(enter1, note)))
    expect(new Set(noted.map((answer) => JSON.stringify(answer))).size).toBe(1)
    expect(acceptedAnswer(noted[0]!).version).toBe(2)
  })
})

test('of twenty people who act on one record at once, exactly one does, and the others are told', async () => {
  const { recordId } = await enteredRecord(enter1, owner)
  const names = ['enter1', 'enter2', 'review1', 'review2', 'approve1', 'approve2']
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, index) => {
      const actor = personActor(names[index % names.length]!, `session${index}`)
      const request = requestOf({ action: 'note', recordId, version: 1, input: { text: `第${index}个` } })
      return act(contextOf(db, '', { actor }), request)
    }),
  )
  const codes = answers.map(codeOf).sort()
  expect(codes).toEqual(['accepted', ...Array.from({ length: 19 }, () => 'stale_version')])
})

describe('the application’s role', () => {
  const tables = ['record_action', 'record_view', 'record_comment', 'record_attachment']
  const attempts = tables.flatMap((table) => [
    `delete from app.${table}`,
    `truncate app.${table}`,
    `update app.${table} set record_id = record_id`,
    `alter table app.${table} disable trigger all`,
    `drop table app.${table}`,
  ])
  test.for([...attempts, 'delete from app.record', 'drop function app.save_act(jsonb)'])(
    'cannot %s',
    async (text) => {
      await expect(sql.raw(text).execute(db)).rejects.toThrow(/permission denied|must be owner/)
    },
  )
})
