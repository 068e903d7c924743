import { sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import { accessFunctions, extendCatalogue } from '#access/functions/catalogue.ts'
import { testDatabase } from '#platform/postgres/test-database.ts'
import { act } from '#records/act.ts'
import { requestOf } from '#records/test-kernel.ts'
import { ledgerFunctions } from '#risk-ledger/ledger-access.ts'
import { levelOf } from '#risk-ledger/ledger-codes.ts'
import { ledgerKinds } from '#risk-ledger/ledger-kinds.ts'
import { riskFamilies } from '#risk-ledger/offers/risk-families.ts'
import {
  idOf,
  ledgerContext,
  pointInForce,
  pointInput,
  propose,
  setUpLedger,
  stepOn,
} from '#risk-ledger/test-ledger.ts'
import { rules } from '#rules/catalogue.ts'
import { signedIn, type TestBrowser } from '../test-browser.ts'
import { addPerson, startTestServer } from '../test-server.ts'

const database = await testDatabase()
const { db, owner } = database
const names = ['enter1', 'auditor1', 'deputy1', 'head1', 'beside1', 'county1', 'city1', 'province1'] as const
const browsers = {} as Record<(typeof names)[number], TestBrowser>
const kept = { death: '', fund: '', beside: '', filing: '' }

beforeAll(async () => {
  await setUpLedger(database)
  const server = await startTestServer(database, {
    kinds: ledgerKinds(),
    catalogue: extendCatalogue(accessFunctions, ledgerFunctions),
  })
  for (const name of names) {
    await addPerson(database, { staffId: name })
    browsers[name] = await signedIn(server, name)
  }
  kept.death = await pointInForce(db)
  kept.fund = await pointInForce(db, {
    ...{ department: '财务科', risk: '100%对账不由他人复核', stage: 'MANAGEMENT', domain: 'FINANCE' },
    ...{ likelihood: 1, impact: 5, residual_impact: 5, rule_codes: ['FIN-06'] },
  })
  const beside = { direct_staff_id: 'beside1', department_head_id: 'beside1', unit_head_id: 'beside1' }
  kept.beside = idOf(
    await propose(ledgerContext(db, 'beside1'), pointInput({ ...beside, risk: '邻县的风险点' })),
  )
  for (const [region, rule, status, count, fen] of [
    ['990101', 'DTH-01', 'OPEN', 3, 70_000],
    ['990101', 'DTH-01', 'IN_CASE', 1, 500],
    ['990101', 'DTH-01', 'CONCLUDED', 9, 900_000],
    ['990101', 'DTH-02', 'OPEN', 5, 100],
    ['990102', 'DTH-01', 'OPEN', 8, 80_000],
  ] as const) {
    await sql`
      insert into app.finding_total
      values (${region}, true, ${rule}, 1, ${status}, '2026-10', false, null, '{110}', ${count}, ${fen}, ${fen}, true)
    `.execute(owner)
  }
})

type Item = Record<string, unknown>

async function listed(who: keyof typeof browsers, address: string): Promise<Item[]> {
  const answer = await browsers[who].get(`/api/${address}`)
  expect(answer.status, answer.text).toBe(200)
  return answer.body.items as Item[]
}
const ids = async (who: keyof typeof browsers, query: string): Promise<unknown[]> =>
  (await listed(who, `risk-points?${query}`)).map(({ record_id }) => record_id)

describe('the ledger', () => {
  test('is filtered by level, stage, domain, unit, rule, words and status, the gravest first', async () => {
    const { death, fund } = kept
    expect(await ids('auditor1', '')).toEqual([death, fund])
    expect(await ids('auditor1', 'sort=-level')).toEqual([fund, death])
    expect(await ids('auditor1', 'level=2')).toEqual([death])
    expect(await ids('auditor1', 'residual_level=3&level=3')).toEqual([fund])
    expect(await ids('auditor1', 'stage=MANAGEMENT')).toEqual([fund])
    expect(await ids('auditor1', 'domain=BUSINESS')).toEqual([death])
    expect(await ids('auditor1', 'rule=FIN-06')).toEqual([fund])
    expect(await ids('auditor1', `q=${encodeURIComponent('100%')}`)).toEqual([fund])
    expect(await ids('auditor1', `q=${encodeURIComponent('%发放%')}`)).toEqual([])
    expect(await ids('auditor1', 'status=PROPOSED')).toEqual([])
    expect(await ids('auditor1', 'agency_id=A990102')).toEqual([])
    expect(await ids('auditor1', 'is_overdue=true')).toEqual([])
    expect((await browsers.auditor1.get('/api/risk-points?level=4')).status).toBe(422)
  })

  test('goes on where the page before ended', async () => {
    const first = await browsers.province1.get('/api/risk-points?limit=1&sort=-changed_at')
    const next = await browsers.province1.get(
      `/api/risk-points?limit=1&sort=-changed_at&cursor=${String(first.body.next_cursor)}`,
    )
    const shown = [first, next].flatMap(({ body }) =>
      (body.items as Item[]).map(({ record_id }) => record_id),
    )
    expect(shown).toEqual([kept.beside, kept.fund])
  })

  test('has the open findings of its rules in its own region, as the list of findings counts them', async () => {
    const [point] = await listed('auditor1', 'risk-points?rule=DTH-01')
    expect(point).toMatchObject({ findings: '4', open_amount_fen: '70500', has_left: false })
    const { body } = await browsers.auditor1.get(`/api/risk-points/${kept.death}/findings`)
    expect(body).toMatchObject({
      region: '990101',
      items: [{ code: 'DTH-01', findings: '4', open_amount_fen: '70500' }],
    })
  })

  test('says when a responsible person has left', async () => {
    await sql`update app.staff_member set status = 'RETIRED' where staff_id = 'review1'`.execute(owner)
    expect((await listed('auditor1', 'risk-points'))[0]).toMatchObject({ has_left: true })
    await sql`update app.staff_member set status = 'ON_POST' where staff_id = 'review1'`.execute(owner)
  })
})

/** Each reader sees the units of the own region and below, in every list and every single record. */
const sees: Readonly<Record<(typeof names)[number], 'county' | 'beside' | 'both'>> = {
  ...{ enter1: 'county', auditor1: 'county', deputy1: 'county', head1: 'county', county1: 'county' },
  ...{ beside1: 'beside', city1: 'both', province1: 'both' },
}

describe('scope', () => {
  test.for(names.map((who) => [who, sees[who]] as const))('%s sees %s', async ([who, scope]) => {
    const county = scope !== 'beside'
    const beside = scope !== 'county'
    const shown = await ids(who, '')
    expect(shown.includes(kept.death)).toBe(county)
    expect(shown.includes(kept.beside)).toBe(beside)
    const status = async (address: string) => (await browsers[who].get(`/api/${address}`)).status
    expect(await status(`risk-points/${kept.death}/findings`)).toBe(county ? 200 : 404)
    expect(await status(`risk-points/${kept.beside}/findings`)).toBe(beside ? 200 : 404)
    expect(await status('risk-points/form?agency_id=A990101&format=xlsx')).toBe(county ? 200 : 404)
    expect(await status('risk-points/form?agency_id=A990102&format=docx')).toBe(beside ? 200 : 404)
    const units = (await listed(who, 'ledger-filings?year=2025')).map(({ agency_id }) => agency_id)
    expect(units.includes('A990101')).toBe(county)
    expect(units.includes('A990102')).toBe(beside)
    expect(units.includes('A990100')).toBe(scope === 'both')
    const { body } = await browsers[who].get('/api/ledger-totals?year=2025')
    expect((body.totals as { units: number }).units).toBe(units.length)
  })

  test('who may not export is refused, and an export is in the trail', async () => {
    const refused = await browsers.enter1.get('/api/risk-points/export?format=csv')
    expect(refused.status).toBe(403)
    const answer = await browsers.auditor1.get('/api/risk-points/export?format=csv')
    expect(answer.text).toContain('死亡人员未及时停发')
    expect(answer.text).not.toContain('邻县的风险点')
    const { rows } = await sql<{ count: string }>`
      select count(*)::text as count
      from app.trail_entry
      where leaf::text like '%RISK_POINT%' and leaf::text like '%EXPORTED%'
    `.execute(owner)
    expect(Number(rows[0]!.count)).toBeGreaterThan(0)
  })
})

describe('who has filed', () => {
  const kind = 'LEDGER_FILING'
  const row = async (query: string) => (await listed('city1', `ledger-filings?year=2025&${query}`))[0]

  test('is counted to the unit, from not begun to accepted', async () => {
    const totals = async () =>
      (await browsers.city1.get('/api/ledger-totals?year=2025')).body.totals as Record<string, number>
    const before = await totals()
    expect(before).toMatchObject({ filed: 0, accepted: 0, overdue: before.units })
    expect(await row('agency_id=A990101')).toMatchObject({
      ...{ record_id: null, status: null, is_overdue: true, points: 2, level2: 1, level3: 1 },
      receiver_id: 'B990100',
    })
    const opened = await act(
      ledgerContext(db, 'enter1'),
      requestOf({ kind, action: 'open', input: { year: 2025 } }),
    )
    kept.filing = idOf(opened)
    for (const [by, action] of [
      ['enter1', 'prepare'],
      ['head1', 'file'],
      ['city1', 'accept'],
    ] as const) {
      idOf(await stepOn(ledgerContext(db, by), { kind, recordId: kept.filing, action }))
    }
    expect(await row('status=ACCEPTED')).toMatchObject({
      ...{ record_id: kept.filing, is_overdue: false, is_late: true, filed_points: 2 },
    })
    expect(await totals()).toMatchObject({ filed: 1, accepted: 1, late: 1, overdue: before.units! - 1 })
    expect(await listed('city1', 'ledger-filings?year=2025&status=NONE')).toHaveLength(before.units! - 1)
    expect(await listed('city1', 'ledger-filings?year=2025&is_overdue=false')).toHaveLength(1)
    expect(await listed('city1', 'ledger-filings?year=2025&region=990102')).toHaveLength(1)
  })

  test('stands beside the points by stage and level', async () => {
    const { body } = await browsers.city1.get('/api/ledger-totals?year=2025&region=990101')
    expect(body.lines).toEqual([
      { stage: 'MANAGEMENT', level: 3, residual_level: 3, points: 1 },
      { stage: 'PAYMENT', level: 2, residual_level: 3, points: 1 },
    ])
  })

  test('and the filed copy is a file for whoever sees it', async () => {
    const status = async (who: keyof typeof browsers, format: string) =>
      (await browsers[who].get(`/api/ledger-filings/${kept.filing}/form?format=${format}`)).status
    expect([await status('city1', 'docx'), await status('enter1', 'xlsx')]).toEqual([200, 200])
    expect(await status('beside1', 'docx')).toBe(404)
    expect(await status('city1', 'pdf')).toBe(422)
  })
})

describe('a first ledger', () => {
  test('has each rule of the catalogue in one family', () => {
    const linked = riskFamilies.flatMap((family) => family.rules)
    expect([...linked].sort()).toEqual(rules.map(({ code }) => code).sort())
    for (const { draft, code } of riskFamilies) {
      const { residual_likelihood: likelihood, residual_impact: impact } = draft
      expect(levelOf({ likelihood, impact }), code).toBeGreaterThanOrEqual(levelOf(draft))
    }
  })

  test('is offered to a unit for the posts that it has, and says what is taken up', async () => {
    await sql`
      insert into app.post (post_id, agency_id, title, title_in_english, is_key, roles, properties)
      values ('pay1', 'A990101', '待遇发放岗', 'payment', true, '{BENEFIT_PAYMENT}', '{}')
    `.execute(owner)
    await sql`
      insert into app.post_assignment (staff_id, post_id, started_on)
      values ('enter1', 'pay1', '2025-01-01')
    `.execute(owner)
    const offers = await listed('enter1', 'risk-points/offers')
    const codes = offers.map(({ code }) => code)
    expect(codes).toContain('DEATH')
    expect(codes).not.toContain('FUND')
    expect(offers.find(({ code }) => code === 'DEATH')).toMatchObject({
      taken_by: kept.death,
      draft: { direct_staff_id: 'enter1', department_head_id: 'deputy1', unit_head_id: 'head1' },
      basis: { document: '004', quote: expect.stringContaining('因死亡原因暂停') },
    })
    const prison = offers.find(({ code }) => code === 'PRISON')!
    expect(prison.taken_by).toBeNull()
    const proposed = await act(
      ledgerContext(db, 'enter1'),
      requestOf({ kind: 'RISK_POINT', action: 'propose', input: prison.draft }),
    )
    expect(proposed).toMatchObject({ outcome: 'accepted', status: 'PROPOSED' })
    expect(await listed('province1', 'risk-points/offers')).not.toContainEqual(
      expect.objectContaining({ code: 'DEATH' }),
    )
  })
})

test('levels of the database and of the program are the same for every score', async () => {
  const { rows } = await sql<{ likelihood: number; impact: number; level: number }>`
    select likelihood, impact, app.risk_level(likelihood, impact) as level
    from generate_series(1, 5) as likelihood, generate_series(1, 5) as impact
  `.execute(db)
  expect(rows).toHaveLength(25)
  for (const row of rows) expect(row.level).toBe(levelOf(row))
})

test('the 48 measures say that they are a reconstruction, and the template is a workbook', async () => {
  const { body } = await browsers.beside1.get('/api/measures')
  expect(body).toMatchObject({ source: 'RECONSTRUCTION', document: '重构文本，不是原文，可导入官方文本' })
  expect(body.items).toHaveLength(48)
  expect((await browsers.beside1.get('/api/measures/template')).status).toBe(200)
})
