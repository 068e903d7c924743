import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import { accessFunctions, extendCatalogue } from '#access/functions/catalogue.ts'
import { caseAccessFunctions } from '#cases/case-access.ts'
import { caseKinds } from '#cases/case-kinds.ts'
import { findingFunctions } from '#findings/finding-access.ts'
import { findingSnapshots } from '#findings/reading/finding-snapshots.ts'
import { orderAccessFunctions } from '#orders/order-access.ts'
import { orderKinds } from '#orders/order-functions.ts'
import { testDatabase } from '#platform/postgres/test-database.ts'
import { setUpRegions } from '#runs/test-runs.ts'
import { addRows, fillRegister, idNumberOf } from '../profiles/test-register.ts'
import { signedIn, type TestBrowser } from '../test-browser.ts'
import { addPerson, startTestServer } from '../test-server.ts'
import { eachMax } from './find-everywhere.ts'

const database = await testDatabase()
const people = {
  auditor: ['INTERNAL_AUDIT', '990101'],
  neighbour: ['INTERNAL_AUDIT', '990102'],
  officer: ['SYSTEM_ADMIN', '990101'],
} as const
type Who = keyof typeof people
const browsers = {} as Record<Who, TestBrowser>

const orderId = '01890000-0000-7000-8000-00000000abcd'
const caseId = '01890000-0000-7000-8000-00000000cafe'
const findingId = 'abcdef0123456789'

async function addRecord(recordId: string, kind: string, status: string, personId: string): Promise<void> {
  await sql`
    insert into app.record (
      record_id, kind, status, version, regions, agency_id, person_id, concerned, data, is_open,
      entered_by, entered_at, changed_by, changed_at
    )
    values (
      ${recordId}, ${kind}, ${status}, 1, '{990101}', 'A990101', ${personId}, '{}', '{}', true,
      'auditor', now(), 'auditor', now()
    )
  `.execute(database.owner)
}

async function addFinding(id: string, subjectId: string, region: string): Promise<void> {
  await sql`
    insert into app.finding (
      finding_id, standard_version, rule_code, rule_version, level, subject_kind, subject_id, person_name,
      period_from, period_to, amount_fen, evidence_count, explanation, regions, owner_region, agency_id, sources,
      episode, status, open_amount_fen, first_found_at, last_found_at, last_as_of
    )
    values (
      ${id}, 1, 'DTH-01', 1, 1, 'person', ${subjectId}, '张三乙', '2024-01', '2024-02', 12345, 1, '说明',
      ${[region]}, ${region}, 'A990101', '{RUN}', 1, 'OPEN', 12345, now(), now(), '2024-03-01'
    )
  `.execute(database.owner)
}

beforeAll(async () => {
  await setUpRegions(database)
  const server = await startTestServer(database, {
    kinds: [...orderKinds('own'), ...caseKinds({ findings: findingSnapshots })],
    catalogue: extendCatalogue(accessFunctions, [
      ...findingFunctions,
      ...orderAccessFunctions,
      ...caseAccessFunctions,
    ]),
  })
  for (const [staffId, [role, region]] of Object.entries(people)) {
    await addPerson(database, { staffId })
    await sql`
      insert into app.role_grant (grant_id, staff_id, role, regions, valid_from, origin)
      values (${randomUUID()}, ${staffId}, ${role}, ${[region]}, '2025-01-01', 'DEMONSTRATION')
    `.execute(database.owner)
    browsers[staffId as Who] = await signedIn(server, staffId)
  }
  await fillRegister(database)
  await addRecord(orderId, 'ORDER_ACCOUNT_CHANGE', 'ENTERED', 'P1')
  await addRecord(caseId, 'CASE', 'OPENED', 'P1')
  await addFinding(findingId, 'P1', '990101')
})

interface Hits {
  readonly subjects: { kind: string; ref: string; label: string; id_number: string | null }[]
  readonly findings: { finding_id: string; person_name: string; amount_fen: string }[]
  readonly records: { record_id: string; kind: string }[]
  readonly rules: { code: string }[]
  readonly has_more: boolean
}

async function find(who: Who, query: string): Promise<Hits> {
  const { status, body, text } = await browsers[who].post('/api/search', { query })
  expect(status, text).toBe(200)
  return body as unknown as Hits
}

describe('the search', () => {
  test('by an id number finds the person, masked, with findings and records', async () => {
    const found = await find('auditor', idNumberOf(1))
    expect(found.subjects).toMatchObject([{ kind: 'person', ref: 'P1', id_number: '990101********0010' }])
    expect(found.subjects[0]!.label).toMatch(/^张\*/)
    expect(found.findings).toMatchObject([{ finding_id: findingId, amount_fen: '12345' }])
    expect(found.findings[0]!.person_name).toBe('张**')
    expect(found.records.map(({ record_id }) => record_id).sort()).toEqual([orderId, caseId].sort())
    expect(JSON.stringify(found)).not.toContain(idNumberOf(1))
    expect(JSON.stringify(found)).not.toContain('张三')
  })

  test.for([
    ['the end of a record’s number', '00000000abcd', 'records', 'record_id', orderId],
    ['a whole number of a case', caseId.toUpperCase(), 'records', 'record_id', caseId],
    ['the beginning of a finding’s number', 'ABCDEF', 'findings', 'finding_id', findingId],
    ['the code of a rule', 'dth-01', 'rules', 'code', 'DTH-01'],
  ] as const)('by %s finds it', async ([, query, list, key, value]) => {
    const found = await find('auditor', query)
    expect((found[list] as unknown as Record<string, string>[]).map((each) => each[key])).toEqual([value])
  })

  test('finds nothing outside the scope, and for an officer nothing of business', async () => {
    for (const query of [idNumberOf(1), '00000000abcd', 'abcdef', caseId]) {
      const found = await find('neighbour', query)
      expect([found.findings, found.records], query).toEqual([[], []])
      expect(found.subjects, query).toEqual([])
    }
    const seen = await find('officer', idNumberOf(1))
    expect([seen.findings, seen.records, seen.subjects, seen.rules]).toEqual([[], [], [], []])
    expect((await find('officer', 'DTH')).rules).toEqual([])
  })

  test('of many cuts each kind and says that there are more', async () => {
    const many = Array.from({ length: eachMax + 3 }, (_, at) => ({
      person_id: `Q${at}`,
      id_number: idNumberOf(500 + at),
      name: `欧阳${at}`,
      name_normalised: `欧阳${at}`,
      region: '990101',
      life_status: 'ALIVE',
    }))
    await addRows(database, 'person', many)
    const found = await find('auditor', '欧阳')
    expect(found.subjects).toHaveLength(eachMax)
    expect(found.has_more).toBe(true)
    // Of people who are merely called alike nothing more is shown.
    expect([found.findings, found.records]).toEqual([[], []])
    for (let at = 0; at < eachMax + 3; at += 1)
      await addFinding(`f${at}f0000000000000`.slice(0, 16), 'P3', '990101')
    const findings = await find('auditor', 'P3')
    expect(findings.findings).toHaveLength(eachMax)
    expect(findings.has_more).toBe(true)
  })

  test('is in the trail, what was sought in its payload only', async () => {
    await find('auditor', idNumberOf(3))
    const { rows } = await sql<{ leaf: string; payload: string }>`
      select trail_entry.leaf, trail_payload.payload
      from app.trail_entry
      inner join app.trail_payload using (entry_id)
      where trail_entry.leaf like '%READ/search%'
      order by trail_entry.entry_id
    `.execute(database.owner)
    const own = rows.filter(({ payload }) => payload.includes(idNumberOf(3)))
    expect(own).toHaveLength(1)
    expect(rows.every(({ leaf }) => !leaf.includes('9901011940'))).toBe(true)
  })

  test.for(['', ' a ', 'x'.repeat(65)])('of %j is refused', async (query) => {
    expect((await browsers.auditor.post('/api/search', { query })).status).toBe(422)
  })
})
