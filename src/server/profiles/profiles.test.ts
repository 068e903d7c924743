import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import { accessFunctions, extendCatalogue } from '#access/functions/catalogue.ts'
import { formatMonth } from '#base/calendar-math.ts'
import { findingFunctions } from '#findings/finding-access.ts'
import { testDatabase } from '#platform/postgres/test-database.ts'
import { laneRowsMax } from '#profiles/lanes/lane-source.ts'
import { sharersMax } from '#profiles/links/person-links.ts'
import { moneyRowsMax } from '#profiles/money-by-month.ts'
import { setUpRegions } from '#runs/test-runs.ts'
import { signedIn, type TestBrowser } from '../test-browser.ts'
import { addPerson, startTestServer } from '../test-server.ts'
import type { ProfileForm } from './profile-forms.ts'
import { addPayments, addRows, fillRegister, idNumberOf, type Paid } from './test-register.ts'

const database = await testDatabase()
const people = {
  auditor: ['INTERNAL_AUDIT', '990101'],
  neighbour: ['INTERNAL_AUDIT', '990102'],
  city: ['SUPERVISION', '990100'],
  clerk: ['ENTRY', '990101'],
  cashier: ['CASHIER', '990101'],
  officer: ['SYSTEM_ADMIN', '990101'],
  /** Of residents' pensions only. */
  resident: ['ENTRY', '990101'],
} as const
type Who = keyof typeof people
const browsers = {} as Record<Who, TestBrowser>

beforeAll(async () => {
  await setUpRegions(database)
  const server = await startTestServer(database, {
    catalogue: extendCatalogue(accessFunctions, findingFunctions),
  })
  for (const [staffId, [role, region]] of Object.entries(people)) {
    await addPerson(database, { staffId })
    await sql`
      insert into app.role_grant (grant_id, staff_id, role, regions, schemes, valid_from, origin)
      values (
        ${randomUUID()}, ${staffId}, ${role}, ${[region]}, ${staffId === 'resident' ? ['170'] : null}, '2025-01-01',
        'DEMONSTRATION'
      )
    `.execute(database.owner)
    const agency = staffId === 'neighbour' ? 'A990100' : 'A990101'
    await sql`update app.staff_member set agency_id = ${agency} where staff_id = ${staffId}`.execute(
      database.owner,
    )
    browsers[staffId as Who] = await signedIn(server, staffId)
  }
  await fillRegister(database)
})

async function opened(who: Who, path: string): Promise<ProfileForm> {
  const { status, body, text } = await browsers[who].get(`/api/profiles/${path}`)
  expect(status, text).toBe(200)
  return body as unknown as ProfileForm
}

async function entries(where: {
  readonly actor: Who
  readonly outcome: string
}): Promise<{ readonly kind: string; readonly record: string; readonly function: string }[]> {
  const { rows } = await sql<{ kind: string; record: string; function: string }>`
    select leaf::jsonb ->> 'kind' as kind, leaf::jsonb ->> 'record' as record, leaf::jsonb ->> 'function' as function
    from app.trail_entry
    where leaf::jsonb ->> 'actor' = ${where.actor} and leaf::jsonb ->> 'outcome' = ${where.outcome}
    order by leaf::jsonb ->> 'at', entry_id
  `.execute(database.owner)
  return rows
}

const laneOf = (profile: ProfileForm, lane: string): ProfileForm['lanes'][number] =>
  profile.lanes.find((each) => each.lane === lane)!

async function refOfAccount(who: Who, person: string): Promise<string> {
  const { links } = await opened(who, `persons/${person}`)
  return links.nodes.find(({ kind }) => kind === 'account')!.ref!.ref
}

describe('a person’s profile', () => {
  test('has what the register, the feeds and the contributions say, on one axis', async () => {
    const profile = await opened('auditor', 'persons/P1')
    expect(laneOf(profile, 'DEATH').rows).toMatchObject([{ from: '2024-01-05', table: 'death' }])
    expect(laneOf(profile, 'CONTRIBUTION').rows).toMatchObject([
      { from: '1990-06', to: '1990-07' },
      { from: '1990-01', to: '1990-03' },
    ])
    expect(laneOf(profile, 'CONTRIBUTION').rows[1]!.values).toContainEqual({
      column: 'amount_total',
      value: '84000',
      ref: null,
    })
    expect(laneOf(profile, 'ACCOUNT_CHANGE').rows).toMatchObject([{ from: '2020-01-02' }])
    expect(JSON.stringify(profile)).not.toContain('小区')
  })

  test('outside the scope is refused like one that is not there, and so is one for whoever reads no business', async () => {
    const absent = await browsers.auditor.get('/api/profiles/persons/P999')
    const outside = await browsers.auditor.get('/api/profiles/persons/P2')
    const plain = ({ text }: { readonly text: string }): string => text.replace(/"request_id":"[^"]*"/, '')
    expect(absent.status).toBe(404)
    expect(plain(outside)).toBe(plain(absent))
    expect(outside.status).toBe(404)
    expect((await browsers.officer.get('/api/profiles/persons/P1')).status).toBe(404)
    expect((await browsers.neighbour.get('/api/profiles/persons/P1')).status).toBe(404)
    expect((await browsers.city.get('/api/profiles/persons/P2')).status).toBe(200)
    const reason = '核对身份信息'
    expect((await browsers.auditor.post('/api/profiles/persons/P2/unmask', { reason })).status).toBe(404)
  })

  test('has only the schemes of whoever looks', async () => {
    await addPayments(database, [{ person: 'P1', month: 24_300, status: 'PAID', fen: 100n }])
    const ref = await refOfAccount('clerk', 'P1')
    for (const [who, rows] of [
      ['clerk', 1],
      ['resident', 0],
    ] as const) {
      const profile = await opened(who, 'persons/P1')
      expect(profile.money!.months, who).toHaveLength(rows)
      expect(laneOf(profile, 'ENROLMENT').rows, who).toHaveLength(rows)
      expect(laneOf(profile, 'CONTRIBUTION').rows.length > 0, who).toBe(rows > 0)
      expect(laneOf(profile, 'DEATH').rows, who).toHaveLength(1)
      expect((await opened(who, `accounts/${ref}`)).money!.months, who).toHaveLength(rows)
      expect(laneOf(await opened(who, 'employers/E1'), 'ENROLMENT').rows, who).toHaveLength(rows)
    }
  })

  test('shows nobody of another region among those who share something with him', async () => {
    const keys = async (who: Who): Promise<string[]> => {
      const { links } = await opened(who, 'persons/P1')
      const persons = links.nodes.filter(({ kind }) => kind === 'person')
      return persons.map(({ ref }) => ref!.ref).sort()
    }
    expect(await keys('auditor')).toEqual(['P1', 'P3'])
    expect(await keys('city')).toEqual(['P1', 'P2', 'P3'])
  })
})

describe('personal data of a profile', () => {
  test('are masked: also numbers of accounts that look like none', async () => {
    const { text } = await browsers.auditor.get('/api/profiles/persons/P1')
    const clear = ['张三乙', '张三丁', idNumberOf(1), '8800-1', '8800-0', '13800000001']
    expect(clear.filter((each) => text.includes(each))).toEqual([])
    const ref = await refOfAccount('auditor', 'P1')
    const account = await browsers.auditor.get(`/api/profiles/accounts/${ref}`)
    expect(account.status).toBe(200)
    expect(clear.filter((each) => account.text.includes(each))).toEqual([])
  })

  test('are shown in full for a reason, to whoever may, and the reason is in the trail', async () => {
    const path = '/api/profiles/persons/P1/unmask'
    const reason = '与本人核对账户'
    const { status, text, body } = await browsers.auditor.post(path, { reason })
    expect(status, text).toBe(200)
    expect(body.is_masked).toBe(false)
    for (const each of ['张三乙', idNumberOf(1), '8800-1']) expect(text).toContain(each)
    expect((await browsers.cashier.post(path, { reason })).status).toBe(403)
    expect((await browsers.auditor.post(path, { reason: ' ' })).status).toBe(422)
    const { rows } = await sql`
      select
      from app.trail_payload
      where payload like ${`%${reason}%`}
    `.execute(database.owner)
    expect(rows).toHaveLength(1)
  })

  test('that somebody looked at are in the trail, and so is what was refused; no leaf has a number of anybody', async () => {
    const before = (await entries({ actor: 'clerk', outcome: 'VIEWED' })).length
    const ref = await refOfAccount('clerk', 'P1')
    await opened('clerk', `accounts/${ref}`)
    await browsers.clerk.get('/api/profiles/persons/P2')
    const viewed = await entries({ actor: 'clerk', outcome: 'VIEWED' })
    expect(viewed.slice(before)).toEqual([
      { kind: 'person', record: 'P1', function: 'READ/profile' },
      { kind: 'account', record: ref, function: 'READ/profile' },
    ])
    expect(await entries({ actor: 'clerk', outcome: 'REFUSED' })).toEqual([
      { kind: 'person', record: 'none', function: 'READ/profile' },
    ])
    expect(ref).not.toContain('8800')
  })
})

describe('what a profile adds up', () => {
  test('has the payments of the register to the fen, whatever they are', async () => {
    const payment = fc.record({
      month: fc.integer({ min: 2020 * 12, max: 2026 * 12 }),
      status: fc.constantFrom('PAID', 'RETURNED', 'HELD'),
      fen: fc.bigInt({ min: -1_000_000_000_000n, max: 1_000_000_000_000n }),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(payment, { maxLength: 40 }), async (drawn) => {
        await sql`delete from register.payment`.execute(database.owner)
        const own: Paid[] = drawn.map((each) => ({ ...each, person: 'P1' }))
        await addPayments(database, [...own, { person: 'P3', month: 24_000, status: 'PAID', fen: 1n }])
        const expected = new Map<string, { lines: number; fen: bigint }>()
        for (const { month, status, fen } of own) {
          const key = `${formatMonth(month)} ${status}`
          const { lines, fen: sum } = expected.get(key) ?? { lines: 0, fen: 0n }
          expected.set(key, { lines: lines + 1, fen: sum + fen })
        }
        const { money } = await opened('city', 'persons/P1')
        const shown = money!.months.map(({ month, series, lines, amount_fen }) => [
          `${month} ${series}`,
          { lines, fen: BigInt(amount_fen) },
        ])
        expect(new Map(shown as [string, { lines: number; fen: bigint }][])).toEqual(expected)
        expect(money!.is_complete).toBe(true)
      }),
      { numRuns: 25 },
    )
  }, 60_000)
})

describe('a profile', () => {
  test('is bounded: of many rows the newest, of many sharers a few, and both say that there are more', async () => {
    const many = laneRowsMax + 40
    await addRows(
      database,
      'certification',
      Array.from({ length: many }, (_, index) => ({
        certification_id: `Z${index}`,
        person_id: 'P3',
        certified_at: `${2020 + Math.floor(index / 60)}-01-01 10:00:${String(index % 60).padStart(2, '0')}`,
        channel: 'FACE',
        result: 'PASS',
      })),
    )
    const sharers = Array.from({ length: sharersMax + 7 }, (_, index) => 100 + index)
    await addRows(
      database,
      'person',
      sharers.map((number) => ({
        person_id: `P${number}`,
        id_number: idNumberOf(number),
        name: '李四',
        name_normalised: '李四',
        region: '990101',
      })),
    )
    await addRows(
      database,
      'payee_account',
      sharers.map((number) => ({
        account_number: '8800-9',
        person_id: `P${number}`,
        valid_from: '2020-01-01',
      })),
    )
    const { lanes } = await opened('auditor', 'persons/P3')
    const certified = lanes.find(({ lane }) => lane === 'CERTIFICATION')!
    expect(certified).toMatchObject({ has_more: true, rows: { length: laneRowsMax } })
    expect(certified.rows[0]!.from).toBe('2023-01-01')
    const { links } = await opened('auditor', 'persons/P100')
    expect(links.nodes.filter(({ kind }) => kind === 'person')).toHaveLength(1 + sharersMax)
    expect(links.hidden).toEqual([{ node: 'account:0', count: 6, is_at_least: false }])
  })
})

describe('an export of a profile', () => {
  test('is masked, in the trail, and for whoever may', async () => {
    const path = '/api/profiles/persons/P1/export?format=csv'
    const { status, text } = await browsers.auditor.get(path)
    expect(status, text).toBe(200)
    expect(text).toContain('死亡日期：2024-01-05')
    expect(text).toContain('840.00')
    for (const clear of ['张三乙', idNumberOf(1), '8800-1']) expect(text).not.toContain(clear)
    expect((await entries({ actor: 'auditor', outcome: 'EXPORTED' })).map(({ kind }) => kind)).toEqual([
      'profile',
    ])
    expect((await browsers.clerk.get(path)).status).toBe(403)
    expect((await browsers.neighbour.get(path)).status).toBe(404)
  })
})

describe('an account’s profile', () => {
  test('has those of its persons who are in the scope, with their money only', async () => {
    await sql`delete from register.payment`.execute(database.owner)
    await addPayments(database, [
      { person: 'P1', month: 24_300, status: 'PAID', fen: 100n },
      { person: 'P2', month: 24_300, status: 'PAID', fen: 10_000n },
    ])
    const ref = await refOfAccount('auditor', 'P1')
    const seen = async (who: Who): Promise<unknown[]> => {
      const { money, lanes } = await opened(who, `accounts/${ref}`)
      return [money!.months.map(({ amount_fen }) => amount_fen), lanes[0]!.rows.length]
    }
    expect(await seen('auditor')).toEqual([['100'], 2])
    expect(await seen('city')).toEqual([['10100'], 3])
  })

  test('that is paid more often than is added up says so', async () => {
    await sql`delete from register.payment`.execute(database.owner)
    await sql`
      insert into register.payment (
        payment_id, person_id, scheme, benefit, pay_month, period_from, period_to, kind, amount_fen, account_number,
        status, source_delivery
      )
      select
        'M' || number, 'P2', '110', 'OLD_AGE', 24300, 24300, 24300, 'REGULAR', 1, '8800-1', 'PAID', 'test'
      from generate_series(1, ${moneyRowsMax + 1}::integer) as number
    `.execute(database.owner)
    const ref = await refOfAccount('city', 'P1')
    expect((await opened('city', `accounts/${ref}`)).money).toMatchObject({ is_complete: false })
    await sql`delete from register.payment where payment_id = 'M1'`.execute(database.owner)
    const { money } = await opened('city', `accounts/${ref}`)
    expect(money).toMatchObject({ is_complete: true, months: [{ amount_fen: String(moneyRowsMax) }] })
  })

  test('is found by its own address only: not by the number, nor by another person', async () => {
    const ref = await refOfAccount('auditor', 'P1')
    for (const forged of ['8800-1', 'P1~8800-1', ref.replace('P1~', 'P3~'), 'P1~', '~']) {
      expect((await browsers.auditor.get(`/api/profiles/accounts/${forged}`)).status, forged).toBe(404)
    }
  })
})

describe('an employer’s and a staff member’s profile', () => {
  test('has the people enrolled who are in the scope', async () => {
    const enrolled = async (who: Who): Promise<number> =>
      laneOf(await opened(who, 'employers/E1'), 'ENROLMENT').rows.length
    expect(await enrolled('auditor')).toBe(1)
    expect(await enrolled('city')).toBe(2)
    expect((await browsers.auditor.get('/api/profiles/employers/E2')).status).toBe(404)
  })

  test('of staff is for whoever may read authority', async () => {
    const { facts } = await opened('auditor', 'staff/clerk')
    expect(facts.values).toContainEqual({ column: 'staff_id', value: 'clerk', ref: null })
    await opened('officer', 'staff/clerk')
    expect((await browsers.clerk.get('/api/profiles/staff/auditor')).status).toBe(404)
    expect((await browsers.auditor.get('/api/profiles/staff/neighbour')).status).toBe(404)
  })
})

describe('a search', () => {
  const found = async (who: Who, query: string): Promise<string[]> => {
    const { status, body, text } = await browsers[who].post('/api/profile-search', { query })
    expect(status, text).toBe(200)
    return (body.items as { kind: string; ref: string }[]).map(({ kind, ref }) => `${kind} ${ref}`)
  }

  test('finds by number, by account and by the beginning of a name, in the scope only', async () => {
    expect(await found('auditor', idNumberOf(1))).toEqual(['person P1'])
    expect(await found('auditor', idNumberOf(2))).toEqual([])
    expect(await found('auditor', 'P3')).toEqual(['person P3'])
    expect((await found('auditor', '张三')).sort()).toEqual(['person P1', 'person P3'])
    expect(await found('city', '张三')).toHaveLength(4)
    expect(await found('auditor', '张三%')).toEqual([])
    expect(await found('auditor', '三乙')).toEqual([])
    expect(await found('auditor', '8800-1')).toEqual([`account ${await refOfAccount('auditor', 'P1')}`])
    expect(await found('neighbour', '6217009999999999')).toHaveLength(1)
    expect(await found('auditor', '6217009999999999')).toEqual([])
    expect(await found('auditor', '示例')).toEqual(['employer E1'])
    expect(await found('auditor', 'clerk')).toEqual(['staff clerk'])
    expect(await found('clerk', 'auditor')).toEqual([])
    expect((await browsers.auditor.post('/api/profile-search', { query: '张' })).status).toBe(422)
  })

  test('is masked, is bounded, and what was sought is in the trail, not in a leaf', async () => {
    const { body, text } = await browsers.auditor.post('/api/profile-search', { query: '李四' })
    expect(body).toMatchObject({ has_more: false })
    expect(text).not.toContain('李四')
    expect(text).not.toContain(idNumberOf(100))
    const { rows } = await sql<{ leaf: string }>`
      select trail_entry.leaf
      from app.trail_payload
      inner join app.trail_entry using (entry_id)
      where trail_payload.payload like '%李四%'
    `.execute(database.owner)
    expect(rows).toHaveLength(1)
    expect(rows[0]!.leaf).not.toContain('李四')
  })
})
