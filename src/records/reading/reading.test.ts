import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import { testDatabase } from '#platform/postgres/test-database.ts'
import { act } from '../act.ts'
import { acceptedAnswer, enteredRecord, reviewRequest } from '../test-acting.ts'
import { contextOf, requestOf, setUpKernel } from '../test-kernel.ts'
import { addComment } from './add-comment.ts'
import { cursorText, parseCursor } from './cursor.ts'
import { ListQuery, listRecords, type RecordSummary, type SortColumn } from './list-records.ts'
import { openRecord } from './open-record.ts'

const database = await testDatabase()
const { db, owner } = database
beforeAll(() => setUpKernel(database))

const enter1 = contextOf(db, 'enter1')
const review1 = contextOf(db, 'review1')
const outsider = contextOf(db, 'outsider')

async function viewsOf(recordId: string): Promise<unknown[]> {
  const { rows } = await sql`
    select actor_id, version, leaf::jsonb ->> 'outcome' as outcome
    from app.record_view
    join app.trail_entry using (entry_id)
    where record_id = ${recordId} and entry_hash = leaf_hash
    order by at, entry_id
  `.execute(owner)
  return rows
}

describe('opening the details', () => {
  test('shows the record with its history and what this person may do, and is in the trail', async () => {
    const { recordId } = await enteredRecord(enter1, owner, { amountFen: '12345' })
    const asked = { kind: 'TEST_CHANGE', recordId }
    const opened = await openRecord(review1, asked)
    expect(opened.record).toMatchObject({ status: 'SUBMITTED', version: 1, data: { amountFen: 12345n } })
    expect(opened.history).toMatchObject([{ version: 1, action: 'enter', actorId: 'enter1' }])
    expect(opened.actions.filter(({ refusal }) => refusal === null).map(({ action }) => action)).toEqual([
      'review',
      'return',
      'note',
    ])
    const own = await openRecord(enter1, asked)
    expect(own.actions.filter(({ refusal }) => refusal === null).map(({ action }) => action)).toEqual([
      'withdraw',
      'note',
    ])
    expect(await viewsOf(recordId)).toEqual([
      { actor_id: 'review1', version: 1, outcome: 'VIEWED' },
      { actor_id: 'enter1', version: 1, outcome: 'VIEWED' },
    ])
  })

  test('is refused outside one’s scope, to whoever left, and of another kind; that is in the trail too', async () => {
    const { recordId } = await enteredRecord(enter1, owner)
    const count = async (): Promise<bigint> => {
      const { rows } = await sql<{ count: bigint }>`
        select count(*) as count from app.trail_entry where leaf::jsonb ->> 'outcome' = 'REFUSED'
      `.execute(owner)
      return rows[0]!.count
    }
    const before = await count()
    const asked = { kind: 'TEST_CHANGE', recordId }
    await expect(openRecord(outsider, asked)).rejects.toMatchObject({ code: 'not_found' })
    await expect(openRecord(contextOf(db, 'gone'), asked)).rejects.toMatchObject({ code: 'not_permitted' })
    await expect(openRecord(review1, { ...asked, recordId: 'none' })).rejects.toMatchObject({
      code: 'not_found',
    })
    await expect(openRecord(review1, { ...asked, kind: 'NONE' })).rejects.toMatchObject({ code: 'not_found' })
    expect((await count()) - before).toBe(3n)
    expect(await viewsOf(recordId)).toEqual([])
  })

  test('is needed of the present version before a review', async () => {
    const { recordId } = await enteredRecord(enter1, owner)
    const early = await reviewRequest(review1, recordId)
    acceptedAnswer(
      await act(enter1, requestOf({ action: 'note', recordId, version: 1, input: { text: '补充' } })),
    )
    const late = { ...early, version: 2, idempotencyKey: randomUUID() }
    expect(await act(review1, late)).toMatchObject({ code: 'action_not_available' })
    acceptedAnswer(await act(review1, await reviewRequest(review1, recordId)))
  })
})

describe('a comment', () => {
  test('is kept once, in any status, and changes no version', async () => {
    const { recordId } = await enteredRecord(enter1, owner)
    const asked = { kind: 'TEST_CHANGE', recordId }
    acceptedAnswer(await act(enter1, requestOf({ action: 'withdraw', recordId, version: 1 })))
    const comment = { commentId: randomUUID(), text: '  撤回原因：重复录入。 ' }
    await addComment(review1, asked, comment)
    await addComment(review1, asked, comment)
    const { comments, record } = await openRecord(enter1, asked)
    expect(comments).toMatchObject([{ actorId: 'review1', text: '撤回原因：重复录入。' }])
    expect(record.version).toBe(2)
    const { rows } = await sql`
      select
      from app.record_comment
      join app.trail_entry using (entry_id)
      where record_id = ${recordId} and entry_hash = leaf_hash
    `.execute(owner)
    expect(rows).toHaveLength(1)
  })

  test('under the id of another one is refused: of another text, person or record', async () => {
    const { recordId } = await enteredRecord(enter1, owner)
    const { recordId: elsewhere } = await enteredRecord(enter1, owner)
    const asked = { kind: 'TEST_CHANGE', recordId }
    const comment = { commentId: randomUUID(), text: '请补充材料' }
    await addComment(review1, asked, comment)
    const others: readonly Parameters<typeof addComment>[] = [
      [review1, asked, { ...comment, text: '不必了' }],
      [enter1, asked, comment],
      [review1, { ...asked, recordId: elsewhere }, comment],
    ]
    for (const other of others) {
      await expect(addComment(...other)).rejects.toMatchObject({ code: 'key_reused' })
    }
    const { comments } = await openRecord(enter1, asked)
    expect(comments).toMatchObject([{ actorId: 'review1', text: '请补充材料' }])
  })

  test.for(['', '   ', '长'.repeat(4001), 'a\u0000b', '\ud800'])('of %j is refused', async (text) => {
    const { recordId } = await enteredRecord(enter1, owner)
    const said = addComment(enter1, { kind: 'TEST_CHANGE', recordId }, { commentId: randomUUID(), text })
    await expect(said).rejects.toMatchObject({ code: 'invalid_input' })
  })

  test('from outside the scope is refused', async () => {
    const { recordId } = await enteredRecord(enter1, owner)
    const said = addComment(
      outsider,
      { kind: 'TEST_CHANGE', recordId },
      { commentId: randomUUID(), text: '看看' },
    )
    await expect(said).rejects.toMatchObject({ code: 'not_found' })
  })
})

describe('a list', () => {
  const query = (changes: Partial<ListQuery> = {}): ListQuery =>
    ListQuery.parse({ kind: 'TEST_CHANGE', ...changes })

  /** Values that come twice, and none at all, so that only the id decides. */
  beforeAll(async () => {
    for (let index = 0; index < 23; index += 1) {
      const { recordId } = await enteredRecord(enter1, owner, { amountFen: String(100 * (index % 4)) })
      const changes = {
        due_day: index % 3 === 0 ? null : `2026-12-0${1 + (index % 5)}`,
        due_is_provisional: false,
        amount_fen: index % 4 === 0 ? null : BigInt(100 * (index % 4)),
      }
      await owner.updateTable('record').set(changes).where('record_id', '=', recordId).execute()
    }
  })

  async function allPages(changes: Partial<ListQuery>): Promise<readonly RecordSummary[]> {
    const rows: RecordSummary[] = []
    let cursor: string | null = null
    do {
      const page = await listRecords(review1, query({ ...changes, ...(cursor === null ? {} : { cursor }) }))
      rows.push(...page.rows)
      cursor = page.nextCursor
    } while (cursor !== null)
    return rows
  }

  const sorts: readonly SortColumn[] = ['enteredAt', 'changedAt', 'dueDay', 'amountFen']
  test.for(sorts.flatMap((sort) => (['asc', 'desc'] as const).map((direction) => ({ sort, direction }))))(
    'sorted by $sort $direction page by page has every row once, in the order of one page',
    async ({ sort, direction }) => {
      const whole = (await listRecords(review1, query({ sort, direction, limit: 200 }))).rows
      expect(whole.length).toBeGreaterThanOrEqual(23)
      const paged = await allPages({ sort, direction, limit: 4 })
      expect(paged.map(({ recordId }) => recordId)).toEqual(whole.map(({ recordId }) => recordId))
      expect(new Set(paged.map(({ recordId }) => recordId)).size).toBe(paged.length)
    },
  )

  test('has only what lies in the scope, whatever is asked for', async () => {
    expect((await listRecords(outsider, query())).rows).toEqual([])
    expect((await listRecords(outsider, query({ agencyId: 'A990101' }))).rows).toEqual([])
    expect((await listRecords(contextOf(db, 'gone'), query())).rows).toEqual([])
    expect((await listRecords(review1, query({ limit: 1 }))).rows).toHaveLength(1)
    const { nextCursor } = await listRecords(review1, query({ limit: 1 }))
    expect((await listRecords(outsider, query({ cursor: nextCursor! }))).rows).toEqual([])
  })

  test('is filtered in the store', async () => {
    const { recordId } = await enteredRecord(enter1, owner, { amountFen: '777' })
    acceptedAnswer(await act(enter1, requestOf({ action: 'withdraw', recordId, version: 1 })))
    const ids = async (changes: Partial<ListQuery>): Promise<string[]> =>
      (await listRecords(review1, query({ limit: 200, ...changes }))).rows.map((row) => row.recordId)
    expect(await ids({ amountFenMin: 777n, amountFenMax: 777n })).toEqual([recordId])
    expect(await ids({ statuses: ['WITHDRAWN'], amountFenMin: 700n, amountFenMax: 800n })).toEqual([recordId])
    expect(await ids({ isOpen: true })).not.toContain(recordId)
    expect(await ids({ enteredBy: 'enter2' })).toEqual([])
    expect(await ids({ region: '990100', amountFenMin: 777n, amountFenMax: 777n })).toEqual([recordId])
    expect(await ids({ region: '990101', amountFenMin: 777n, amountFenMax: 777n })).toEqual([recordId])
    expect(await ids({ region: '990102' })).toEqual([])
    expect(await ids({ personId: `x' or '1'='1` })).toEqual([])
    const due = await listRecords(review1, query({ dueUntil: '2026-12-02', limit: 200 }))
    expect(due.rows.length).toBeGreaterThan(0)
    expect(due.rows.every(({ dueDay }) => dueDay !== null && dueDay <= '2026-12-02')).toBe(true)
  })

  test('refuses a cursor of another order and one that is none', async () => {
    const { nextCursor } = await listRecords(review1, query({ limit: 1 }))
    const other = listRecords(review1, query({ sort: 'dueDay', cursor: nextCursor! }))
    await expect(other).rejects.toMatchObject({ code: 'invalid_input' })
    const forged = cursorText({ sort: 'changedAt desc', at: `now()); drop table app.record; --`, id: 'x' })
    await expect(listRecords(review1, query({ cursor: forged }))).rejects.toMatchObject({
      code: 'invalid_input',
    })
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(() => parseCursor(text)).toThrow('the cursor is invalid')
      }),
    )
  })
})
