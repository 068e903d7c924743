import { sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import { insertFindings } from '#overview/test-totals.ts'
import { figures } from '#periodic-reports/figure-list.ts'
import {
  reportKindsOfTests,
  reportsCatalogue,
  setUpReports,
  takeStep,
} from '#periodic-reports/test-reports.ts'
import { testDatabase } from '#platform/postgres/test-database.ts'
import { acceptedAnswer } from '#records/test-acting.ts'
import { signedIn, type TestBrowser } from '../test-browser.ts'
import { addPerson, startTestServer } from '../test-server.ts'
import { rowsOfFigure } from './figure-rows.ts'

/** A figure opens exactly the rows that it counts; the register of leading groups goes out as it is seen. */
const database = await testDatabase()
const names = ['audit1', 'auditBeside', 'supervise1', 'system1'] as const
const browsers = {} as Record<(typeof names)[number], TestBrowser>

beforeAll(async () => {
  await setUpReports(database)
  const server = await startTestServer(database, { kinds: reportKindsOfTests, catalogue: reportsCatalogue })
  for (const name of names) {
    await addPerson(database, { staffId: name })
    browsers[name] = await signedIn(server, name)
  }
}, 120_000)

const groupOf = (title: string, until: string) => ({
  ...{ kind: 'RISK_CONTROL', title, document: '示例〔2026〕1号', head: '甲 局长', deputies: [] },
  members: [{ member: '丙', unit: '监督科', work: '牵头' }],
  ...{ office: '监督科', from: '2026-01-01', until },
})
async function group(by: string, head: string | null, title: string, until = '2028-12-31'): Promise<void> {
  const step = { by, kind: 'LEADING_GROUP', recordId: null, action: 'propose', input: groupOf(title, until) }
  const { recordId } = acceptedAnswer(await takeStep(database, step))
  if (head === null) return
  acceptedAnswer(await takeStep(database, { by: head, kind: 'LEADING_GROUP', recordId, action: 'approve' }))
}

async function event(by: string, foundAt: string): Promise<void> {
  const input = {
    ...{ stage: 'FIRST', grade: '1', found_at: foundAt, occurred_on: '2025-12-01', channel: 'SCREENING' },
    ...{ schemes: ['110'], nature: 'FRAUD', people: [{ person_name: '欧阳某某', position: '家属' }] },
    ...{
      summary: '继续领取',
      cause: '未比对',
      measures: '追缴',
      transfer: 'NONE',
      finding_ids: [],
      case_ids: [],
    },
    ...{ amount: '100.00', loss: '0.00', recovered: '0.00' },
  }
  acceptedAnswer(
    await takeStep(database, { by, kind: 'MAJOR_EVENT', recordId: null, action: 'draft', input }),
  )
}

interface Told {
  readonly code: string
  readonly unit: string
  readonly value: string | null
  readonly rows: { readonly list: string; readonly filters: Record<string, string> } | null
}

describe('the rows of a figure', () => {
  test('are as many as it says, of its region, its half year and what it is about', async () => {
    const at = [
      '2025-12-31T15:59:59Z',
      '2025-12-31T16:00:00Z',
      '2026-06-30T15:59:59Z',
      '2026-06-30T16:00:00Z',
    ]
    const rules = ['DTH-01', 'FIN-03', 'SYS-02', 'SYS-03', 'SYS-06', 'SYS-07', 'CER-01', 'CRD-01', 'SYS-14']
    await insertFindings(
      database.owner,
      ['990101', '990102'].flatMap((region) =>
        at.flatMap((moment, index) =>
          rules.map((rule, place) => ({
            ...{ regions: [region], rule, at: moment, fen: 100, level: (place % 3) + 1 },
            schemes: [['110'], ['170'], ['110', '410'], []][(index + place) % 4]!,
          })),
        ),
      ),
    )
    await sql`update app.finding set snoozed_until = '2999-01-01' where rule_code = 'SYS-03'`.execute(
      database.owner,
    )
    for (const by of ['audit1', 'auditBeside']) {
      for (const moment of at) await event(by, moment)
    }
    await group('audit1', 'head1', '县领导小组')
    await group('audit1', null, '待审定领导小组')
    await group('auditBeside', 'headBeside', '邻县领导小组')
    const open = { kind: 'RISK_HALF_YEAR', year: 2026, half: 'H1' }
    const step = { by: 'audit1', kind: 'PERIODIC_REPORT', recordId: null, action: 'open', input: open }
    const { recordId } = acceptedAnswer(await takeStep(database, step))
    const answer = await browsers.audit1.get(`/api/periodic-reports/${recordId}/figures`)
    const items = answer.body.items as Told[]
    const wrong: string[] = []
    for (const { code, unit, value, rows } of items) {
      if (rows === null || unit !== 'count') continue
      const query = new URLSearchParams({ ...rows.filters, limit: '200' }).toString()
      const listed = await browsers.audit1.get(`/api/${rows.list}?${query}`)
      expect(listed.status, listed.text).toBe(200)
      const count = String((listed.body.items as unknown[]).length)
      if (count !== value) wrong.push(`${code}: ${value}, but ${count} rows`)
    }
    expect(wrong).toEqual([])
    const valueByCode = new Map(items.map(({ code, value }) => [code, value]))
    // Two of the four moments lie in the half year.
    expect(valueByCode.get('findings_new')).toBe('18')
    expect(valueByCode.get('findings_off_hours')).toBe('2')
    expect(valueByCode.get('events_found')).toBe('2')
    expect(valueByCode.get('leading_groups')).toBe('1')
    expect(items.filter(({ rows }) => rows !== null).length).toBeGreaterThanOrEqual(25)
  })

  test('every code with rows is a figure of the list', () => {
    const place = { region: '990101', from: '2026-01-01', until: '2026-07-01' }
    const opened = [...figures.keys()].filter((code) => rowsOfFigure(code, place) !== null)
    expect(opened).toContain('findings_scheme_410')
    expect(opened).not.toContain('findings_true')
    for (const code of ['findings_finance', 'findings_system', 'findings_certification', 'findings_cards']) {
      expect(rowsOfFigure(code, place)!.filters.rule).toMatch(/^[A-Z]{3}-\d{2}(,[A-Z]{3}-\d{2})*$/)
    }
  })
})

describe('the register of leading groups', () => {
  const rowsIn = async (who: (typeof names)[number], query = ''): Promise<string[]> => {
    const answer = await browsers[who].get(`/api/leading-groups/export?format=csv${query}`)
    expect(answer.status, answer.text).toBe(200)
    return answer.text
      .replace('\uFEFF', '')
      .trim()
      .split(/\r?\n/)
      .slice(1)
      .map((line) => line.split(',')[0]!)
  }

  test('goes out as shown, to whom it is shown, with a line in the trail', async () => {
    await group('supervise1', 'headCity', '市领导小组', '2027-12-31')
    const listed = async (who: (typeof names)[number], query = '') => {
      const answer = await browsers[who].get(`/api/leading-groups?limit=200${query}`)
      return (answer.body.items as { title: string }[]).map(({ title }) => title)
    }
    const own = ['县领导小组', '待审定领导小组']
    expect((await rowsIn('audit1')).toSorted()).toEqual(own.toSorted())
    expect(await rowsIn('audit1')).toEqual(await listed('audit1'))
    expect(await rowsIn('auditBeside')).toEqual(['邻县领导小组'])
    // Of the city and all below it, whose term ends first comes first.
    expect(await rowsIn('supervise1')).toEqual(await listed('supervise1'))
    expect((await rowsIn('supervise1')).length).toBe(4)
    expect((await rowsIn('supervise1'))[0]).toBe('市领导小组')
    expect(await rowsIn('supervise1', '&status=IN_OFFICE&region=990101')).toEqual(['县领导小组'])
    expect((await browsers.system1.get('/api/leading-groups?limit=200')).body.items).toEqual([])
    const { rows } = await sql<{ entries: number }>`
      select count(*)::integer as entries
      from app.trail_entry
      where leaf::text like '%LEADING_GROUP%' and leaf::text like '%EXPORTED%' and leaf::text like '%auditBeside%'
    `.execute(database.owner)
    expect(rows[0]!.entries).toBe(1)
    const book = await browsers.audit1.get('/api/leading-groups/export?format=xlsx')
    expect(book.text.startsWith('PK')).toBe(true)
  })
})
