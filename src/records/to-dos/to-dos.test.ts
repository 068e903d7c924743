import { sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import { testDatabase } from '#platform/postgres/test-database.ts'
import { act } from '../act.ts'
import { acceptedAnswer, enteredRecord, reviewRequest } from '../test-acting.ts'
import { contextOf, requestOf, setUpKernel } from '../test-kernel.ts'
import { assignToDo, claimToDo, releaseToDo } from './assign-to-do.ts'
import { listToDos, type ToDoQuery } from './list-to-dos.ts'

const database = await testDatabase()
const { db, owner } = database
beforeAll(() => setUpKernel(database))

const enter1 = contextOf(db, 'enter1')
const review1 = contextOf(db, 'review1')
const review2 = contextOf(db, 'review2')

async function toDoOf(recordId: string): Promise<string> {
  const { rows } = await sql<{ to_do_id: string }>`
    select to_do_id from app.to_do where record_id = ${recordId} and closed_at is null
  `.execute(owner)
  return rows[0]!.to_do_id
}

const idsOf = async (context: typeof review1, query: Partial<ToDoQuery> = {}): Promise<string[]> =>
  (await listToDos(context, { list: 'post', limit: 200, ...query })).map(({ toDoId }) => toDoId)

describe('a to-do', () => {
  test('is on the list of its post, of nobody else, and goes with the step', async () => {
    const { recordId } = await enteredRecord(enter1, owner)
    const toDoId = await toDoOf(recordId)
    expect(await idsOf(review1)).toContain(toDoId)
    expect(await idsOf(review2)).toContain(toDoId)
    for (const other of ['enter1', 'approve1', 'outsider', 'gone', 'nobody']) {
      expect(await idsOf(contextOf(db, other)), other).not.toContain(toDoId)
    }
    acceptedAnswer(await act(review1, await reviewRequest(review1, recordId)))
    expect(await idsOf(review1)).not.toContain(toDoId)
  })

  test('of a record that comes back is not for who took another step of it', async () => {
    const { recordId } = await enteredRecord(enter1, owner)
    const reason = { reason: '退回' }
    acceptedAnswer(await act(review1, requestOf({ action: 'return', recordId, version: 1, input: reason })))
    acceptedAnswer(
      await act(enter1, requestOf({ action: 'correct', recordId, version: 2, input: { holder: '新' } })),
    )
    const { rows } =
      await sql`select not_for from app.to_do where to_do_id = ${await toDoOf(recordId)}`.execute(owner)
    expect(rows).toEqual([{ not_for: ['enter1'] }])
    expect(await idsOf(review1)).toContain(await toDoOf(recordId))
  })

  test('is claimed by one, seen as taken by the others, given back, and all of it is in the trail', async () => {
    const { recordId } = await enteredRecord(enter1, owner)
    const toDoId = await toDoOf(recordId)
    const claims = await Promise.allSettled([claimToDo(review1, toDoId), claimToDo(review2, toDoId)])
    expect(claims.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    const [first, second] = claims[0]!.status === 'fulfilled' ? [review1, review2] : [review2, review1]
    await expect(claimToDo(second!, toDoId)).rejects.toMatchObject({ code: 'conflict' })
    expect(await idsOf(first!, { list: 'mine' })).toContain(toDoId)
    expect(await idsOf(second!, { isFree: true })).not.toContain(toDoId)
    await expect(releaseToDo(second!, toDoId)).rejects.toMatchObject({ code: 'not_permitted' })
    await releaseToDo(first!, toDoId)
    expect(await idsOf(second!, { isFree: true })).toContain(toDoId)
    const { rows } = await sql`
      select leaf::jsonb ->> 'function' as function
      from app.trail_entry
      where leaf::jsonb ->> 'record' = ${recordId} and leaf::jsonb ->> 'function' like 'TO_DO/%'
      order by leaf::jsonb ->> 'at'
    `.execute(owner)
    expect(rows).toEqual([{ function: 'TO_DO/claim' }, { function: 'TO_DO/release' }])
  })

  test('is handed on to a colleague of the post only', async () => {
    const { recordId } = await enteredRecord(enter1, owner)
    const toDoId = await toDoOf(recordId)
    await expect(assignToDo(review2, toDoId, 'review1')).rejects.toMatchObject({ code: 'not_permitted' })
    await claimToDo(review1, toDoId)
    for (const unfit of ['enter1', 'enter2', 'outsider', 'gone', 'nobody']) {
      await expect(assignToDo(review1, toDoId, unfit), unfit).rejects.toMatchObject({ code: 'conflict' })
    }
    await assignToDo(review1, toDoId, 'review2')
    expect(await idsOf(review2, { list: 'mine' })).toContain(toDoId)
  })

  test('of another agency is not found, like one that does not exist', async () => {
    const { recordId } = await enteredRecord(enter1, owner)
    const toDoId = await toDoOf(recordId)
    const outsider = contextOf(db, 'outsider')
    for (const id of [toDoId, 'none']) {
      await expect(claimToDo(outsider, id)).rejects.toMatchObject({ code: 'not_found' })
    }
    await expect(claimToDo(contextOf(db, 'gone'), toDoId)).rejects.toMatchObject({ code: 'not_permitted' })
  })

  test('lists go page by page, the most urgent first', async () => {
    for (let index = 0; index < 7; index += 1) await enteredRecord(enter1, owner)
    await sql`
      update app.to_do
      set due_day = case when to_do_id < '8' then null else '2026-12-01'::date end
      where closed_at is null
    `.execute(owner)
    const whole = await listToDos(review1, { list: 'post', limit: 200 })
    const paged: (typeof whole)[number][] = []
    for (;;) {
      const last = paged.at(-1)
      const page = await listToDos(review1, {
        list: 'post',
        limit: 3,
        ...(last === undefined ? {} : { after: last }),
      })
      if (page.length === 0) break
      paged.push(...page)
    }
    expect(paged).toEqual(whole)
    const firstWithout = whole.findIndex(({ dueDay }) => dueDay === null)
    expect(
      whole.slice(Math.max(firstWithout, 0)).every(({ dueDay }) => dueDay === null || firstWithout < 0),
    ).toBe(true)
  })
})
