import { sql } from 'kysely'
import { afterAll, expect, test } from 'vitest'
import { dayOf, formatDay, parseDay } from '#base/calendar-math.ts'
import { testDatabase } from '#platform/postgres/test-database.ts'
import { openBusiness } from '../../../business/business.ts'
import { openTelling } from '../test-telling.ts'
import { halvesAt } from './reports.ts'
import { supervisionStories } from './supervision-stories.ts'

const database = await testDatabase({ isDemonstration: true })
const business = await openBusiness({
  ...{ pool: database.pool, databaseUrl: database.url, register: 'own' },
})
const today = dayOf(2026, 11, 20)
const telling = await openTelling(database, { today, business })
afterAll(async () => {
  await telling.close()
  await business.close?.()
})

// These two are about what was delivered and signed: tests/journeys/demonstration.test.ts tells them.
const elsewhere = ['sampling', 'issued-findings']

test('the stories of supervision are told to their end, and leave something in every status', async () => {
  const stories = supervisionStories(telling.setting).filter(({ name }) => !elsewhere.includes(name))
  await telling.tell(stories)
  expect(await telling.counted()).toEqual([
    'INSPECTION CLOSED 1',
    'INSPECTION PREPARED 1',
    'INSPECTION RECTIFYING 1',
    'INSPECTION UNDER_WAY 1',
    'INSPECTION_PLAN IN_FORCE 2',
    'LEADING_GROUP IN_OFFICE 1',
    'LEADING_GROUP PROPOSED 1',
    'LEDGER_FILING ACCEPTED 1',
    'LEDGER_FILING FILED 2',
    'LEDGER_FILING PREPARED 1',
    'LEDGER_FILING RETURNED 1',
    'MAJOR_EVENT DRAFTED 1',
    'MAJOR_EVENT REPORTED 1',
    'MEASURE_ASSESSMENT DRAFT 1',
    'MEASURE_ASSESSMENT SUBMITTED 1',
    'MEETING CALLED 1',
    'MEETING DECIDED 2',
    'MEETING MINUTED 1',
    'PERIODIC_REPORT ACCEPTED 2',
    'PERIODIC_REPORT DRAFTING 1',
    'RISK_POINT IN_FORCE 10',
    'RISK_POINT PROPOSED 1',
    'RISK_POINT RETIRED 1',
    'RISK_POINT RETURNED 1',
    'RISK_POINT REVISION_PROPOSED 1',
    'ROTATION_PLAN IN_FORCE 1',
    'SUPERVISED_MATTER CLOSED 1',
    'SUPERVISED_MATTER ORDERED 1',
    'SUPERVISED_MATTER REPORTED 1',
    'TRAINING CLOSED 1',
    'TRAINING HELD 1',
    'TRAINING PLANNED 1',
  ])
})

test('what is open past its day are a review, a rectification, a first report and an ordered matter', async () => {
  const rows = await database.db
    .selectFrom('record')
    .select(['kind', 'status', 'due_day'])
    .where('is_open', '=', true)
    .where('due_day', '<', sql<string>`${formatDay(today)}::date`)
    .orderBy('kind')
    .execute()
  expect(rows.map(({ kind, status }) => `${kind} ${status}`)).toEqual([
    'INSPECTION RECTIFYING',
    'MAJOR_EVENT DRAFTED',
    'RISK_POINT IN_FORCE',
    'SUPERVISED_MATTER ORDERED',
  ])
})

test.for([
  ['2026-11-20', 'H1', '2026-07-20'],
  ['2026-07-20', 'H2', '2026-01-20'],
  ['2026-07-21', 'H1', '2026-07-20'],
  ['2026-01-15', 'H1', '2025-07-20'],
  ['2026-01-21', 'H2', '2026-01-20'],
] as const)('on %s the report due last was that of %s', ([day, half]) => {
  const { last, next } = halvesAt(formatDay(parseDay(day)!))
  expect(last.half).toBe(half)
  expect(next.half).not.toBe(half)
})
