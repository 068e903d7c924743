import { randomBytes, randomUUID } from 'node:crypto'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { sql } from 'kysely'
import PizZip from 'pizzip'
import { beforeAll, describe, expect, test } from 'vitest'
import { caseIn } from '#cases/test-cases.ts'
import { outlines, sections } from '#periodic-reports/report-codes.ts'
import {
  expectReportsSince,
  reportKindsOfTests,
  reportsCatalogue,
  reportsContext,
  setUpReports,
  stored,
  takeStep,
} from '#periodic-reports/test-reports.ts'
import { testDatabase } from '#platform/postgres/test-database.ts'
import { openAttachment } from '#records/attachments/open-attachment.ts'
import {
  type AttachmentService,
  attachmentTurns,
  defaultAttachmentLimits,
} from '#records/attachments/upload-attachment.ts'
import { acceptedAnswer } from '#records/test-acting.ts'
import { signedIn, type TestBrowser } from '../test-browser.ts'
import { addPerson, startTestServer } from '../test-server.ts'

const database = await testDatabase()
const names = ['audit1', 'audit2', 'head1', 'account1', 'auditBeside', 'system1', 'supervise1'] as const
type Name = (typeof names)[number]
const attachments: AttachmentService = {
  store: {
    folder: mkdtempSync(path.join(tmpdir(), 'fangxian-test-')),
    masterKeys: [{ version: 1, key: randomBytes(32) }],
  },
  scanner: null,
  limits: { ...defaultAttachmentLimits, fileBytesMax: 100_000 },
  turns: attachmentTurns(),
}
const browsers = {} as Record<Name, TestBrowser>

beforeAll(async () => {
  await setUpReports(database)
  const server = await startTestServer(database, {
    kinds: reportKindsOfTests,
    catalogue: reportsCatalogue,
    attachments,
  })
  for (const name of names) {
    await addPerson(database, { staffId: name })
    browsers[name] = await signedIn(server, name)
  }
  await expectReportsSince(database.owner, '2024-01-01')
}, 120_000)

type Item = Record<string, unknown>
async function listed(who: Name, address: string): Promise<Item[]> {
  const answer = await browsers[who].get(`/api/${address}`)
  expect(answer.status, answer.text).toBe(200)
  return answer.body.items as Item[]
}

const facts = {
  ...{ occurred_on: '2026-03-01', channel: 'SCREENING', schemes: ['110'], nature: 'FRAUD' },
  people: [{ person_name: '欧阳某某', position: '家属' }],
  ...{ summary: '继续领取', cause: '未比对', measures: '追缴', transfer: 'NONE', finding_ids: [] },
  ...{ loss: '0.00', recovered: '0.00' },
}
async function eventFor(by: string, changes: object): Promise<string> {
  const input = {
    ...{ stage: 'FIRST', grade: '1', found_at: new Date(Date.now() - 3_600_000).toISOString(), ...facts },
    ...{ case_ids: [], amount: '100.00' },
    ...changes,
  }
  const answer = await takeStep(database, { by, kind: 'MAJOR_EVENT', recordId: null, action: 'draft', input })
  return acceptedAnswer(answer).recordId
}
const sign = (recordId: string, by = 'head1') =>
  takeStep(database, { by, kind: 'MAJOR_EVENT', recordId, action: 'sign' })

describe('the list of events', () => {
  test('shows what was reported too lightly, too late or not at all', async () => {
    const { recordId: caseId } = await caseIn(database, 'HANDLING', { rows: [12_000_000] })
    expect((await listed('audit1', 'major-events/unreported')).map(({ case_id }) => case_id)).toContain(
      caseId,
    )
    const light = await eventFor('audit1', { case_ids: [caseId], amount: '107999.99' })
    // A draft is no report.
    expect((await listed('audit1', 'major-events/unreported')).map(({ case_id }) => case_id)).toContain(
      caseId,
    )
    acceptedAnswer(await sign(light))
    expect((await listed('audit1', 'major-events/unreported')).map(({ case_id }) => case_id)).not.toContain(
      caseId,
    )
    const full = await eventFor('audit1', { case_ids: [caseId], amount: '108000.00' })
    const late = await eventFor('audit1', { found_at: new Date(Date.now() - 30 * 3_600_000).toISOString() })
    const items = new Map((await listed('audit1', 'major-events')).map((each) => [each.record_id, each]))
    expect(items.get(light)).toMatchObject({
      is_understated: true,
      confirmed_fen: '12000000',
      minutes_late: 0,
    })
    expect(items.get(full)).toMatchObject({ is_understated: false })
    expect(items.get(late)!.minutes_late).toBeGreaterThanOrEqual(359)
    const ids = async (query: string) =>
      (await listed('audit1', `major-events?${query}`)).map(({ record_id }) => record_id)
    expect(await ids('is_understated=true')).toEqual([light])
    expect(await ids('is_late=true')).toEqual([late])
    expect(await ids('status=REPORTED')).toEqual([light])
    expect(await ids('sort=amount_fen')).toEqual([late, light, full])
  })

  test('is that of one’s own regions, for those who may read it', async () => {
    const own = await eventFor('audit1', {})
    const beside = await eventFor('auditBeside', {})
    const seen = async (who: Name) =>
      (await listed(who, 'major-events?limit=200')).map(({ record_id }) => record_id)
    expect([(await seen('audit1')).includes(own), (await seen('audit1')).includes(beside)]).toEqual([
      true,
      false,
    ])
    expect([(await seen('auditBeside')).includes(own), (await seen('auditBeside')).includes(beside)]).toEqual(
      [false, true],
    )
    const above = await seen('supervise1')
    expect([above.includes(own), above.includes(beside)]).toEqual([true, true])
    expect(await seen('account1')).toEqual([])
    expect(await seen('system1')).toEqual([])
    const opened = await browsers.auditBeside.get(`/api/records/MAJOR_EVENT/${own}`)
    expect(opened.status).toBe(404)
  })

  test('masks who is concerned', async () => {
    const opened = await browsers.audit2.get(`/api/records/MAJOR_EVENT/${await eventFor('audit1', {})}`)
    expect(opened.status, opened.text).toBe(200)
    expect(opened.text).not.toContain('欧阳某某')
  })

  test('goes out as shown, with a line in the trail', async () => {
    const answer = await browsers.audit1.get('/api/major-events/export?format=csv&is_understated=true')
    expect(answer.status).toBe(200)
    expect(answer.text.split('\n')[0]).toContain('编号')
    expect(answer.text).toContain('107999.99')
    expect((await browsers.account1.get('/api/major-events/export?format=csv')).text).not.toContain(
      '107999.99',
    )
  })
})

const step = (by: string, recordId: string | null, action: string, input: unknown = {}) =>
  takeStep(database, { by, kind: 'PERIODIC_REPORT', recordId, action, input })

async function filed(year: number): Promise<string> {
  const { recordId } = acceptedAnswer(
    await step('audit1', null, 'open', { kind: 'RISK_HALF_YEAR', year, half: 'H1' }),
  )
  for (const section of outlines.RISK_HALF_YEAR.needed) {
    acceptedAnswer(
      await step('audit1', recordId, 'write', { section, text: `${sections[section].zh}已落实` }),
    )
  }
  acceptedAnswer(await step('audit1', recordId, 'submit'))
  acceptedAnswer(await step('head1', recordId, 'approve'))
  return recordId
}

describe('periodic reports', () => {
  test('list what nobody began, and page through it without losing a row', async () => {
    const recordId = await filed(2025)
    const all = await listed('supervise1', 'periodic-reports?kind=RISK_HALF_YEAR&limit=200')
    const seen: Item[] = []
    let cursor = ''
    do {
      const answer = await browsers.supervise1.get(
        `/api/periodic-reports?kind=RISK_HALF_YEAR&limit=2${cursor === '' ? '' : `&cursor=${cursor}`}`,
      )
      seen.push(...(answer.body.items as Item[]))
      cursor = (answer.body.next_cursor as string | null) ?? ''
    } while (cursor !== '')
    expect(seen).toEqual(all)
    const of2025 = all.filter(({ period }) => period === '2025-H1')
    expect(of2025.map(({ agency_id, status }) => [agency_id, status]).toSorted()).toEqual([
      ['A990100', 'MISSING'],
      ['A990101', 'FILED'],
      ['A990102', 'MISSING'],
    ])
    expect(of2025.find(({ record_id }) => record_id === recordId)).toMatchObject({
      due_on: '2025-07-20',
      is_late: true,
    })
    const beside = await listed('auditBeside', 'periodic-reports?period=2025-H1')
    expect(beside.map(({ agency_id }) => agency_id)).toEqual(['A990102'])
    expect(await listed('account1', 'periodic-reports')).toEqual([])
  })

  test('answer with the figures of the moment, then with the frozen ones', async () => {
    const { recordId } = acceptedAnswer(
      await step('audit1', null, 'open', { kind: 'RISK_HALF_YEAR', year: 2026, half: 'H1' }),
    )
    const now = await browsers.audit1.get(`/api/periodic-reports/${recordId}/figures`)
    expect(now.body).toMatchObject({ is_frozen: false })
    const frozen = await browsers.audit1.get(`/api/periodic-reports/${await filed(2024)}/figures`)
    expect(frozen.body).toMatchObject({ is_frozen: true })
    const tips = (frozen.body.items as Item[]).find(({ code }) => code === 'tips_received')
    expect(tips).toMatchObject({ value: null, has_source: false, section: 'TIPS' })
    expect((await browsers.auditBeside.get(`/api/periodic-reports/${recordId}/figures`)).status).toBe(404)
  })

  test('become a paper with every section and figure, once', async () => {
    const recordId = await filed(2023)
    const write = () =>
      browsers.audit1.post(`/api/papers/PERIODIC_REPORT/${recordId}`, {}, { 'idempotency-key': randomUUID() })
    const written = await write()
    expect(written.status, written.text).toBe(200)
    const again = await write()
    expect(again.status).toBe(409)
    const { data } = await stored(database, recordId)
    const asked = { kind: 'PERIODIC_REPORT', recordId, attachmentId: data.attachment_id as string }
    const { content } = await openAttachment(reportsContext(database, 'head1'), attachments, asked)
    const xml = new PizZip(content).file('word/document.xml')!.asText()
    const text = xml.replace(/<[^>]+>/g, ' ')
    for (const section of outlines.RISK_HALF_YEAR.sections) expect(text).toContain(sections[section].zh)
    expect(text).toContain('本系统尚无此项数据')
    expect(text).not.toMatch(/[{}]|undefined/)
  })
})

describe('payment files that wait', () => {
  const addFile = async (id: string, changes: { status?: string; agency?: string; month?: string } = {}) => {
    const { status = 'ENTERED', agency = 'A990101', month = '2026-11' } = changes
    const data = {
      batch: { batch_id: `B-${id}`, scheme: '110', kind: 'MONTHLY', pay_month: month },
      ...{ released: { lineCount: 3, fen: '60030' }, heldTotal: { lineCount: 1, fen: '20010' } },
    }
    await sql`
      insert into app.record (
        record_id, kind, status, version, regions, agency_id, concerned, data, is_open,
        entered_by, entered_at, changed_by, changed_at
      )
      values (
        ${id}, 'ORDER_PAYMENT_FILE', ${status}, 1, ${[agency.slice(1)]}, ${agency}, '{}',
        ${JSON.stringify(data)}::jsonb, true, 'account1', now(), 'account1', now()
      )
    `.execute(database.owner)
  }

  test('are those of one’s own unit and the month, without what is held', async () => {
    await addFile('F1')
    await addFile('F2', { status: 'REVIEWED' })
    await addFile('F3', { status: 'DONE' })
    await addFile('F4', { month: '2026-10' })
    await addFile('F5', { agency: 'A990102' })
    const of = (who: Name) => listed(who, 'meetings/waiting-payments?month=2026-11')
    const items = await of('account1')
    expect(items.map(({ record_id }) => record_id)).toEqual(['F1', 'F2'])
    expect(items[0]).toMatchObject({ batch_id: 'B-F1', line_count: 3, amount_fen: '60030', held_count: 1 })
    expect((await of('auditBeside')).map(({ record_id }) => record_id)).toEqual(['F5'])
    expect(await of('system1')).toEqual([])
    expect((await browsers.account1.get('/api/meetings/waiting-payments?month=2026-13')).status).toBe(422)
  })
})

describe('deadlines', () => {
  test('stand in the view with what is done', async () => {
    const recordId = await filed(2022)
    const { rows } = await sql<{ done: boolean; title_zh: string }>`
      select done_on is not null as done, title_zh
      from app.deadlines_of_reports
      where record_id = ${recordId}
    `.execute(database.db)
    expect(rows).toEqual([{ done: true, title_zh: '半年风险防控报告 2022-H1' }])
    const { rows: meetings } = await sql<{ agency_id: string; due_on: string }>`
      select agency_id, due_on::text as due_on
      from app.deadlines_of_reports
      where kind = 'PAY_ALLOC' and title_zh like '%2024-02' and region like '9901%'
      order by agency_id
    `.execute(database.db)
    expect(meetings).toEqual(
      ['A990100', 'A990101', 'A990102'].map((agency_id) => ({ agency_id, due_on: '2024-02-29' })),
    )
  })
})
