import { sql } from 'kysely'
import { beforeAll, expect, test } from 'vitest'
import { Detections } from '#campaigns/detection-source.ts'
import { testDatabase } from '#platform/postgres/test-database.ts'
import { setUpKernel } from '#records/test-kernel.ts'
import { findingDetections } from './detections.ts'

const database = await testDatabase()
const { db, owner } = database

interface Given {
  readonly id: string
  readonly rule?: string
  readonly region?: string
  readonly agency?: string
  readonly from?: string
  readonly to?: string
  readonly fen?: number
  readonly conclusion?: 'TRUE' | 'PARTIAL' | 'FALSE' | 'UNVERIFIABLE'
}

async function addFinding(given: Given): Promise<void> {
  const { id, rule = 'AMT-01', region = '990101', agency = 'A990101' } = given
  const { from = '2024-01', to = '2024-06', fen = 100, conclusion = null } = given
  const findingId = id.padStart(16, '0')
  await sql`
    insert into app.finding (
      finding_id, standard_version, rule_code, rule_version, level, subject_kind, subject_id, person_name, period_from,
      period_to, amount_fen, evidence_count, explanation, regions, owner_region, agency_id, sources, episode, status,
      open_amount_fen, first_found_at, last_found_at, last_as_of, schemes
    )
    values (
      ${findingId}, 1, ${rule}, 1, 1, 'person', ${id}, '', ${from}, ${to}, ${fen}, 1, '', ${[region]}, ${region},
      ${agency}, '{RUN}', 1, 'OPEN', ${fen}, '2026-03-01', '2026-03-01', '2026-03-01', '{}'
    )
  `.execute(owner)
  await sql`
    insert into app.finding_episode (finding_id, episode, opened_at, rule_version, state, amount_fen, evidence_count)
    values (${findingId}, 1, '2026-03-01', 1, 'OPEN', ${fen}, 1)
  `.execute(owner)
  if (conclusion === null) return
  await sql`
    update app.finding_episode
    set state = 'CONCLUDED', conclusion = ${conclusion}, concluded_at = clock_timestamp()
    where finding_id = ${findingId}
  `.execute(owner)
}

async function detected(agencyId: string, from: string, to: string): Promise<Detections> {
  const { rows } = await sql<{ found: unknown }>`
    select ${findingDetections({
      agencyId: sql`${agencyId}::text`,
      from: sql`${from}::text`,
      to: sql`${to}::text`,
    })} as found
  `.execute(db)
  return Detections.parse(rows[0]!.found)
}

beforeAll(async () => {
  await setUpKernel(database)
  await sql`
    insert into app.region (region, name, level, parent, path, valid_from)
    values ('990101001', '示例镇', 'TOWN', '990101', '{990000,990100,990101,990101001}', '2000-01-01')
  `.execute(owner)
  await sql`
    insert into app.agency (agency_id, name, kind, region, parent_id, path, reviewed_by_superior)
    values
      ('T990101001', '示例镇所', 'TOWN', '990101001', 'A990101', '{A990100,A990101,T990101001}', false),
      ('B990101', '示例县局', 'ADMIN', '990101', null, '{B990101}', false)
  `.execute(owner)
  await addFinding({ id: '1', fen: 300 })
  await addFinding({ id: '2', fen: 500, region: '990101001' })
  await addFinding({ id: '3', conclusion: 'TRUE', fen: 70 })
  await addFinding({ id: '4', conclusion: 'PARTIAL', fen: 7 })
  await addFinding({ id: '5', conclusion: 'FALSE' })
  await addFinding({ id: '6', conclusion: 'UNVERIFIABLE' })
  await addFinding({ id: '7', region: '990102', agency: 'A990102' })
  await addFinding({ id: '8', rule: 'DTH-04', from: '', to: '' })
  await addFinding({ id: '9', rule: 'RET-01' })
})

test('a unit is set against what its region’s handling agency owns and nobody found untrue', async () => {
  const found = await detected('A990101', '2019-01', '2026-06')
  expect(found['1.1']).toMatchObject({ count: 4, amount_fen: 877n })
  expect(found['1.1']!.finding_ids).toEqual(['2', '1', '3', '4'].map((id) => id.padStart(16, '0')))
  expect(Object.keys(found).sort()).toEqual(['1.1', '1.4'])
  expect(await detected('B990101', '2019-01', '2026-06')).toEqual(found)
})

test('a township with what lies in it', async () => {
  const found = await detected('T990101001', '2019-01', '2026-06')
  expect(found).toMatchObject({ '1.1': { count: 1, amount_fen: 500n } })
})

test('of the period alone, both months included; without months by the day it was found', async () => {
  expect((await detected('A990101', '2024-06', '2024-06'))['1.1']).toMatchObject({ count: 4 })
  expect((await detected('A990101', '2024-07', '2025-12'))['1.1']).toBeUndefined()
  expect((await detected('A990101', '2019-01', '2023-12'))['1.1']).toBeUndefined()
  expect(Object.keys(await detected('A990101', '2026-03', '2026-03'))).toEqual(['1.4'])
})

test('the digest changes with what it stands for, and only then', async () => {
  const digest = async () => (await detected('A990101', '2019-01', '2026-06'))['1.1']!.digest
  const before = await digest()
  expect(await digest()).toBe(before)
  await addFinding({ id: '10' })
  expect(await digest()).not.toBe(before)
})
