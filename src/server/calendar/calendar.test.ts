import { sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import { accessFunctions, extendCatalogue } from '#access/functions/catalogue.ts'
import { formatDay } from '#base/calendar-math.ts'
import { caseAccessFunctions } from '#cases/case-access.ts'
import { inspectionFunctions } from '#inspections/inspection-access.ts'
import { setUpInspections } from '#inspections/test-inspections.ts'
import { eventFunctions } from '#major-events/event-access.ts'
import { reportFunctions } from '#periodic-reports/report-access.ts'
import { testDatabase } from '#platform/postgres/test-database.ts'
import { shanghaiDay } from '#records/deadlines/working-days.ts'
import { samplingFunctions } from '#sampling/sampling-access.ts'
import { signedIn, type TestBrowser } from '../test-browser.ts'
import { addPerson, startTestServer } from '../test-server.ts'

const database = await testDatabase()
const { owner } = database
const names = ['supervise1', 'headCity', 'head1', 'auditor1', 'auditBeside', 'enter1', 'system1'] as const
type Who = (typeof names)[number]
const browsers = {} as Record<Who, TestBrowser>

const today = shanghaiDay(new Date())
const dayFrom = (days: number): string => formatDay(today + days)
const period = `from=${dayFrom(-30)}&to=${dayFrom(30)}`

interface Kept {
  readonly kind: string
  readonly status: string
  readonly region?: string
  readonly data: object
  readonly dueDay?: string
}

/** Records as slices keep them: the calendar reads them only. */
async function keep(
  recordId: string,
  { kind, status, region = '990101', data, dueDay }: Kept,
): Promise<void> {
  await sql`
    insert into app.record (
      record_id, kind, status, version, regions, agency_id, concerned, data, is_open,
      entered_by, entered_at, changed_by, changed_at, due_day
    )
    values (
      ${recordId}, ${kind}, ${status}, 1, ${[region]}, ${`A${region}`}, '{}', ${JSON.stringify(data)}::jsonb, true,
      'enter1', now(), 'enter1', now(), ${dueDay ?? null}
    )
  `.execute(owner)
}

beforeAll(async () => {
  await setUpInspections(database)
  const issued = { title: '三季度疑点', due_on: dayFrom(-3), written_back_on: null }
  await keep('issued', { kind: 'ISSUED_FINDINGS', status: 'ISSUED', data: issued })
  const late = { title: '二季度疑点', due_on: dayFrom(-9), written_back_on: dayFrom(-8) }
  await keep('late', { kind: 'ISSUED_FINDINGS', status: 'CLOSED', data: late })
  const filing = { year: 2026, due_on: dayFrom(9), filed_on: dayFrom(-1) }
  await keep('filing', { kind: 'LEDGER_FILING', status: 'FILED', data: filing })
  const beside = { ...filing, filed_on: null }
  await keep('beside', { kind: 'LEDGER_FILING', status: 'DRAFT', region: '990102', data: beside })
  await keep('case', { kind: 'CASE', status: 'VERIFYING', data: {}, dueDay: dayFrom(9) })
  const server = await startTestServer(database, {
    catalogue: extendCatalogue(accessFunctions, [
      ...inspectionFunctions,
      ...eventFunctions,
      ...reportFunctions,
      ...caseAccessFunctions,
      ...samplingFunctions,
    ]),
  })
  for (const name of names) {
    await addPerson(database, { staffId: name })
    browsers[name] = await signedIn(server, name)
  }
})

type Item = Record<string, unknown>

async function listed(who: Who, query = ''): Promise<Item[]> {
  const answer = await browsers[who].get(`/api/deadlines?${period}${query}`)
  expect(answer.status, answer.text).toBe(200)
  // Every unit has its reports and meetings due, whatever the test keeps.
  return (answer.body.items as Item[]).filter(({ slice }) => slice !== 'reports')
}
const idsOf = (items: readonly Item[]): unknown[] => items.map(({ record_id }) => record_id).sort()

describe('the calendar', () => {
  test.for<[Who, string[]]>([
    ['supervise1', ['beside', 'case', 'filing', 'issued', 'late']],
    ['headCity', ['beside', 'case', 'filing', 'issued', 'late']],
    ['head1', ['case', 'filing', 'issued', 'late']],
    ['auditor1', ['case', 'filing', 'issued', 'late']],
    ['auditBeside', ['beside']],
    ['system1', []],
  ])('%s sees %s', async ([who, ids]) => {
    expect(idsOf(await listed(who))).toEqual(ids)
  })

  test('says of each whether it is open, overdue, done, or was done late', async () => {
    const states = new Map((await listed('supervise1')).map(({ record_id, state }) => [record_id, state]))
    expect(Object.fromEntries(states)).toEqual({
      ...{ issued: 'OVERDUE', late: 'LATE', filing: 'DONE', beside: 'OPEN', case: 'OPEN' },
    })
    expect(idsOf(await listed('supervise1', '&state=OVERDUE,LATE'))).toEqual(['issued', 'late'])
  })

  test('is looked for by kind, unit and region', async () => {
    expect(idsOf(await listed('supervise1', '&slice=ledger'))).toEqual(['beside', 'filing'])
    expect(idsOf(await listed('supervise1', '&slice=ledger&agency_id=A990102'))).toEqual(['beside'])
    expect(idsOf(await listed('supervise1', '&region=990102'))).toEqual(['beside'])
    expect(idsOf(await listed('supervise1', '&region=990100'))).toHaveLength(5)
  })

  test('goes page by page, the earliest first, and leaves out none', async () => {
    const seen: unknown[] = []
    let cursor = ''
    do {
      const answer = await browsers.supervise1.get(`/api/deadlines?${period}&limit=2${cursor}`)
      const { items, next_cursor } = answer.body as { items: Item[]; next_cursor: string | null }
      seen.push(...items.filter(({ slice }) => slice !== 'reports').map(({ due_on }) => due_on))
      cursor = next_cursor === null ? '' : `&cursor=${next_cursor}`
    } while (cursor !== '')
    expect(seen).toEqual([dayFrom(-9), dayFrom(-3), dayFrom(9), dayFrom(9), dayFrom(9)])
  })

  test('counts the days, every day of the period among them, within the scope', async () => {
    const countsOf = async (who: Who) => {
      const answer = await browsers[who].get(`/api/deadlines/days?${period}`)
      expect(answer.status, answer.text).toBe(200)
      expect(answer.body.today).toBe(dayFrom(0))
      return answer.body.items as Item[]
    }
    const days = await countsOf('supervise1')
    expect(days).toHaveLength(61)
    const on = (day: string) => days.find((each) => each.day === day)
    expect(on(dayFrom(9))).toMatchObject({ open: 2, overdue: 0, done: 1 })
    expect(on(dayFrom(-3))).toMatchObject({ open: 0, overdue: 1, done: 0 })
    expect(on(dayFrom(-9))).toMatchObject({ open: 0, overdue: 0, done: 1 })
    const beside = await countsOf('auditBeside')
    expect(beside.find((each) => each.day === dayFrom(9))).toMatchObject({ open: 1, done: 0 })
  })

  test('marks days off, and years whose holidays nobody announced', async () => {
    const answer = await browsers.supervise1.get('/api/deadlines/days?from=2026-10-01&to=2026-10-09')
    const days = answer.body.items as Item[]
    expect(days[0]).toMatchObject({ day: '2026-10-01', is_provisional: false })
    const later = await browsers.supervise1.get('/api/deadlines/days?from=2099-01-01&to=2099-01-04')
    // Without a notice a Saturday is off.
    expect(later.body.items).toMatchObject([
      { day: '2099-01-01', is_working: true, is_provisional: true },
      { day: '2099-01-02', is_working: true, is_provisional: true },
      { day: '2099-01-03', is_working: false, is_provisional: true },
      { day: '2099-01-04', is_working: false, is_provisional: true },
    ])
  })

  test('goes out as a file, for a spreadsheet and for another calendar', async () => {
    const csv = await browsers.supervise1.get(`/api/deadlines/export?${period}&format=csv&slice=sampling`)
    expect(csv.status, csv.text).toBe(200)
    expect(csv.text.trim().split(/\r?\n/)).toHaveLength(3)
    const ics = await browsers.supervise1.get(`/api/deadlines/export?${period}&format=ics&slice=ledger`)
    expect(ics.status).toBe(200)
    expect(ics.text.match(/BEGIN:VEVENT/g)).toHaveLength(2)
    expect((await browsers.enter1.get(`/api/deadlines/export?${period}&format=csv`)).status).toBe(403)
  })

  test.for([
    ['an end before the beginning', `from=${dayFrom(1)}&to=${dayFrom(0)}`],
    ['more than a year', 'from=2025-01-01&to=2026-12-31'],
    ['a day that is none', 'from=2026-02-30&to=2026-03-01'],
    ['no period', 'slice=ledger'],
    ['an unknown kind', `${period}&slice=weather`],
    ['an unknown state', `${period}&state=OPEN,GONE`],
  ])('refuses %s', async ([, query]) => {
    expect((await browsers.supervise1.get(`/api/deadlines?${query}`)).status).toBe(422)
  })
})
