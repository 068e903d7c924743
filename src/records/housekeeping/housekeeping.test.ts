import { sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import { dayOf, formatDay } from '#base/calendar-math.ts'
import { testDatabase } from '#platform/postgres/test-database.ts'
import { act } from '../act.ts'
import { recountDeadlines } from '../deadlines/recount-deadlines.ts'
import { type WorkingDays, workingDaysOf } from '../deadlines/working-days.ts'
import { countRefusals } from '../refused-acts.ts'
import { acceptedAnswer, codeOf, enteredRecord } from '../test-acting.ts'
import { contextOf, plainCalendar, requestOf, setUpKernel } from '../test-kernel.ts'
import { forgetAnswers } from './forget-answers.ts'
import { lapseRecords } from './lapse-records.ts'

const database = await testDatabase()
const { db, owner } = database
beforeAll(() => setUpKernel(database))

const enter1 = contextOf(db, 'enter1')

async function age(recordId: string, interval: string): Promise<void> {
  await sql`
    update app.record
    set changed_at = changed_at - ${interval}::interval
    where record_id = ${recordId}
  `.execute(owner)
}

async function statusOf(recordId: string): Promise<string> {
  const row = await owner
    .selectFrom('record')
    .select('status')
    .where('record_id', '=', recordId)
    .executeTakeFirstOrThrow()
  return row.status
}

describe('a record on which nothing happens', () => {
  test('lapses after 30 days, once, by an act of the server, and its to-dos are closed', async () => {
    const [idle, fresh, over] = [
      await enteredRecord(enter1, owner),
      await enteredRecord(enter1, owner),
      await enteredRecord(enter1, owner),
    ]
    acceptedAnswer(await act(enter1, requestOf({ action: 'withdraw', recordId: over.recordId, version: 1 })))
    await age(idle.recordId, '30 days 1 minute')
    await age(fresh.recordId, '29 days 23 hours')
    await age(over.recordId, '60 days')
    const runs = await Promise.all([lapseRecords(enter1), lapseRecords(enter1)])
    // Two servers at once: both are told that it lapsed, and it is one act.
    expect(Math.max(...runs)).toBe(1)
    expect(await statusOf(idle.recordId)).toBe('LAPSED')
    expect(await statusOf(fresh.recordId)).toBe('SUBMITTED')
    expect(await statusOf(over.recordId)).toBe('WITHDRAWN')
    const { rows } = await sql`
      select actor_id, closed_at is not null as is_closed
      from app.record_action
      join app.to_do using (record_id)
      where record_id = ${idle.recordId} and record_action.version = 2
    `.execute(owner)
    expect(rows).toEqual([{ actor_id: 'system:lapse', is_closed: true }])
    expect(await lapseRecords(enter1)).toBe(0)
  })

  test('is not let lapse by a person', async () => {
    const { recordId } = await enteredRecord(enter1, owner)
    expect(codeOf(await act(enter1, requestOf({ action: 'lapse', recordId, version: 1 })))).toBe(
      'not_permitted',
    )
  })
})

test('refusals beyond the limit of a minute are counted in one entry', async () => {
  const attempts = 70
  const before = await trailOf('enter2')
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    await act(contextOf(db, 'enter2'), requestOf({ action: 'withdraw', recordId: 'none', version: 1 }))
  }
  const written = (await trailOf('enter2')) - before
  // The limit is 30 a minute, and a minute may have ended in between.
  expect(written).toBeLessThanOrEqual(60)
  await sql`update app.refusal_count set minute = minute - interval '2 minutes'`.execute(owner)
  expect(await countRefusals(enter1)).toBeGreaterThanOrEqual(1)
  expect(await countRefusals(enter1)).toBe(0)
  const { rows } = await sql<{ refused: number; written: number }>`
    select
      coalesce(sum((payload::jsonb ->> 'refused')::int), 0)::int as refused,
      coalesce(sum((payload::jsonb ->> 'written')::int), 0)::int as written
    from app.trail_entry
    join app.trail_payload using (entry_id)
    where leaf::jsonb ->> 'function' = 'REFUSALS' and leaf::jsonb ->> 'record' = 'enter2'
  `.execute(owner)
  const { refused, written: writtenSaid } = rows[0]!
  expect(refused - writtenSaid).toBe(attempts - written)
})

async function trailOf(staffId: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count
    from app.trail_entry
    where leaf::jsonb ->> 'actor' = ${staffId} and leaf::jsonb ->> 'outcome' = 'REFUSED'
      and leaf::jsonb ->> 'function' <> 'REFUSALS'
  `.execute(owner)
  return rows[0]!.count
}

test('answers are forgotten after seven days, and then the version decides', async () => {
  const { recordId } = await enteredRecord(enter1, owner)
  const request = requestOf({ action: 'note', recordId, version: 1, input: { text: '一' } })
  const first = await act(enter1, request)
  await sql`update app.idempotency set created_at = created_at - interval '6 days 23 hours'`.execute(owner)
  expect(await db.transaction().execute(forgetAnswers)).toBe(0)
  expect(await act(enter1, request)).toEqual(first)
  await sql`update app.idempotency set created_at = created_at - interval '2 hours'`.execute(owner)
  expect(await db.transaction().execute(forgetAnswers)).toBeGreaterThan(0)
  expect(codeOf(await act(enter1, request))).toBe('stale_version')
})

describe('deadlines counted over a year without a notice', () => {
  /** As plainCalendar, but 2027 is unknown, or known with a holiday of the first half of January. */
  const with2027: WorkingDays = {
    isWorkingByDay: new Map(
      [...plainCalendar.isWorkingByDay].map(([day, isWorking]) => {
        const isHoliday = day >= dayOf(2027, 1, 1) && day <= dayOf(2027, 1, 15)
        return [day, isWorking && !isHoliday]
      }),
    ),
  }

  async function provisional(from: string, due: string): Promise<string> {
    const { recordId } = await enteredRecord(enter1, owner)
    await owner
      .updateTable('record')
      .set({ due_day: due, due_is_provisional: true, due_counted_from: from, due_working_days: 5 })
      .where('record_id', '=', recordId)
      .execute()
    return recordId
  }

  test('are counted again once the year is known, and the to-dos with them', async () => {
    const recordId = await provisional('2026-12-30', '2027-01-06')
    const today = dayOf(2026, 12, 1)
    const changed = await db.transaction().execute((tx) => recountDeadlines(tx, with2027, today))
    expect(changed).toContainEqual({
      recordId,
      before: '2027-01-06',
      after: '2027-01-21',
      isProvisional: false,
    })
    const { rows } = await sql`
      select record.due_day, due_is_provisional, to_do.due_day as to_do_due
      from app.record
      join app.to_do using (record_id)
      where record_id = ${recordId}
    `.execute(owner)
    expect(rows).toEqual([{ due_day: '2027-01-21', due_is_provisional: false, to_do_due: '2027-01-21' }])
    expect(await db.transaction().execute((tx) => recountDeadlines(tx, with2027, today))).toEqual([])
  })

  test('never end before today because of it', async () => {
    const recordId = await provisional('2026-12-01', '2026-12-20')
    const today = dayOf(2026, 12, 15)
    const changed = await db.transaction().execute((tx) => recountDeadlines(tx, with2027, today))
    expect(changed).toContainEqual(expect.objectContaining({ recordId, after: formatDay(today) }))
  })

  test('are said to be provisional when they are made', async () => {
    const { recordId } = await enteredRecord({ ...enter1, workingDays: workingDaysOf([]) }, owner)
    const row = await owner
      .selectFrom('record')
      .select('due_is_provisional')
      .where('record_id', '=', recordId)
      .executeTakeFirstOrThrow()
    expect(row.due_is_provisional).toBe(true)
  })
})
