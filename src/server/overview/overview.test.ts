import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { beforeAll, expect, test } from 'vitest'
import { accessFunctions, extendCatalogue } from '#access/functions/catalogue.ts'
import { caseAccessFunctions } from '#cases/case-access.ts'
import { findingFunctions } from '#findings/finding-access.ts'
import { insertFindings, setUpTree } from '#overview/test-totals.ts'
import { testDatabase } from '#platform/postgres/test-database.ts'
import { signedIn, type TestBrowser } from '../test-browser.ts'
import { addPerson, startTestServer } from '../test-server.ts'

const database = await testDatabase()
const { db, owner } = database
const people = {
  province: ['SUPERVISION', ['990000']],
  city: ['SUPERVISION', ['990100']],
  /** Of a county, and of a township of the other one. */
  both: ['INTERNAL_AUDIT', ['990101', '990102001']],
  county: ['INTERNAL_AUDIT', ['990102']],
  clerk: ['ENTRY', ['990101']],
  officer: ['SYSTEM_ADMIN', ['990000']],
} as const
const browsers = {} as Record<keyof typeof people, TestBrowser>

beforeAll(async () => {
  await setUpTree(owner)
  const catalogue = extendCatalogue(accessFunctions, [...findingFunctions, ...caseAccessFunctions])
  const server = await startTestServer(database, { catalogue })
  for (const [staffId, [role, regions]] of Object.entries(people)) {
    await addPerson(database, { staffId })
    await sql`
      insert into app.role_grant (grant_id, staff_id, role, regions, valid_from, origin)
      values (${randomUUID()}, ${staffId}, ${role}, ${[...regions]}::text[], '2025-01-01', 'DEMONSTRATION')
    `.execute(owner)
    browsers[staffId as keyof typeof people] = await signedIn(server, staffId)
  }
  const rule = ['DTH-01', 'DUP-02', 'ACC-01'] as const
  const places = [
    ['990101001'],
    ['990101002'],
    ['990102001'],
    ['990101'],
    ['990102001', '990101001'],
    ['990201'],
  ]
  await insertFindings(
    db,
    Array.from({ length: 36 }, (_, index) => ({
      regions: places[index % 6]!,
      rule: rule[index % 3]!,
      level: 1 + (index % 2),
      fen: 900_719_925_474_099 + index,
      schemes: index % 4 === 0 ? ['170'] : ['110'],
      at: index < 20 ? '2026-01-31T16:00:00Z' : '2026-03-31T15:59:59Z',
    })),
  )
  await sql`
    update app.finding_episode
    set state = 'CONCLUDED', conclusion = 'TRUE', concluded_at = now()
    where right(finding_id, 1) < '4'
  `.execute(db)
  await sql`update app.finding set snoozed_until = current_date where right(finding_id, 1) = 'f'`.execute(db)
})

interface Line {
  readonly findings: number
  readonly amount_fen: string
  readonly open_amount_fen: string
  readonly [field: string]: unknown
}
interface Overview {
  readonly regions: readonly { readonly region: string }[]
  readonly totals: Line
  readonly by_status: readonly Line[]
  readonly by_level: readonly Line[]
  readonly by_rule: readonly Line[]
  readonly by_month: readonly Line[]
  readonly by_region: readonly Line[]
}

async function overview(who: keyof typeof people, query = ''): Promise<Overview> {
  const { status, body, text } = await browsers[who].get(`/api/overview/findings?${query}`)
  expect(status, text).toBe(200)
  return body as unknown as Overview
}

/** What the list under the same parameters adds up to. */
async function listed(who: keyof typeof people, query: string): Promise<Line> {
  const { status, body, text } = await browsers[who].get(`/api/findings?limit=200&${query}`)
  expect(status, text).toBe(200)
  const items = body.items as readonly { amount_fen: string; open_amount_fen: string }[]
  const sum = (name: 'amount_fen' | 'open_amount_fen') =>
    items.reduce((total, item) => total + BigInt(item[name]), 0n).toString()
  return { findings: items.length, amount_fen: sum('amount_fen'), open_amount_fen: sum('open_amount_fen') }
}

const sumsOf = ({ findings, amount_fen, open_amount_fen }: Line): Line => ({
  findings,
  amount_fen,
  open_amount_fen,
})

test.for(['province', 'city', 'both', 'county'] as const)(
  'each number that %s sees is the list it opens, to the fen',
  async (who) => {
    for (const query of [
      '',
      'snoozed=any',
      'status=OPEN',
      'rule=DTH-01,ACC-01&level=1',
      'snoozed=true',
      'scheme=170',
    ]) {
      const shown = await overview(who, query)
      const and = (name: string, value: unknown): string => {
        const all = new URLSearchParams(query)
        all.set(name, String(value))
        return all.toString()
      }
      expect(sumsOf(shown.totals)).toEqual(await listed(who, query))
      for (const line of shown.by_level) {
        if (!query.includes('level'))
          expect(sumsOf(line)).toEqual(await listed(who, and('level', line.level)))
      }
      for (const line of shown.by_rule) {
        expect(sumsOf(line)).toEqual(await listed(who, and('rule', line.rule_code)))
      }
      if (!query.includes('status')) {
        for (const line of shown.by_status) {
          expect(sumsOf(line)).toEqual(await listed(who, and('status', line.status)))
        }
      }
      for (const line of shown.by_region.filter(({ is_own }) => is_own === false)) {
        expect(sumsOf(line)).toEqual(await listed(who, and('region', line.region)))
        expect(sumsOf((await overview(who, and('region', line.region))).totals)).toEqual(sumsOf(line))
      }
      for (const month of new Set(shown.by_month.map((line) => line.month))) {
        const found = await listed(who, `${and('first_month_from', month)}&first_month_to=${month}`)
        const lines = shown.by_month.filter((line) => line.month === month)
        expect(lines.reduce((sum, { findings }) => sum + findings, 0)).toBe(found.findings)
      }
    }
  },
)

test('months are those of China', async () => {
  const { by_month } = await overview('province', 'snoozed=any')
  expect([...new Set(by_month.map(({ month }) => month))]).toEqual(['2026-02', '2026-03'])
})

test('a scope of two regions shows both, and what lies in both once', async () => {
  const { regions, totals, by_region } = await overview('both', 'snoozed=any')
  expect(regions.map(({ region }) => region)).toEqual(['990101', '990102001'])
  const lines = by_region.reduce((sum, { findings }) => sum + findings, 0)
  // Six of the findings lie in a township of each.
  expect([totals.findings, lines]).toEqual([30, 36])
})

test('outside the scope a region is as unknown as one that does not exist', async () => {
  for (const path of ['findings', 'cases', 'recovery']) {
    const [outside, absent] = [
      await browsers.county.get(`/api/overview/${path}?region=990101`),
      await browsers.county.get(`/api/overview/${path}?region=110101`),
    ]
    expect([outside.status, absent.status]).toEqual([404, 404])
    expect({ ...outside.body, instance: '', request_id: '' }).toEqual({
      ...absent.body,
      instance: '',
      request_id: '',
    })
    expect((await browsers.county.get(`/api/overview/${path}?region=x`)).status).toBe(422)
  }
})

test('whoever may read none of it is told so, instead of zeros', async () => {
  expect((await browsers.officer.get('/api/overview/findings')).status).toBe(403)
  expect((await browsers.officer.get('/api/overview/precision')).status).toBe(403)
  expect((await browsers.clerk.get('/api/overview/findings')).status).toBe(200)
  const refused = await browsers.clerk.get('/api/overview/cases')
  expect(refused.status).toBe(403)
  expect(refused.text).toContain('权限')
})

test('cases and recovery: every status has a line, and the whole adds up', async () => {
  const data = (loss: string, isApproved: boolean) =>
    JSON.stringify({
      findings: [],
      merged_from: [],
      origin: null,
      split_off: [],
      conclusion: { loss_fen: loss, results: [], approved: isApproved ? { by: 'leader' } : null },
    })
  const insert = (
    status: string,
    regions: string[],
    loss: string,
    isApproved: boolean,
    due: number | null,
  ) => sql`
    insert into app.record (
      record_id, kind, status, version, regions, concerned, data, is_open, entered_by, entered_at, changed_by,
      changed_at, due_day
    )
    values (
      ${randomUUID()}, 'CASE', ${status}, 1, ${regions}::text[], '{}', ${data(loss, isApproved)}::jsonb,
      ${status !== 'CLOSED' && status !== 'MERGED'}, 'a', now(), 'a', now(), current_date + ${due}::integer
    )
  `
  await insert('HANDLING', ['990101001'], '9007199254740993', true, -3).execute(db)
  await insert('CONCLUDED', ['990102001'], '500', false, 2).execute(db)
  await insert('CLOSED', ['990201'], '200', true, null).execute(db)
  await insert('MERGED', ['990101001'], '0', false, null).execute(db)
  const cases = (await browsers.city.get('/api/overview/cases')).body
  expect(cases.totals).toEqual({
    cases: 2,
    open: 2,
    overdue: 1,
    due_soon: 1,
    concluded: 1,
    confirmed_fen: '9007199254740993',
  })
  const statuses = cases.by_status as { status: string; cases: number; overdue: number }[]
  expect(statuses.map(({ status, cases: count, overdue }) => `${status} ${count} ${overdue}`)).toEqual([
    'OPENED 0 0',
    'ASSIGNED 0 0',
    'VERIFYING 0 0',
    'AWAITING_STATEMENT 0 0',
    'CONCLUDED 1 0',
    'HANDLING 1 1',
    'CLOSED 0 0',
    'REOPEN_ASKED 0 0',
    'MERGED 1 0',
  ])
  const recovery = (await browsers.province.get('/api/overview/recovery')).body
  expect(recovery.totals).toEqual({
    recoveries: 0,
    due_fen: '0',
    recovered_fen: '0',
    written_off_fen: '0',
    outstanding_fen: '0',
    confirmed_fen: '9007199254741193',
  })
})

test('precision is what was concluded, with its counts', async () => {
  const { body } = await browsers.county.get('/api/overview/precision')
  const items = body.items as { rule_code: string; is_true: number; precision_millionths: string | null }[]
  const { rows } = await sql<{ concluded: number }>`
    select count(*)::integer as concluded
    from app.finding
    where status = 'CONCLUDED'
  `.execute(owner)
  expect(items.reduce((sum, { is_true }) => sum + is_true, 0)).toBe(rows[0]!.concluded)
  expect(new Set(items.map(({ precision_millionths }) => precision_millionths))).toEqual(new Set(['1000000']))
})
