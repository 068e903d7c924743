import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import { accessFunctions, extendCatalogue } from '#access/functions/catalogue.ts'
import { findingFunctions } from '#findings/finding-access.ts'
import { concludeTestCase, openTestCase } from '#findings/test-case.ts'
import { testDatabase } from '#platform/postgres/test-database.ts'
import { rules } from '#rules/catalogue.ts'
import { performRun } from '#runs/perform-run.ts'
import { runFunctions } from '#runs/run-access.ts'
import { leaseRun } from '#runs/run-store.ts'
import { askTestRun, setUpRegions, type TestScreening, testScreening } from '#runs/test-runs.ts'
import { signedIn, type TestBrowser } from '../test-browser.ts'
import { addPerson, startTestServer } from '../test-server.ts'

const database = await testDatabase()
const account = '6217009999999999'
const people = {
  /** Internal audit of one county. */
  auditor: ['INTERNAL_AUDIT', '990101'],
  neighbour: ['INTERNAL_AUDIT', '990102'],
  city: ['SUPERVISION', '990100'],
  clerk: ['ENTRY', '990101'],
} as const
const browsers = {} as Record<keyof typeof people, TestBrowser>
let snapshotId: string
let office: TestScreening

async function screen(given: { readonly asOf?: string } = {}): Promise<void> {
  const chosen = rules.filter(({ code }) => ['DTH-01', 'ACC-01'].includes(code))
  office = await testScreening(database, chosen)
  snapshotId = await office.deliver([
    {
      id: 'P1',
      region: '990101',
      diedOn: '2023-12-05',
      paid: { '2024-01': '1500.50', '2024-02': '1500.50' },
    },
    { id: 'P2', region: '990102', diedOn: '2023-12-05', paid: { '2024-02': '700' } },
    { id: 'P7', region: '990101', account, paid: { '2024-02': '100' } },
    { id: 'P8', region: '990102', account, paid: { '2024-02': '200' } },
    { id: 'P9', region: '990102', account, paid: { '2024-02': '300' } },
  ])
  await askTestRun(database, { snapshotId, region: '990100', agencyId: 'A990100', ...given })
  await performNext()
}

async function performNext(): Promise<void> {
  const run = await leaseRun(database.db, { leasedBy: 'test' })
  await performRun(office.screening, run!, {
    leasedBy: 'test',
    confidences: new Map(),
    signal: new AbortController().signal,
    onProgress: () => undefined,
  })
}

beforeAll(async () => {
  await setUpRegions(database)
  const catalogue = extendCatalogue(accessFunctions, [...findingFunctions, ...runFunctions])
  const server = await startTestServer(database, { catalogue })
  for (const [staffId, [role, region]] of Object.entries(people)) {
    await addPerson(database, { staffId })
    await sql`
      insert into app.role_grant (grant_id, staff_id, role, regions, valid_from, origin)
      values (${randomUUID()}, ${staffId}, ${role}, ${[region]}, '2025-01-01', 'DEMONSTRATION')
    `.execute(database.owner)
    await sql`update app.staff_member set agency_id = 'A990101' where staff_id = ${staffId}`.execute(
      database.owner,
    )
    browsers[staffId as keyof typeof people] = await signedIn(server, staffId)
  }
  await screen()
  await sql`
    insert into app.delivery (delivery_id, loaded_at, manifest_sha256, rows_loaded)
    values (${snapshotId}, now(), ${'0'.repeat(64)}, 1)
  `.execute(database.owner)
})

interface Shown {
  readonly finding_id: string
  readonly rule_code: string
  readonly subject_id: string
  readonly [field: string]: unknown
}

async function listed(who: keyof typeof people, query = ''): Promise<Shown[]> {
  const answer = await browsers[who].get(`/api/findings?sort=rule_code${query}`)
  expect(answer.status, answer.text).toBe(200)
  return answer.body.items as Shown[]
}

const idOf = async (subjectId: string): Promise<string> => {
  const { rows } = await sql<{ finding_id: string }>`
    select finding_id
    from app.finding
    where subject_id = ${subjectId}
    order by finding_id
  `.execute(database.db)
  return rows[0]!.finding_id
}

describe('findings', () => {
  test('are seen by whoever’s scope covers one of their regions', async () => {
    const seen = async (who: keyof typeof people): Promise<string[]> =>
      (await listed(who)).map(({ rule_code, regions }) => `${rule_code} ${String(regions)}`)
    expect(await seen('auditor')).toEqual(['ACC-01 990101,990102', 'DTH-01 990101'])
    expect((await seen('neighbour')).sort()).toEqual(['ACC-01 990101,990102', 'DTH-01 990102'])
    expect(await seen('city')).toHaveLength(3)
    const id = await idOf('P2')
    expect((await browsers.auditor.get(`/api/findings/${id}`)).status).toBe(404)
    expect((await browsers.auditor.get('/api/findings/0123456789abcdef')).text).toContain('未找到')
  })

  test('show only the rows of evidence in the scope', async () => {
    const id = await idOf(account)
    const keys = async (who: keyof typeof people): Promise<unknown[]> => {
      const { body } = await browsers[who].get(`/api/findings/${id}/evidence`)
      return (body.items as { region: string }[]).map(({ region }) => region)
    }
    expect(new Set(await keys('auditor'))).toEqual(new Set(['990101']))
    expect(new Set(await keys('city'))).toEqual(new Set(['990101', '990102']))
  })

  test('are masked, in list, detail, evidence and export', async () => {
    const clear = ['张三', account, '990101194001010010']
    const id = await idOf('P1')
    const shared = await idOf(account)
    for (const path of [
      '/api/findings',
      `/api/findings/${id}`,
      `/api/findings/${id}/evidence`,
      `/api/findings/${shared}`,
      `/api/findings/${shared}/evidence`,
      '/api/findings/export?format=csv',
    ]) {
      const { status, text } = await browsers.city.get(path)
      expect(status, text).toBe(200)
      expect(
        clear.filter((each) => text.includes(each)),
        path,
      ).toEqual([])
    }
  })

  test('open with sentence, basis, SQL and episodes; that they were opened is in the trail', async () => {
    const id = await idOf('P1')
    const { body } = await browsers.auditor.get(`/api/findings/${id}`)
    expect(body).toMatchObject({
      rule_code: 'DTH-01',
      amount_fen: '300100',
      period_from: '2024-01',
      episodes: [{ episode: 1, state: 'OPEN', amount_fen: '300100', evidence_count: 2 }],
      rule: { basis: [{ document: '000' }, {}] },
    })
    expect((body.rule as { sql: string }).sql).toContain('paid_late')
    expect(body.explanation).toContain('2023-12-05')
    const { rows } = await sql`
      select
      from app.trail_entry
      where leaf::jsonb ->> 'record' = ${id}
        and leaf::jsonb ->> 'outcome' = 'VIEWED'
        and leaf::jsonb ->> 'actor' = 'auditor'
    `.execute(database.owner)
    expect(rows.length).toBe(1)
  })
})

describe('findings', () => {
  test('are shown in full for a reason, to whoever may, and the reason is in the trail', async () => {
    const id = await idOf('P1')
    const reason = '核实身份需要'
    const { status, body, text } = await browsers.auditor.post(`/api/findings/${id}/unmask`, { reason })
    expect(status, text).toBe(200)
    expect(body.finding).toMatchObject({ person_name: '张三P1' })
    expect(text).toContain('990101194001010010')
    const refused = await browsers.auditor.post(`/api/findings/${id}/unmask`, { reason: '' })
    expect(refused.status).toBe(422)
    const { rows } = await sql`
      select
      from app.trail_payload
      where payload like ${`%${reason}%`}
    `.execute(database.owner)
    expect(rows.length).toBe(1)
  })

  test('are filtered, sorted and turned over page by page', async () => {
    expect(await listed('city', '&rule=ACC-01')).toHaveLength(1)
    expect(await listed('city', '&level=3')).toEqual([])
    expect(await listed('city', '&region=990102')).toHaveLength(2)
    expect(await listed('city', '&status=CONCLUDED,IN_CASE')).toEqual([])
    expect(await listed('city', '&amount_fen_min=100000')).toHaveLength(1)
    expect(await listed('city', '&subject_kind=person&subject_id=P2')).toHaveLength(1)
    expect(await listed('city', '&source=TIP')).toEqual([])
    const found: string[] = []
    let cursor = ''
    do {
      const { body } = await browsers.city.get(`/api/findings?limit=1${cursor}`)
      found.push(...(body.items as Shown[]).map(({ open_amount_fen }) => String(open_amount_fen)))
      cursor = body.next_cursor === null ? '' : `&cursor=${String(body.next_cursor)}`
    } while (cursor !== '')
    expect(found).toHaveLength(3)
    expect(found.map(Number)).toEqual([...found].map(Number).sort((one, other) => other - one))
    expect((await browsers.city.get('/api/findings?colour=red')).status).toBe(422)
  })

  test('are exported by whoever may, as shown', async () => {
    const { text } = await browsers.auditor.get('/api/findings/export?format=csv&rule=DTH-01')
    const lines = text.trim().split('\n')
    expect(lines).toHaveLength(2)
    expect(lines[1]).toContain('3001.00')
    const refused = await browsers.clerk.get('/api/findings/export?format=csv')
    expect(refused.status).toBe(403)
    expect(refused.body.code).toBe('not_permitted')
  })
})

describe('a snooze', () => {
  const until = new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10)
  const snooze = { covers: 'RULE', until, reason: '已查明为同名，等待登记更正' }

  test('silences the subject, shows why, and ends', async () => {
    const id = await idOf('P1')
    const path = `/api/findings/${id}/snoozes`
    const snoozeId = randomUUID()
    const set = { ...snooze, snooze_id: snoozeId }
    expect((await browsers.clerk.post(path, set)).status).toBe(403)
    expect((await browsers.neighbour.post(path, set)).status).toBe(404)
    for (const _ of [1, 2]) expect((await browsers.auditor.post(path, set)).status).toBe(204)
    expect((await browsers.auditor.post(path, { ...set, reason: '另一个理由' })).body.code).toBe('key_reused')
    expect((await listed('auditor')).map(({ rule_code }) => rule_code)).toEqual(['ACC-01'])
    expect(await listed('auditor', '&snoozed=true')).toMatchObject([{ finding_id: id, snoozed_until: until }])
    expect(await listed('auditor', '&snoozed=any')).toHaveLength(2)
    const { body } = await browsers.auditor.get('/api/finding-snoozes?in_force=true')
    expect(body.items).toMatchObject([{ snooze_id: snoozeId, reason: snooze.reason, set_by: 'auditor' }])
    expect((await browsers.neighbour.get('/api/finding-snoozes')).body.items).toEqual([])
    const end = `/api/finding-snoozes/${snoozeId}/end`
    expect((await browsers.neighbour.post(end, { reason: '不再需要' })).status).toBe(404)
    expect((await browsers.auditor.post(end, { reason: '不再需要' })).status).toBe(204)
    expect(await listed('auditor')).toHaveLength(2)
  })

  test.for(['2020-01-01', '2099-01-01'])('until %s is refused with the days there are', async (day) => {
    const id = await idOf('P1')
    const set = { ...snooze, snooze_id: randomUUID(), until: day }
    const { status, text } = await browsers.auditor.post(`/api/findings/${id}/snoozes`, set)
    expect(status).toBe(422)
    expect(text).toContain('静默截止日')
  })
})

describe('precision', () => {
  test('comes from the conclusions, and a conclusion taken back counts no more', async () => {
    const id = await idOf('P1')
    const precision = async (): Promise<unknown> =>
      (await browsers.auditor.get('/api/rule-precision')).body.items
    const statusOf = async (): Promise<unknown> =>
      (await browsers.auditor.get(`/api/findings/${id}`)).body.status
    const recordId = await openTestCase(database, [id])
    expect(await statusOf()).toBe('IN_CASE')
    const concluded = { recordId, findingIds: [id], verdict: 'TRUE' }
    await concludeTestCase(database, { ...concluded, isApproved: false })
    expect(await statusOf()).toBe('IN_CASE')
    await concludeTestCase(database, concluded)
    expect(await statusOf()).toBe('CONCLUDED')
    const outcome = { rule_code: 'DTH-01', partly_true: 0, untrue: 0, unverifiable: 0 }
    expect(await precision()).toEqual([{ ...outcome, true: 1, precision: '1' }])
    await concludeTestCase(database, { ...concluded, verdict: null })
    expect(await statusOf()).toBe('IN_CASE')
    expect(await precision()).toEqual([{ ...outcome, true: 0, precision: null }])
    const merged = await openTestCase(database, [id], { merged_from: [recordId] })
    await concludeTestCase(database, { ...concluded, recordId: merged, verdict: 'FALSE' })
    expect(await precision()).toMatchObject([{ true: 0, untrue: 1, precision: '0' }])
  })
})

describe('asking for a run', () => {
  const ask = (who: keyof typeof people, over: object = {}): ReturnType<TestBrowser['post']> =>
    browsers[who].post('/api/screening-runs', {
      run_id: randomUUID(),
      snapshot_id: snapshotId,
      agency_id: 'A990101',
      ...over,
    })

  test('is for those who may, where they may, on what was delivered', async () => {
    const { status, body, text } = await ask('auditor')
    expect(status, text).toBe(200)
    expect(body).toMatchObject({ state: 'WAITING', region: '990101', asked_by: 'auditor' })
    expect((await ask('clerk')).status).toBe(403)
    expect((await ask('neighbour')).status).toBe(404)
    expect((await ask('auditor', { agency_id: 'A990100' })).status).toBe(404)
    expect((await ask('auditor', { snapshot_id: randomUUID() })).status).toBe(404)
    const unknown = await ask('auditor', { rule_codes: ['XYZ-99'] })
    expect(unknown.text).toContain('没有规则 XYZ-99')
  })

  test('twice with one id is once; with another delivery it is refused', async () => {
    const runId = randomUUID()
    await ask('auditor', { run_id: runId })
    expect((await ask('auditor', { run_id: runId })).status).toBe(200)
    expect((await ask('city', { run_id: runId })).body.code).toBe('key_reused')
    const { body } = await browsers.auditor.get('/api/screening-runs')
    const items = body.items as { run_id: string }[]
    expect(items.filter(({ run_id }) => run_id === runId)).toHaveLength(1)
  })

  test('can be undone while it waits; what has ended cannot', async () => {
    const { body } = await ask('auditor')
    const path = `/api/screening-runs/${String(body.run_id)}/cancel`
    expect((await browsers.neighbour.post(path, {})).status).toBe(404)
    expect((await browsers.clerk.post(path, {})).status).toBe(403)
    expect((await browsers.auditor.post(path, {})).body).toMatchObject({ state: 'CANCELLED' })
    const again = await browsers.auditor.post(path, {})
    expect(again.status).toBe(409)
    expect(again.text).toContain('已取消')
  })

  test('with a shadow compares it with the live rule, and stores none of its findings', async () => {
    const shadows = [{ rule_code: 'DTH-01', name: '宽限三个月', parameters: { grace_months: '3' } }]
    const bad = [{ ...shadows[0]!, parameters: { grace_months: 'many' } }]
    expect((await ask('auditor', { shadows: bad })).text).toContain('DTH-01.grace_months')
    expect((await ask('auditor', { shadows: [...shadows, ...shadows] })).status).toBe(422)
    expect((await ask('auditor', { shadows, rule_codes: ['ACC-01'] })).text).toContain('不在本次筛查之列')
    await sql`
      update app.screening_run
      set state = 'CANCELLED', finished_at = now()
      where state = 'WAITING'
    `.execute(database.owner)
    const { body, text } = await ask('city', { agency_id: 'A990100', shadows })
    expect(body.state, text).toBe('WAITING')
    await performNext()
    const opened = await browsers.city.get(`/api/screening-runs/${String(body.run_id)}`)
    const evaluated = opened.body.rules as { shadow: string | null }[]
    expect(evaluated.find(({ shadow }) => shadow !== null)).toMatchObject({
      rule_code: 'DTH-01',
      shadow: '宽限三个月',
      status: 'PASS',
      compared: { only_live: 2, only_shadow: 0, different: 0, same: 0 },
    })
    const path = `/api/screening-runs/${String(body.run_id)}/shadow-differences?limit=1`
    const page = await browsers.city.get(path)
    expect(page.body.items).toMatchObject([{ shadow: '宽限三个月', live: { level: 1 }, shadow_side: null }])
    const rest = await browsers.city.get(`${path}&cursor=${String(page.body.next_cursor)}`)
    expect(rest.body).toMatchObject({ items: [{ rule_code: 'DTH-01' }], next_cursor: null })
    expect((await browsers.auditor.get(path)).status).toBe(404)
  })

  test('what came of a run is shown rule by rule, to those of its region', async () => {
    const { body } = await browsers.city.get('/api/screening-runs?state=DONE')
    const [run] = body.items as { run_id: string }[]
    const opened = await browsers.city.get(`/api/screening-runs/${run!.run_id}`)
    expect(opened.body).toMatchObject({
      result: { findings: 3 },
      rules: expect.arrayContaining([
        expect.objectContaining({ rule_code: 'ACC-01', status: 'HIT', shadow: null }),
        expect.objectContaining({ rule_code: 'DTH-01', status: 'HIT', amount_fen: '370100' }),
      ]),
    })
    expect((await browsers.auditor.get(`/api/screening-runs/${run!.run_id}`)).status).toBe(404)
  })
})
