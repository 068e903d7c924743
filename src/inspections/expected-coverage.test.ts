import { sql } from 'kysely'
import { beforeAll, expect, test } from 'vitest'
import { testDatabase } from '#platform/postgres/test-database.ts'
import { acceptedAnswer } from '#records/test-acting.ts'
import { openInspection, planInput, setUpInspections, takeStep, thisYear } from './test-inspections.ts'

/** A fifth of the agencies on site is due every year (C318), with a plan and without one. */
const database = await testDatabase()
const { db, owner } = database
const year = thisYear()

beforeAll(async () => {
  await setUpInspections(database)
  // Fund supervision of the city, which has no plan.
  await sql`
    insert into app.agency (agency_id, name, kind, region, parent_id, path, reviewed_by_superior)
    values ('S990100', '示例市基金监督科', 'SUPERVISION', '990100', null, '{S990100}', false)
  `.execute(owner)
})

const dueAt = async (agencyId: string) => {
  const { rows } = await sql<{ due_on: string; done_on: string | null; is_planned: boolean }>`
    select due_on::text as due_on, done_on::text as done_on, record_id is not null as is_planned
    from app.deadlines_of_inspections
    where agency_id = ${agencyId} and kind = 'COVERAGE'
    order by due_on
  `.execute(db)
  return rows
}

test('fund supervision without a plan has it in the calendar, done when a fifth was inspected', async () => {
  expect(await dueAt('S990100')).toEqual([])
  const inspectionId = await openInspection(database)
  const dueOn = `${year}-12-31`
  const open = { due_on: dueOn, done_on: null, is_planned: false }
  // Agencies that are no fund supervision owe none.
  expect(await dueAt('A990101')).toEqual([])
  expect(await dueAt('S990100')).toEqual([open])

  const finish = (day: string, isOnSite: boolean) =>
    sql`
      update app.record
      set
        agency_id = 'S990100',
        data = data || ${JSON.stringify({ finished_on: day, is_on_site: isOnSite })}::jsonb
      where record_id = ${inspectionId}
    `.execute(owner)
  await finish(`${year}-03-04`, false)
  expect(await dueAt('S990100')).toEqual([open])
  await finish(`${year - 1}-03-04`, true)
  expect(await dueAt('S990100')).toEqual([open])
  await finish(`${year}-03-04`, true)
  // One of the city's three handling agencies is a fifth.
  expect(await dueAt('S990100')).toEqual([{ ...open, done_on: `${year}-03-04` }])
  // Of six, two are.
  await sql`
    insert into app.agency (agency_id, name, kind, region, parent_id, path, reviewed_by_superior)
    select 'H' || n, '示例' || n, 'HANDLING', '990102', null, array['H' || n], false
    from generate_series(1, 3) as n
  `.execute(owner)
  expect(await dueAt('S990100')).toEqual([open])
})

test('with a plan in force it is the plan’s, once', async () => {
  const propose = { by: 'supervise1', kind: 'INSPECTION_PLAN', recordId: null, action: 'propose' } as const
  const { recordId } = acceptedAnswer(
    await takeStep(database, { ...propose, input: planInput({ year: 2032 }) }),
  )
  await sql`
    update app.record
    set agency_id = 'S990100', data = jsonb_set(data, '{year}', to_jsonb(${year}::integer))
    where record_id = ${recordId}
  `.execute(owner)
  expect((await dueAt('S990100')).map(({ is_planned }) => is_planned)).toEqual([false])
  await sql`update app.record set status = 'IN_FORCE' where record_id = ${recordId}`.execute(owner)
  expect((await dueAt('S990100')).map(({ is_planned }) => is_planned)).toEqual([true])
})
