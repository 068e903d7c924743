import { sql } from 'kysely'
import { beforeAll, expect, test } from 'vitest'
import { testDatabase } from '#platform/postgres/test-database.ts'
import { acceptedAnswer } from '#records/test-acting.ts'
import { enterOrder, openOffice, setUpOffice } from '../test-office.ts'
import { loadTable, orderStep } from '../test-orders.ts'
import { readAnnouncedYears, withAnnouncedYears } from './calendar-store.ts'

const database = await testDatabase()
const { owner, pool } = database
const own = openOffice(database, 'own')
const mirror = openOffice(database, 'mirror')
beforeAll(() => setUpOffice(database))

async function entered(staffId: string, kind: string, input: unknown): Promise<string> {
  return acceptedAnswer(await enterOrder(own.as(staffId), { kind, input })).recordId
}
const step = (staffId: string, kind: string, action: string, recordId: string, input: unknown = {}) =>
  orderStep(own.as(staffId), { kind, action, recordId, input })

const kind = 'ORDER_PARAMETER_CHANGE'
const value = (changes: Readonly<Record<string, unknown>> = {}) => ({
  what: 'VALUE',
  name: 'RESIDENT_BASIC',
  region: '990101',
  scheme: '170',
  value: '210.00',
  valid_from: '2026-07',
  valid_to: null,
  document: '人社发〔2026〕1号',
  reason: '年度调整',
  ...changes,
})
const valuesNow = async () => {
  const { rows } = await sql`
    select value_millionths::text as value, valid_from, valid_to, source_order is not null as ordered
    from register.policy_parameter
    where name = 'RESIDENT_BASIC'
    order by valid_from
  `.execute(owner)
  return rows
}
const july = 2026 * 12 + 6

test('a parameter is entered by the policy post and approved by a leader, and ends what held before', async () => {
  await loadTable(pool, 'policy_parameter', [
    {
      name: 'RESIDENT_BASIC',
      region: '990101',
      scheme: '170',
      value: '200',
      valid_from: '2024-01',
      valid_to: null,
    },
  ])
  expect(Object.keys(own.kinds.find((each) => each.kind === kind)!.actions)).not.toContain('review')
  expect(await enterOrder(own.as('enter1'), { kind, input: value() })).toMatchObject({
    code: 'not_permitted',
  })
  const recordId = await entered('policy1', kind, value())
  expect(await step('policy1', kind, 'approve', recordId, { reason: null })).toMatchObject({
    code: 'not_permitted',
  })
  expect(await step('deputy1', kind, 'approve', recordId, { reason: null })).toMatchObject({
    status: 'DONE',
  })
  expect(await valuesNow()).toEqual([
    { value: '200000000', valid_from: 2024 * 12, valid_to: july - 1, ordered: true },
    { value: '210000000', valid_from: july, valid_to: null, ordered: true },
  ])
})

test.for([
  { name: 'the same again', changes: {} },
  { name: 'an end before its beginning', changes: { valid_to: '2026-06' } },
  { name: 'one that another cuts short', changes: { valid_from: '2026-01', value: '205' } },
])('a parameter is refused: $name', async ({ changes }) => {
  const answer = await enterOrder(own.as('policy1'), { kind, input: value(changes) })
  expect(answer).toMatchObject({ code: 'conflict' })
})

test('a parameter of a region beyond the scope is not found, and that of all regions is the province’s', async () => {
  for (const region of ['990102', '*', '888888']) {
    const answer = await enterOrder(own.as('policy1'), { kind, input: value({ region }) })
    expect(['not_found', 'not_permitted']).toContain((answer as { code: string }).code)
  }
})

test('a parameter of a mirror waits for the core system, but a year of working days does not', async () => {
  const input = value({ valid_from: '2027-01', value: '215' })
  const { recordId } = acceptedAnswer(await enterOrder(mirror.as('policy1'), { kind, input }))
  const before = await valuesNow()
  const given = { kind, action: 'approve', recordId, input: { reason: null } }
  expect(await orderStep(mirror.as('head1'), given)).toMatchObject({ status: 'AWAITING_CONFIRMATION' })
  expect(await valuesNow()).toEqual(before)
})

test('a parameter may be the working days of a year, numbered on from the year before', async () => {
  await sql`
    insert into register.calendar (day, is_working, working_number)
    select
      day - date '1970-01-01',
      extract(isodow from day) < 6,
      count(*) filter (where extract(isodow from day) < 6) over (order by day)
    from generate_series(date '2028-01-01', date '2028-12-31', interval '1 day') as each (at), lateral (select at::date) as d (day)
  `.execute(owner)
  const calendar = {
    what: 'CALENDAR',
    year: 2029,
    // A Monday and a Saturday; and a Friday of the December before.
    off: ['2029-01-01', '2028-12-29'],
    worked: ['2029-01-06'],
    document: '国办发明电〔2028〕1号',
    reason: '放假安排公布',
  }
  const { recordId } = acceptedAnswer(await enterOrder(mirror.as('policy1'), { kind, input: calendar }))
  const approval = { kind, action: 'approve', recordId, input: { reason: null } }
  expect(await orderStep(mirror.as('head1'), approval)).toMatchObject({ status: 'DONE' })
  const { rows } = await sql<{ day: string; is_working: boolean; number: number }>`
    select (date '1970-01-01' + day)::text as day, is_working, working_number as number
    from register.calendar
    where day between date '2028-12-28' - date '1970-01-01' and date '2029-01-06' - date '1970-01-01'
    order by day
  `.execute(owner)
  expect(rows.map(({ day, is_working: works, number }) => `${day} ${works} ${number}`)).toEqual([
    '2028-12-28 true 259',
    '2028-12-29 false 259',
    '2028-12-30 false 259',
    '2028-12-31 false 259',
    '2029-01-01 false 259',
    '2029-01-02 true 260',
    '2029-01-03 true 261',
    '2029-01-04 true 262',
    '2029-01-05 true 263',
    '2029-01-06 true 264',
  ])
  const again = await enterOrder(own.as('policy1'), { kind, input: calendar })
  expect(again).toMatchObject({ code: 'conflict' })
  const years = await readAnnouncedYears(pool)
  expect(years).toMatchObject([{ year: 2029, worked: ['2029-01-06'] }])
  const merged = withAnnouncedYears([], years)
  expect(merged).toHaveLength(365)
  expect(merged.filter(({ isWorking }) => isWorking)).toHaveLength(261)
})

test('a parameter with a field that nobody asked for is refused', async () => {
  const input = value({ valid_from: '2030-01', applies_to: '全部' })
  expect(await enterOrder(own.as('policy1'), { kind, input })).toMatchObject({ code: 'invalid_input' })
})
