import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import { accessFunctions, extendCatalogue } from '#access/functions/catalogue.ts'
import { beijingDayOf } from '#access/moment.ts'
import { formatDay } from '#base/calendar-math.ts'
import { findingFunctions } from '#findings/finding-access.ts'
import { testDatabase } from '#platform/postgres/test-database.ts'
import { rules } from '#rules/catalogue.ts'
import { everyRule } from '#rules/every-rule.ts'
import { performRun } from '#runs/perform-run.ts'
import { runFunctions } from '#runs/run-access.ts'
import { insertRun, leaseRun } from '#runs/run-store.ts'
import { setUpRegions, testScreening } from '#runs/test-runs.ts'
import { signedIn, type TestBrowser } from '../test-browser.ts'
import { addPerson, startTestServer } from '../test-server.ts'
import type { OpenedRuleForm } from './rule-forms.ts'

const database = await testDatabase()
const people = {
  auditor: ['INTERNAL_AUDIT', '990101'],
  neighbour: ['INTERNAL_AUDIT', '990102'],
  city: ['SUPERVISION', '990100'],
  nobody: null,
} as const
const browsers = {} as Record<keyof typeof people, TestBrowser>
const today = beijingDayOf(new Date())

async function setFrom(days: number, value: string): Promise<void> {
  await sql`
    insert into register.rule_parameter (rule_code, parameter, valid_from, value, value_before, source_order)
    values ('DTH-01', 'grace_months', ${formatDay(today + days)}::date, ${value}, '0', ${`O${days}`})
  `.execute(database.db)
}

/** Of one county, and of the city. */
async function screenTwice(): Promise<void> {
  const chosen = rules.filter(({ code }) => ['DTH-01', 'ACC-01'].includes(code))
  const office = await testScreening(database, chosen)
  const paid = { '2024-01': '100', '2024-02': '200' }
  const snapshotId = await office.deliver([{ id: 'P1', region: '990101', diedOn: '2023-12-05', paid }])
  const shadows = [{ rule_code: 'DTH-01', name: '放宽一个月', parameters: { grace_months: '1' } }]
  for (const [runId, region, agencyId] of [
    ['run-of-county', '990101', 'A990101'],
    ['run-of-city', '990100', 'A990100'],
  ] as const) {
    const asked = { runId, snapshotId, agencyId, region, ruleCodes: null, asOf: null, shadows, askedBy: null }
    await database.db.transaction().execute((tx) => insertRun(tx, { ...asked, at: new Date() }))
    await performRun(office.screening, (await leaseRun(database.db, { leasedBy: 'test' }))!, {
      leasedBy: 'test',
      confidences: new Map(),
      signal: new AbortController().signal,
      onProgress: () => undefined,
    })
  }
}

beforeAll(async () => {
  await setUpRegions(database)
  const catalogue = extendCatalogue(accessFunctions, [...findingFunctions, ...runFunctions])
  const server = await startTestServer(database, { catalogue })
  for (const [staffId, duty] of Object.entries(people)) {
    await addPerson(database, { staffId })
    if (duty !== null) {
      await sql`
        insert into app.role_grant (grant_id, staff_id, role, regions, valid_from, origin)
        values (${randomUUID()}, ${staffId}, ${duty[0]}, ${[duty[1]]}, '2025-01-01', 'DEMONSTRATION')
      `.execute(database.owner)
    }
    await sql`
      update app.staff_member
      set agency_id = case ${duty?.[1] ?? '990101'} when '990101' then 'A990101' else 'A990100' end
      where staff_id = ${staffId}
    `.execute(database.owner)
    browsers[staffId as keyof typeof people] = await signedIn(server, staffId)
  }
  await screenTwice()
})

const codesOf = async (query = ''): Promise<string[]> => {
  const { status, text, body } = await browsers.auditor.get(`/api/rules${query}`)
  expect(status, text).toBe(200)
  return (body.items as { code: string }[]).map(({ code }) => code)
}
const opened = async (code: string): Promise<OpenedRuleForm> =>
  (await browsers.auditor.get(`/api/rules/${code}`)).body as unknown as OpenedRuleForm

describe('the catalogue', () => {
  test('has every rule, in its order', async () => {
    expect(await codesOf()).toEqual(everyRule.map(({ code }) => code))
  })

  test('is narrowed by family, level and words', async () => {
    expect(await codesOf('?family=prison')).toEqual(['PRS-01'])
    const first = everyRule.filter(({ level }) => level === 1).map(({ code }) => code)
    expect(await codesOf('?level=1')).toEqual(first)
    expect(await codesOf('?q=dth-0')).toEqual(['DTH-01', 'DTH-02', 'DTH-03', 'DTH-04', 'DTH-06'])
    expect(await codesOf(`?q=${encodeURIComponent('服刑')}&level=1`)).toContain('PRS-01')
    expect(await codesOf('?family=prison&q=nothing-like-it')).toEqual([])
    expect((await browsers.auditor.get('/api/rules?level=4')).status).toBe(422)
    expect((await browsers.auditor.get('/api/rules?nationality=1')).status).toBe(422)
  })

  test('is exported as it is shown, on record', async () => {
    const answer = await browsers.auditor.get('/api/rules/export?format=csv&family=death')
    expect(answer.status, answer.text).toBe(200)
    const lines = answer.text.trimEnd().split('\n')
    expect(lines).toHaveLength(6)
    expect(lines[1]).toContain('死亡后继续发放待遇')
    const { rows } = await sql<{ count: bigint }>`
      select count(*) as count
      from app.trail_entry
      where leaf like '%"rule"%' and leaf like '%EXPORTED%'
    `.execute(database.owner)
    expect(rows[0]!.count).toBe(1n)
  })

  test('is nothing for somebody without any duty', async () => {
    for (const path of ['/api/rules', '/api/rules/DTH-01', '/api/rules/export?format=csv']) {
      expect((await browsers.nobody.get(path)).status, path).toBeGreaterThanOrEqual(403)
    }
    const runs = await browsers.nobody.get('/api/rules/DTH-01/runs')
    expect(runs.body.items).toEqual([])
  })
})

describe('a rule', () => {
  test('has its basis, its SQL as it runs and the views it reads', async () => {
    const rule = await opened('DTH-01')
    expect(rule.basis[0]!.quote).toContain('仍继续领取养老金')
    expect(rule.sql).toContain('with paid_late as (')
    expect(rule.views.map(({ name }) => name)).toEqual(['death_source', 'death_date'])
    expect(rule.needs.map(({ any_of }) => any_of.map(({ title }) => title))[2]).toHaveLength(2)
    expect((await browsers.auditor.get('/api/rules/XXX-99')).status).toBe(404)
    expect((await browsers.auditor.get('/api/rules/none')).status).toBe(404)
  })

  test('says the same digest of its SQL as its runs', async () => {
    const { rows } = await sql<{ sql_sha256: string }>`
      select sql_sha256
      from app.screening_run_rule
      where rule_code = 'DTH-01' and shadow = '' and run_id = 'run-of-county'
    `.execute(database.db)
    expect((await opened('DTH-01')).sql_sha256).toBe(rows[0]!.sql_sha256)
  })

  test('has the parameters of today, their history, and says what it finds with them', async () => {
    await setFrom(-20, '1')
    await setFrom(-5, '3')
    await setFrom(7, '4')
    const rule = await opened('DTH-01')
    expect(rule.parameters).toMatchObject([{ name: 'grace_months', default: '0', value: '3' }])
    expect(rule.history.map(({ value, is_in_force }) => [value, is_in_force])).toEqual([
      ['4', false],
      ['3', true],
      ['1', false],
    ])
    expect(rule.history[1]).toMatchObject({ order_id: 'O-5', value_before: '0' })
    expect(rule.finds.zh).toContain('宽限 3 个月')
    expect((await opened('ACC-01')).history).toEqual([])
  })

  test('has the precision that conclusions gave it', async () => {
    await sql`
      insert into app.rule_outcome (rule_code, rule_version, conclusion, episodes)
      values ('DTH-01', 1, 'TRUE', 5), ('DTH-01', 1, 'PARTIAL', 1), ('DTH-01', 1, 'FALSE', 2)
    `.execute(database.db)
    expect((await opened('DTH-01')).precision).toMatchObject({
      true: 5,
      partly_true: 1,
      untrue: 2,
      unverifiable: 0,
      precision: '0.75',
    })
    expect((await opened('PRS-01')).precision).toBeNull()
  })

  test('has its runs, shadows beside the live one, within the scope', async () => {
    const runsOf = async (who: keyof typeof people) => {
      const { body } = await browsers[who].get('/api/rules/DTH-01/runs')
      return (body.items as { run_id: string; shadow: string | null; amount_fen: string }[]).map(
        ({ run_id, shadow, amount_fen }) => `${run_id} ${shadow ?? 'live'} ${amount_fen}`,
      )
    }
    const ofCounty = ['run-of-county 放宽一个月 20000', 'run-of-county live 30000']
    expect(await runsOf('auditor')).toEqual(ofCounty)
    expect(await runsOf('neighbour')).toEqual([])
    expect(await runsOf('city')).toEqual([
      'run-of-city 放宽一个月 20000',
      'run-of-city live 30000',
      ...ofCounty,
    ])
  })

  test('has its runs page by page, none twice', async () => {
    const seen: string[] = []
    let cursor: string | null = ''
    while (cursor !== null) {
      const at: string = cursor === '' ? '' : `&cursor=${cursor}`
      const { body } = await browsers.city.get(`/api/rules/DTH-01/runs?limit=1${at}`)
      seen.push(
        ...(body.items as { run_id: string; shadow: string | null }[]).map(
          (each) => `${each.run_id} ${each.shadow}`,
        ),
      )
      cursor = body.next_cursor as string | null
    }
    expect(seen).toHaveLength(4)
    expect(new Set(seen).size).toBe(4)
  })
})
