import { sql } from 'kysely'
import { beforeAll, expect, test } from 'vitest'
import { testDatabase } from '#platform/postgres/test-database.ts'
import { acceptedAnswer } from '#records/test-acting.ts'
import {
  closedDaysAgo,
  dayFromNow,
  doStep,
  inspectionIn,
  inspectionInput,
  openInspection,
  planInput,
  setUpInspections,
  takeStep,
  thisYear,
} from './test-inspections.ts'

/** What other parts of the program read: the calendar of deadlines, and the process rules. */

const database = await testDatabase()
const { db } = database

beforeAll(() => setUpInspections(database))

const deadlinesOf = async (recordId: string) => {
  const { rows } = await sql<{
    kind: string
    agency_id: string
    region: string
    due_on: string
    done_on: string
  }>`
    select kind, agency_id, region, due_on::text as due_on, done_on::text as done_on
    from app.deadlines_of_inspections
    where record_id = ${recordId}
    order by kind
  `.execute(db)
  return rows.map(({ kind, agency_id, region, due_on, done_on }) => [
    kind,
    agency_id,
    region,
    due_on,
    done_on,
  ])
}
const today = dayFromNow(0)

test('deadlines are the unit’s while it is to answer and to rectify, and the supervisor’s before and after', async () => {
  const recordId = await openInspection(database)
  const step = async (action: string) => acceptedAnswer(await doStep(database, { recordId, action }))
  expect(await deadlinesOf(recordId)).toEqual([])
  await step('issue')
  const field = ['FIELD_WORK', 'A990100', '990101', dayFromNow(5)]
  expect(await deadlinesOf(recordId)).toEqual([[...field, null]])
  for (const action of ['begin', 'work', 'fact', 'ask_statement']) await step(action)
  const { rows } = await sql<{ day: string }>`
    select due_day::text as day
    from app.record
    where record_id = ${recordId}
  `.execute(db)
  expect(await deadlinesOf(recordId)).toEqual([
    [...field, today],
    ['STATEMENT', 'A990101', '990101', rows[0]!.day, null],
  ])
  for (const action of ['answer', 'propose', 'approve']) await step(action)
  const item = ['RECTIFICATION', 'A990101', '990101', dayFromNow(30)]
  expect(await deadlinesOf(recordId)).toEqual([
    [...field, today],
    [...item, null],
  ])
  for (const action of ['rectify', 'verify', 'close']) await step(action)
  await closedDaysAgo(database, recordId, 0)
  const lookBack = `${thisYear() + 1}${today.slice(4)}`
  // Of a 29 February there is none in the next year.
  const isLeapDay = today.endsWith('02-29')
  expect(await deadlinesOf(recordId)).toEqual([
    [...field, today],
    ['LOOK_BACK', 'A990100', '990101', isLeapDay ? `${thisYear() + 1}-02-28` : lookBack, null],
    [...item, today],
  ])
})

test('a plan in force is due at the end of its year, and a withdrawn one is not', async () => {
  const propose = { by: 'supervise1', kind: 'INSPECTION_PLAN', recordId: null, action: 'propose' } as const
  const { recordId } = acceptedAnswer(
    await takeStep(database, { ...propose, input: planInput({ year: 2031 }) }),
  )
  expect(await deadlinesOf(recordId)).toEqual([])
  const approve = { by: 'headCity', kind: 'INSPECTION_PLAN', recordId, action: 'approve' } as const
  acceptedAnswer(await takeStep(database, approve))
  expect(await deadlinesOf(recordId)).toEqual([['COVERAGE', 'A990100', '990100', '2031-12-31', null]])
})

test('the process rules see inspections with their teams, and no self-check as somebody’s inspection', async () => {
  const recordId = await inspectionIn(database, 'AWAITING_STATEMENT')
  const own = { inspected: 'A990101', kind: 'SELF_CHECK', head: 'auditor1', members: [], is_on_site: false }
  const selfCheck = await takeStep(database, {
    ...{ by: 'auditor1', recordId: null, action: 'open', input: inspectionInput(own) },
  })
  const ids = [recordId, acceptedAnswer(selfCheck).recordId]
  const inspections = await sql`
    select supervisor_agency_id, inspected_agency_id, region, year, is_on_site, status, finished_on::text as finished_on
    from app.record_inspection
    where inspection_id = any (${ids}::text[])
    order by is_on_site desc
  `.execute(db)
  const common = { inspected_agency_id: 'A990101', region: '990101', year: thisYear() }
  expect(inspections.rows).toEqual([
    {
      ...common,
      ...{
        supervisor_agency_id: 'A990100',
        is_on_site: true,
        status: 'AWAITING_STATEMENT',
        finished_on: today,
      },
    },
    { ...common, supervisor_agency_id: 'A990101', is_on_site: false, status: 'PREPARED', finished_on: null },
  ])
  const members = await sql`
    select inspection_id, staff_id, started_on::text as started_on
    from app.record_inspection_member
    where inspection_id = any (${ids}::text[])
    order by staff_id
  `.execute(db)
  expect(members.rows).toEqual(
    ['supervise1', 'supervise2'].map((staff_id) => ({
      inspection_id: recordId,
      staff_id,
      started_on: today,
    })),
  )
})
