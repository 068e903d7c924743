import { randomBytes } from 'node:crypto'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import { inspectionRecordKinds } from '#inspections/inspection-kinds.ts'
import {
  addPost,
  addStaff,
  doStep,
  inspectionIn,
  inspectionsCatalogue,
  openInspection,
  planInput,
  setUpInspections,
  storedInspection,
  takeStep,
  thisYear,
} from '#inspections/test-inspections.ts'
import { testDatabase } from '#platform/postgres/test-database.ts'
import { attachmentTurns, defaultAttachmentLimits } from '#records/attachments/upload-attachment.ts'
import { acceptedAnswer } from '#records/test-acting.ts'
import { staleFeed } from '#rules/process/stale-feed.ts'
import { signedIn, type TestBrowser } from '../test-browser.ts'
import { addPerson, startTestServer } from '../test-server.ts'

const database = await testDatabase()
const names = ['supervise1', 'auditCity', 'headCity', 'head1', 'auditor1', 'auditBeside', 'system1'] as const
const browsers = {} as Record<(typeof names)[number] | 'enter1', TestBrowser>

beforeAll(async () => {
  await setUpInspections(database)
  const server = await startTestServer(database, {
    kinds: inspectionRecordKinds(),
    catalogue: inspectionsCatalogue,
    attachments: {
      store: {
        folder: mkdtempSync(path.join(tmpdir(), 'fangxian-test-')),
        masterKeys: [{ version: 1, key: randomBytes(32) }],
      },
      scanner: null,
      limits: { ...defaultAttachmentLimits, fileBytesMax: 100_000 },
      turns: attachmentTurns(),
    },
  })
  for (const name of [...names, 'enter1'] as const) {
    await addPerson(database, { staffId: name })
    browsers[name] = await signedIn(server, name)
  }
})

type Item = Record<string, unknown>
type Who = keyof typeof browsers

async function listed(who: Who, address: string): Promise<Item[]> {
  const answer = await browsers[who].get(`/api/${address}`)
  expect(answer.status, answer.text).toBe(200)
  return answer.body.items as Item[]
}
const idsOf = (items: readonly Item[]): unknown[] => items.map(({ record_id }) => record_id)

describe('the list of inspections', () => {
  test('is of one’s scope; what is being prepared is not the unit’s to read', async () => {
    const prepared = await openInspection(database, { title: '尚未通知' })
    const notified = await inspectionIn(database, 'RECTIFYING')
    const ids = async (who: Who, query = '') =>
      idsOf(await listed(who, `inspections?sort=entered_at${query}`))
    expect(await ids('supervise1')).toEqual([prepared, notified])
    expect(await ids('head1')).toEqual([notified])
    expect(await ids('auditBeside')).toEqual([])
    expect(await ids('system1')).toEqual([])
    expect(await ids('supervise1', '&status=PREPARED')).toEqual([prepared])
    expect(await ids('supervise1', '&inspected=A990102')).toEqual([])
    expect(await ids('supervise1', '&region=990101&is_on_site=true&kind=SPECIAL')).toHaveLength(2)
    expect(await ids('supervise1', '&is_on_site=false')).toEqual([])
    expect(await ids('supervise1', `&year=${thisYear() - 1}`)).toEqual([])
    const [item] = await listed('supervise1', 'inspections?status=RECTIFYING')
    expect(item).toMatchObject({ facts: 1, amount_fen: '123456', items: 1, items_verified: 0, team: 2 })
    expect((await browsers.supervise1.get('/api/inspections?handler=x')).status).toBe(422)
  })

  test('is exported with what is shown', async () => {
    const answer = await browsers.auditCity.get('/api/inspections/export?format=csv&status=RECTIFYING')
    expect(answer.status, answer.text).toBe(200)
    const [head, line] = answer.text.trim().split(/\r?\n/)
    expect(head).toContain('检查事项')
    expect(line).toContain('1234.56')
  })
})

describe('the fifth on site', () => {
  test('is counted of the agencies below, and says what is left', async () => {
    const before = await browsers.supervise1.get(`/api/inspections/plans?year=${thisYear()}`)
    const [none] = before.body.items as [{ record_id: unknown; coverage: Item }]
    expect(none).toMatchObject({ record_id: null, is_own: true, coverage: { population: 2, required: 1 } })
    const input = planInput()
    const proposed = await takeStep(database, {
      ...{ by: 'supervise1', kind: 'INSPECTION_PLAN', recordId: null, action: 'propose', input },
    })
    const { recordId } = acceptedAnswer(proposed)
    const approve = { by: 'headCity', kind: 'INSPECTION_PLAN', recordId, action: 'approve' } as const
    acceptedAnswer(await takeStep(database, approve))
    const inspected = await inspectionIn(database, 'AWAITING_STATEMENT')
    const [plan] = await listed('headCity', `inspections/plans?year=${thisYear()}`)
    expect(plan).toMatchObject({
      record_id: recordId,
      status: 'IN_FORCE',
      coverage: { population: 2, required: 1, done: 1, missing: 0 },
    })
    const agencies = plan!.agencies as Item[]
    expect(agencies.map(({ agency_id, is_covered }) => [agency_id, is_covered])).toEqual([
      ['A990101', true],
      ['A990102', false],
    ])
    expect(JSON.stringify(agencies[0])).toContain(inspected)
    const { data } = await storedInspection(database, inspected)
    expect((data as unknown as { plan_id: string }).plan_id).toBe(recordId)
  })

  test('is not for whoever reads no inspections, and of no other agency', async () => {
    expect((await browsers.enter1.get(`/api/inspections/plans?year=${thisYear()}`)).status).toBe(403)
    expect(await listed('auditor1', `inspections/plans?year=${thisYear()}`)).toEqual([])
  })
})

describe('documents', () => {
  test('notice and opinion are written once, under numbers without gaps, and nobody beside reads them', async () => {
    const recordId = await inspectionIn(database, 'RECTIFYING')
    const write = (who: Who, document: string) =>
      browsers[who].post(`/api/inspections/${recordId}/documents/${document}`, {})
    expect((await write('auditBeside', 'opinion')).status).toBe(404)
    const written = await write('supervise1', 'opinion')
    expect(written.status, written.text).toBe(200)
    expect((await write('supervise1', 'opinion')).status).toBe(409)
    const { data } = await storedInspection(database, recordId)
    expect(data.opinion!.number.text).toMatch(/^示例市中心检意〔\d{4}〕\d+号$/)
    const address = `/api/records/INSPECTION/${recordId}/attachments/${data.opinion!.attachment_id}`
    expect((await browsers.head1.get(address)).status).toBe(200)
    expect((await browsers.auditBeside.get(address)).status).toBe(404)
    const numbers = await sql<{ number: number }>`
      select (data -> 'notice' -> 'number' ->> 'number')::integer as number
      from app.record
      where kind = 'INSPECTION' and data -> 'notice' <> 'null'::jsonb
      order by 1
    `.execute(database.owner)
    expect(numbers.rows.map(({ number }) => number)).toEqual(numbers.rows.map((_, at) => at + 1))
  })

  test('two leaders who sign at once take two numbers', async () => {
    const ids = [await openInspection(database), await openInspection(database)]
    const signed = await Promise.all(
      ids.map((recordId, at) =>
        doStep(database, { recordId, action: 'issue', by: at === 0 ? 'headCity' : 'deputyCity' }),
      ),
    )
    expect(signed.map(({ outcome }) => outcome)).toEqual(['accepted', 'accepted'])
    const texts = await Promise.all(
      ids.map(async (recordId) => (await storedInspection(database, recordId)).data.notice!.number.number),
    )
    expect(Math.abs(texts[0]! - texts[1]!)).toBe(1)
  })
})

describe('the dossier', () => {
  test('offers the team what it may name, and the unit nothing', async () => {
    const recordId = await inspectionIn(database, 'UNDER_WAY')
    await sql`
      insert into app.finding (
        finding_id, standard_version, rule_code, rule_version, level, subject_kind, subject_id, person_name,
        period_from, period_to, amount_fen, evidence_count, explanation, regions, owner_region, agency_id, sources,
        episode, status, open_amount_fen, first_found_at, last_found_at, last_as_of
      )
      values (
        '00000000000000a1', 1, 'DTH-01', 1, 1, 'person', 'P1', '某甲', '2026-01', '2026-01', 100, 0, '说明',
        '{990101}', '990101', 'A990101', '{RUN}', 1, 'OPEN', 100, clock_timestamp(), clock_timestamp(), current_date
      )
    `.execute(database.owner)
    const dossier = async (who: Who) => (await browsers[who].get(`/api/inspections/${recordId}/dossier`)).body
    expect((await dossier('supervise1')).open_findings).toMatchObject([{ finding_id: '00000000000000a1' }])
    expect((await dossier('head1')).open_findings).toEqual([])
    expect((await browsers.auditBeside.get(`/api/inspections/${recordId}/dossier`)).status).toBe(404)
  })

  test('says who may not be in a team', async () => {
    await addStaff(database.owner, 'served', { agency: 'A990100', roles: ['SUPERVISION'] })
    await addPost(database.owner, 'served', { agency: 'A990101', startedOn: '2010-01-01' })
    const { body } = await browsers.auditCity.get('/api/inspections/choices?inspected=A990101')
    const staff = body.staff as Item[]
    const barred = staff.filter(({ is_barred }) => is_barred).map(({ staff_id }) => staff_id)
    expect(barred).toEqual(['served', 'auditor1'])
    // Names of one's own agency only.
    expect(staff.find(({ staff_id }) => staff_id === 'auditor1')).toMatchObject({ name: null })
    expect(staff.find(({ staff_id }) => staff_id === 'served')).toMatchObject({ name: 'served' })
    expect((body.agencies as Item[]).map(({ agency_id }) => agency_id)).toEqual([
      'A990101',
      'A990102',
      'A990100',
    ])
  })
})

describe('off-site supervision', () => {
  test('calls each table stale by its own days, as R-WF-15 does', async () => {
    const day = (back: number) =>
      new Date(Date.now() + 8 * 3_600_000 - back * 86_400_000).toISOString().slice(0, 10)
    const feed = (table: string, back: number) => ({ table, rows: 1, last_date: day(back) })
    const result = {
      tables: [feed('death', 32), feed('payment', 200), feed('certification', 40), feed('imprisonment', 366)],
    }
    await sql`
      insert into app.screening_run (run_id, snapshot_id, agency_id, region, state, asked_at, finished_at, result)
      values ('run-of-feeds', 'snap-of-feeds', 'A990101', '990101', 'DONE', now(), now(), ${JSON.stringify(result)}::jsonb)
    `.execute(database.owner)
    // Agreed: certifications every thirty days.
    await sql`
      insert into register.feed (table_name, kind, delivery_id, delivered_at, days_max)
      values ('certification', 'DELIVERED', 'D1', now(), 30)
      on conflict (table_name) do update
      set days_max = 30
    `.execute(database.owner)
    const items = await listed('supervise1', 'inspections/off-site')
    const stale = new Map(items.map(({ agency_id, stale_feeds }) => [agency_id, stale_feeds]))
    expect(stale.get('A990101')).toEqual([
      { table: 'certification', last_on: day(40), allowed: 30 },
      { table: 'death', last_on: day(32), allowed: 31 },
      { table: 'imprisonment', last_on: day(366), allowed: 365 },
    ])
    expect(stale.get('A990102')).toEqual([])
    const { death_days, days_max } = staleFeed.parameters
    expect([death_days?.default, days_max?.default]).toEqual(['31', '365'])
    await sql`delete from app.screening_run where run_id = 'run-of-feeds'`.execute(database.owner)
  })

  test('shows each agency of the scope with its figures', async () => {
    const items = await listed('supervise1', 'inspections/off-site')
    expect(items.map(({ agency_id }) => agency_id)).toEqual(['A990100', 'A990101', 'A990102'])
    expect(items[1]).toMatchObject({
      findings: [
        { level: 1, count: 1 },
        { level: 2, count: 0 },
        { level: 3, count: 0 },
      ],
      open_fen: '100',
      verified: 0,
      precision_millionths: null,
      data_as_of: null,
      // `both` holds entry and review.
      conflicts: 1,
    })
    // One agency’s rectification is not another’s, and the city’s findings are those of its counties.
    expect(Number(items[1]!.items_open)).toBeGreaterThan(0)
    // So does `outsider`.
    expect(items[2]).toMatchObject({ items_open: 0, conflicts: 1, open_fen: '0' })
    expect(items[0]).toMatchObject({ items_open: 0, open_fen: '100' })
    expect((await listed('auditBeside', 'inspections/off-site')).map(({ agency_id }) => agency_id)).toEqual([
      'A990102',
    ])
    expect((await browsers.enter1.get('/api/inspections/off-site')).status).toBe(403)
  })
})
