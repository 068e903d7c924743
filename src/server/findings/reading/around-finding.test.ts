import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import { accessFunctions, extendCatalogue } from '#access/functions/catalogue.ts'
import { findingFunctions } from '#findings/finding-access.ts'
import { testDatabase } from '#platform/postgres/test-database.ts'
import { rules } from '#rules/catalogue.ts'
import { performRun } from '#runs/perform-run.ts'
import { runFunctions } from '#runs/run-access.ts'
import { leaseRun } from '#runs/run-store.ts'
import { askTestRun, setUpRegions, testScreening } from '#runs/test-runs.ts'
import { signedIn, type TestBrowser } from '../../test-browser.ts'
import { addPerson, startTestServer } from '../../test-server.ts'

const database = await testDatabase()
const account = '6217009999999999'
const people = {
  auditor: ['INTERNAL_AUDIT', '990101'],
  neighbour: ['INTERNAL_AUDIT', '990102'],
  city: ['SUPERVISION', '990100'],
} as const
type Who = keyof typeof people
const browsers = {} as Record<Who, TestBrowser>

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
    browsers[staffId as Who] = await signedIn(server, staffId)
  }
  const chosen = rules.filter(({ code }) => ['DTH-01', 'ACC-01'].includes(code))
  const office = await testScreening(database, chosen)
  const snapshotId = await office.deliver([
    {
      ...{ id: 'P1', region: '990101', account, diedOn: '2023-12-05' },
      paid: { '2024-01': '1500.50', '2024-02': '1500.50' },
    },
    { id: 'P2', region: '990102', diedOn: '2023-12-05', paid: { '2024-02': '700' } },
    { id: 'P3', region: '990101', diedOn: '2023-12-05', paid: { '2024-02': '800' } },
    { id: 'P8', region: '990102', account, paid: { '2024-02': '200' } },
    { id: 'P9', region: '990102', account, paid: { '2024-02': '300' } },
  ])
  await askTestRun(database, { snapshotId, region: '990100', agencyId: 'A990100' })
  const run = await leaseRun(database.db, { leasedBy: 'test' })
  await performRun(office.screening, run!, {
    leasedBy: 'test',
    confidences: new Map(),
    signal: new AbortController().signal,
    onProgress: () => undefined,
  })
})

async function idOf(subjectId: string): Promise<string> {
  const { rows } = await sql<{ finding_id: string }>`
    select finding_id
    from app.finding
    where subject_id = ${subjectId}
    order by finding_id
  `.execute(database.db)
  return rows[0]!.finding_id
}

async function got(who: Who, path: string): Promise<Record<string, unknown>> {
  const { status, body, text } = await browsers[who].get(path)
  expect(status, text).toBe(200)
  return body
}

interface Found {
  readonly finding_id: string
  readonly rule_code: string
}

async function listed(who: Who, query: string): Promise<string[]> {
  const { items } = await got(who, `/api/findings?${query}`)
  return (items as Found[]).map(({ finding_id }) => finding_id)
}

describe('the list', () => {
  test('is narrowed by the largest amount and by the day of the first finding', async () => {
    const [small, large] = [await idOf('P2'), await idOf('P1')]
    const dead = 'rule=DTH-01&sort=amount_fen'
    expect(await listed('city', `${dead}&amount_fen_max=70000`)).toEqual([small])
    expect(await listed('city', `${dead}&amount_fen_max=69999`)).toEqual([])
    expect(await listed('city', `${dead}&scheme=110,170`)).toHaveLength(3)
    expect(await listed('city', `${dead}&scheme=170`)).toEqual([])
    expect(await listed('city', `${dead}&amount_fen_min=300100&amount_fen_max=300100`)).toEqual([large])
    expect(await listed('city', 'rule=DTH-01&amount_fen_min=1')).toEqual([large, await idOf('P3'), small])
    const { rows } = await sql<{ at: Date }>`
      select first_found_at as at
      from app.finding
      order by at
    `.execute(database.db)
    const at = encodeURIComponent(rows[0]!.at.toISOString())
    const later = encodeURIComponent(new Date(rows[0]!.at.getTime() + 1).toISOString())
    expect(await listed('city', `${dead}&first_found_from=${at}`)).toHaveLength(3)
    expect(await listed('city', `${dead}&first_found_from=${later}`)).toEqual([])
    expect(await listed('city', `${dead}&first_found_to=${at}`)).toEqual([])
    expect(await listed('city', `${dead}&first_found_to=${later}`)).toHaveLength(3)
  })
})

describe('similar findings', () => {
  async function similar(who: Who, subjectId: string): Promise<Record<string, string[]>> {
    const { items } = await got(who, `/api/findings/${await idOf(subjectId)}/similar`)
    const groups = items as { by: string; findings: Found[] }[]
    return Object.fromEntries(
      groups.map(({ by, findings }) => [by, findings.map(({ finding_id }) => finding_id)]),
    )
  }

  test('share the rule and region, or an account, and never are the finding itself', async () => {
    const shared = await idOf(account)
    expect(await similar('city', 'P1')).toEqual({
      SUBJECT: [],
      RULE_REGION: [await idOf('P3')],
      ACCOUNT: [shared],
      EMPLOYER: [],
    })
    expect(await similar('city', account)).toMatchObject({ ACCOUNT: [await idOf('P1')] })
  })

  test('are only those in the scope, by rows in the scope', async () => {
    expect(await similar('neighbour', account)).toMatchObject({ ACCOUNT: [] })
    expect(await similar('neighbour', 'P2')).toMatchObject({ RULE_REGION: [], ACCOUNT: [] })
    const { status } = await browsers.neighbour.get(`/api/findings/${await idOf('P1')}/similar`)
    expect(status).toBe(404)
  })
})

describe('the time line', () => {
  test('adds up what was paid in each month and tells what happened when', async () => {
    const body = await got('auditor', `/api/findings/${await idOf('P1')}/timeline`)
    expect(body.months).toEqual([
      { month: '2024-01', paid_fen: '150050', counted_fen: '150050', rows: 1 },
      { month: '2024-02', paid_fen: '150050', counted_fen: '150050', rows: 1 },
    ])
    expect(body.events).toMatchObject([{ day: '2023-12-05', table: 'death', counted_fen: '0' }])
    expect(body.is_cut).toBe(false)
  })

  test('holds only rows in the scope, masked', async () => {
    const path = `/api/findings/${await idOf(account)}/timeline`
    const sumOf = async (who: Who): Promise<number> =>
      ((await got(who, path)).months as { paid_fen: string }[]).reduce(
        (sum, { paid_fen }) => sum + Number(paid_fen),
        0,
      )
    // The rule reads the latest month only: the earlier one of P1 is no part of it.
    expect(await sumOf('city')).toBe(150_050 + 20_000 + 30_000)
    expect(await sumOf('neighbour')).toBe(20_000 + 30_000)
    const { text } = await browsers.city.get(path)
    expect(['张三', account].filter((each) => text.includes(each))).toEqual([])
  })
})

describe('the explanation', () => {
  test('says the thresholds of the run that found it, not those of the program', async () => {
    const path = `/api/findings/${await idOf('P1')}/explanation`
    expect(JSON.stringify(await got('auditor', path))).toContain('另加宽限 0 个月')
    await sql`
      update app.screening_run_rule
      set parameters = '{"grace_months": "7"}'
      where rule_code = 'DTH-01'
    `.execute(database.owner)
    expect(JSON.stringify(await got('auditor', path))).toContain('另加宽限 7 个月')
  })

  test('says in plain words what was found and what the person may do, and names nobody', async () => {
    const path = `/api/findings/${await idOf('P1')}/explanation`
    const body = await got('auditor', path)
    const told = body.told as { topic: string; text: { zh: string; en: string } }[]
    expect(told.map(({ topic }) => topic)).toEqual([
      ...['WHAT', 'MONEY', 'RULE', 'INNOCENT', 'NO_DECISION', 'CORRECTION', 'STATEMENT', 'OBJECTION'],
    ])
    expect(told[1]!.text.zh).toBe('2024-01 至 2024-02，涉及 3,001.00 元；这是需要核对的金额，不是应退金额。')
    const { text } = await browsers.auditor.get(path)
    expect(text).not.toMatch(/\{\w+\}/)
    expect(['P1', '张三', account, '2023-12-05'].filter((each) => text.includes(each))).toEqual([])
    expect((await browsers.neighbour.get(path)).status).toBe(404)
  })
})

describe('a list of the same subject', () => {
  test('is asked for by a finding, and says nothing of one that is not seen', async () => {
    expect(await listed('city', `subject_of=${await idOf('P1')}`)).toEqual([await idOf('P1')])
    expect(await listed('city', `subject_of=0123456789abcdef`)).toEqual([])
    expect(await listed('neighbour', `subject_of=${await idOf('P1')}`)).toEqual([])
  })
})

describe('snoozes of a finding', () => {
  test('are its own, and seen where it is', async () => {
    const id = await idOf('P3')
    const until = new Date(Date.now() + 10 * 86_400_000).toISOString().slice(0, 10)
    const given = { snooze_id: randomUUID(), covers: 'RULE', until, reason: '等待登记更正' }
    expect((await browsers.auditor.post(`/api/findings/${id}/snoozes`, given)).status).toBe(204)
    expect((await got('city', `/api/findings/${id}/snoozes`)).items).toMatchObject([
      { snooze_id: given.snooze_id, until, set_by: 'auditor', ended_at: null },
    ])
    expect((await got('city', `/api/findings/${await idOf('P1')}/snoozes`)).items).toEqual([])
    expect((await browsers.neighbour.get(`/api/findings/${id}/snoozes`)).status).toBe(404)
  })
})

describe('a saved filter', () => {
  const save = (who: Who, name: string, query: string): ReturnType<TestBrowser['post']> =>
    browsers[who].post('/api/saved-filters', { list: 'findings', name, query })
  const kept = async (who: Who): Promise<Record<string, string>[]> =>
    (await got(who, '/api/saved-filters?list=findings')).items as Record<string, string>[]

  test('is its owner’s alone; the same name replaces it', async () => {
    expect((await save('auditor', '一级待处理', 'level=1&status=OPEN')).status).toBe(200)
    expect((await save('auditor', '一级待处理', 'level=1')).status).toBe(200)
    const [mine] = await kept('auditor')
    expect(mine).toMatchObject({ name: '一级待处理', query: 'level=1' })
    expect(await kept('auditor')).toHaveLength(1)
    expect(await kept('city')).toEqual([])
    expect((await got('auditor', '/api/saved-filters?list=cases')).items).toEqual([])
    const remove = `/api/saved-filters/${mine!.saved_filter_id}/remove`
    expect((await browsers.city.post(remove, {})).status).toBe(204)
    expect(await kept('auditor')).toHaveLength(1)
    expect((await browsers.auditor.post(remove, {})).status).toBe(204)
    expect(await kept('auditor')).toEqual([])
  })

  test('keeps nobody’s number, and there is an end to how many', async () => {
    expect((await save('auditor', '某人', 'subject_id=P1')).status).toBe(422)
    for (let count = 0; count < 30; count++) {
      expect((await save('city', `筛选${count}`, 'level=1')).status).toBe(200)
    }
    const refused = await save('city', '再一个', 'level=1')
    expect(refused.status).toBe(409)
    expect(refused.text).toContain('最多保存 30 个')
    expect((await save('city', '筛选3', 'level=2')).status).toBe(200)
  })
})
