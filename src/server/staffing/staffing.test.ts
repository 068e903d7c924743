import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { Secret } from 'otpauth'
import { beforeAll, describe, expect, test } from 'vitest'
import { savePassword, saveTotp } from '#access/sign-in/credentials/credential-store.ts'
import { createPasswordHasher } from '#access/sign-in/credentials/password-hash.ts'
import { sealSecret } from '#access/sign-in/credentials/secret-box.ts'
import { codeAt } from '#access/sign-in/credentials/totp.ts'
import { testDatabase } from '#platform/postgres/test-database.ts'
import { testChange } from '#records/test-change.ts'
import { staffingKinds } from '#staffing/staffing-kinds.ts'
import {
  accountInput,
  addColleague,
  assign,
  newIdNumber,
  resetInput,
  setUpStaffing,
} from '#staffing/test-staffing.ts'
import { openBrowser, signedIn, type TestAnswer, type TestBrowser } from '../test-browser.ts'
import { startTestServer, type TestServer, testPassword, testTotpSecret } from '../test-server.ts'

const database = await testDatabase()
const { db, owner } = database
let server: TestServer
const browsers = new Map<string, TestBrowser>()
const hasher = createPasswordHasher()

/** Gives somebody who is there already a password and the authenticator of the tests. */
async function equip(staffId: string): Promise<void> {
  const hash = await hasher.hash(testPassword, Buffer.alloc(16, 3))
  await db.transaction().execute(async (tx) => {
    await savePassword(tx, { staffId, hash })
    const sealing = { key: Buffer.alloc(32, 7), owner: staffId }
    await saveTotp(tx, {
      staffId,
      secret: sealSecret(sealing, testTotpSecret, Buffer.alloc(12, 1)),
      step: 0n,
    })
  })
}

async function browserOf(staffId: string): Promise<TestBrowser> {
  const known = browsers.get(staffId)
  if (known !== undefined) return known
  await equip(staffId)
  const browser = await signedIn(server, staffId)
  browsers.set(staffId, browser)
  return browser
}

beforeAll(async () => {
  await setUpStaffing(database)
  server = await startTestServer(database, { kinds: [...staffingKinds(), testChange] })
})

/** As a page does it: what is shown is confirmed with the password, then sent. */
async function confirmedAct(
  browser: TestBrowser,
  path: string,
  body: Record<string, unknown>,
): Promise<TestAnswer> {
  const { digest } = (await browser.post(`${path}/confirmation-digest`, body)).body
  const offer = (await browser.post('/api/confirmations/options', { digest })).body
  const proof = { method: 'PASSWORD', password: testPassword }
  const proven = await browser.post('/api/confirmations', { challenge_id: offer.challenge_id, proof })
  return browser.post(
    `${path}/acts`,
    { ...body, confirmation_id: proven.body.confirmation_id },
    { 'idempotency-key': randomUUID() },
  )
}

async function proposeBy(staffId: string, kind: string, input: unknown): Promise<string> {
  const browser = await browserOf(staffId)
  const sent = { action: 'propose', input }
  const answer = await browser.post(`/api/records/${kind}/acts`, sent, { 'idempotency-key': randomUUID() })
  if (answer.status !== 200) throw new Error(answer.text)
  return answer.body.record_id as string
}

async function acceptBy(staffId: string, kind: string, recordId: string): Promise<TestAnswer> {
  const browser = await browserOf(staffId)
  const path = `/api/records/${kind}/${recordId}`
  const opened = await browser.get(path)
  if (opened.status !== 200) return opened
  return confirmedAct(browser, path, { action: 'accept', input: {}, version: opened.body.version })
}

const newPassword = 'Qing-Shan-7306-Lv'

/** The person enrols with the code and signs in with what was set. */
async function enrolAndSignIn(code: string, name: string): Promise<TestBrowser> {
  const offer = (await openBrowser(server).post('/api/enrolment/begin', { code })).body
  const secret = Buffer.from(Secret.fromBase32((offer.totp as { secret: string }).secret).bytes)
  const codeIn = (steps: number) => codeAt(secret, new Date(Date.now() + steps * 30_000))
  const finished = await openBrowser(server).post('/api/enrolment/finish', {
    code,
    password: { password: newPassword, totp_code: codeIn(0) },
    passkey: null,
  })
  if (finished.status !== 200) throw new Error(finished.text)
  const browser = openBrowser(server)
  const answer = await browser.post('/api/sign-in/password', { name, password: newPassword, code: codeIn(1) })
  if (answer.status !== 200) throw new Error(answer.text)
  return browser
}

const codePath = (kind: string, recordId: string): string => `/api/staffing/${kind}/${recordId}/code`

describe('a new account, from the proposal to the first act', () => {
  test('proposed, granted, enrolled, signed in, acting, and gone the same minute', async () => {
    const staffId = `N${randomUUID().slice(0, 8)}`
    const recordId = await proposeBy('system1', 'ACCOUNT', accountInput(staffId))
    const security = await browserOf('security1')

    const early = await security.post(codePath('ACCOUNT', recordId), {})
    expect(early.body).toMatchObject({ code: 'conflict', detail: expect.stringContaining('尚未批准') })
    expect((await acceptBy('security1', 'ACCOUNT', recordId)).body).toMatchObject({ status: 'DONE' })

    const system = await browserOf('system1')
    expect((await system.post(codePath('ACCOUNT', recordId), {})).status).toBe(403)
    const audit = await browserOf('audit1')
    expect((await audit.post(codePath('ACCOUNT', recordId), {})).status).toBe(403)

    const first = await security.post(codePath('ACCOUNT', recordId), {})
    expect(first.status).toBe(201)
    const second = await security.post(codePath('ACCOUNT', recordId), {})
    expect(second.body.code).not.toBe(first.body.code)
    const hours = (Date.parse(second.body.expires_at as string) - Date.now()) / 3_600_000
    expect(Math.round(hours)).toBe(72)
    // The one that was made anew has withdrawn it.
    const withdrawn = await openBrowser(server).post('/api/enrolment/begin', { code: first.body.code })
    expect(withdrawn.status).toBe(404)
    const stored = await sql<{ found: number }>`
      select count(*)::int as found
      from app.enrolment
      where enrolment::text like ${`%${second.body.code as string}%`}
    `.execute(owner)
    expect(stored.rows[0]!.found).toBe(0)

    const browser = await enrolAndSignIn(second.body.code as string, staffId.toLowerCase())
    const again = await security.post(codePath('ACCOUNT', recordId), {})
    expect(again.body).toMatchObject({ code: 'conflict' })

    // The role is a GRANT_ROLE order's to give; here it is written as that order would.
    await sql`
      insert into app.role_grant (grant_id, staff_id, role, regions, valid_from, origin)
      values (${randomUUID()}, ${staffId}, 'ENTRY', '{990101}', '2025-01-01', 'INIT')
    `.execute(owner)
    await sql`update app.authority_epoch set epoch = epoch + 1 where staff_id = ${staffId}`.execute(owner)
    const now = Date.now()
    const permit = {
      staff_id: staffId,
      from: new Date(now).toISOString(),
      to: new Date(now + 3_600_000).toISOString(),
      reason: '年终结算',
    }
    const sent = { action: 'propose', input: permit }
    const acted = await browser.post('/api/records/OVERTIME/acts', sent, { 'idempotency-key': randomUUID() })
    expect(acted.body).toMatchObject({ status: 'PROPOSED' })

    const leaving = { action: 'remove', input: { staff_id: staffId, status: 'LEFT', reason: '离职' } }
    const removed = await confirmedAct(await browserOf('head1'), '/api/records/ACCESS_REMOVAL', leaving)
    expect(removed.body).toMatchObject({ status: 'DONE' })
    const refused = await browser.post('/api/records/OVERTIME/acts', sent, {
      'idempotency-key': randomUUID(),
    })
    expect(refused.status).toBe(401)
    const password = { name: staffId.toLowerCase(), password: newPassword, code: '000000' }
    expect((await openBrowser(server).post('/api/sign-in/password', password)).status).toBe(401)
    const { rows } = await sql<{ open: number; passwords: number; tokens: number }>`
      select
        (select count(*)::int from app.session where staff_id = ${staffId} and ended_at is null) as open,
        (select count(*)::int from app.password_credential where staff_id = ${staffId}) as passwords,
        (select count(*)::int from app.totp_credential where staff_id = ${staffId}) as tokens
    `.execute(owner)
    expect(rows).toEqual([{ open: 0, passwords: 0, tokens: 0 }])
  })
})

describe('a code', () => {
  async function granted(): Promise<{ staffId: string; recordId: string }> {
    const staffId = `N${randomUUID().slice(0, 8)}`
    const recordId = await proposeBy('system1', 'ACCOUNT', accountInput(staffId))
    expect((await acceptBy('security1', 'ACCOUNT', recordId)).status).toBe(200)
    return { staffId, recordId }
  }
  const detailOf = async (recordId: string): Promise<unknown> => {
    const answer = await (await browserOf('security1')).post(codePath('ACCOUNT', recordId), {})
    return answer.body.detail
  }

  test('asked for several times at once leaves exactly one open, and one account', async () => {
    const { staffId, recordId } = await granted()
    const security = await browserOf('security1')
    const answers = await Promise.all(
      Array.from({ length: 4 }, () => security.post(codePath('ACCOUNT', recordId), {})),
    )
    expect(answers.some(({ status }) => status === 201)).toBe(true)
    expect((await security.post(codePath('ACCOUNT', recordId), {})).status).toBe(201)
    const { rows } = await sql`
      select
        (select count(*)::int from app.sign_in_account where staff_id = ${staffId}) as accounts,
        (
          select count(*)::int
          from app.enrolment
          where staff_id = ${staffId} and used_at is null and withdrawn_at is null
        ) as codes
    `.execute(owner)
    expect(rows).toEqual([{ accounts: 1, codes: 1 }])
  })

  test('is not made for who has left, after thirty days, or under a name that is taken by now', async () => {
    const left = await granted()
    await sql`update app.staff_member set status = 'LEFT' where staff_id = ${left.staffId}`.execute(owner)
    expect(await detailOf(left.recordId)).toContain('已不在岗')
    const late = await granted()
    await sql`
      update app.record set changed_at = changed_at - interval '31 days' where record_id = ${late.recordId}
    `.execute(owner)
    expect(await detailOf(late.recordId)).toContain('已超过 30 天')
    const taken = await granted()
    const other = await addColleague(owner, { hasAccount: false })
    await sql`
      insert into app.sign_in_account (staff_id, sign_in_name) values (${other}, ${taken.staffId.toLowerCase()})
    `.execute(owner)
    expect(await detailOf(taken.recordId)).toContain('已被使用')
  })

  test('is not made outside the region, nor for another kind of record', async () => {
    const { recordId } = await granted()
    const beside = await browserOf('securityBeside')
    expect((await beside.post(codePath('ACCOUNT', recordId), {})).status).toBe(404)
    expect((await beside.post(codePath('SECOND_FACTOR_RESET', recordId), {})).status).toBe(404)
    const security = await browserOf('security1')
    expect((await security.post(codePath('SECOND_FACTOR_RESET', recordId), {})).status).toBe(404)
    expect((await security.post(codePath('COVER', recordId), {})).status).toBe(404)
  })
})

describe('a lost second factor', () => {
  test('is reset by two officers, ends every session, and is made anew with a code only', async () => {
    const staffId = await addColleague(owner, { roles: ['ENTRY'], name: `F${randomUUID().slice(0, 8)}` })
    const lost = await browserOf(staffId)
    expect((await lost.get('/api/me')).status).toBe(200)
    const recordId = await proposeBy('system1', 'SECOND_FACTOR_RESET', resetInput(staffId))
    expect((await lost.get('/api/me')).status).toBe(200)
    expect((await acceptBy('security1', 'SECOND_FACTOR_RESET', recordId)).body).toMatchObject({
      status: 'DONE',
    })
    expect((await lost.get('/api/me')).status).toBe(401)
    const issued = await (await browserOf('security1')).post(codePath('SECOND_FACTOR_RESET', recordId), {})
    const browser = await enrolAndSignIn(issued.body.code as string, staffId.toLowerCase())
    expect((await browser.get('/api/me')).body).toMatchObject({ staff_id: staffId })
  })
})

describe('lists about people', () => {
  test('every kind has its form, with Chinese titles', async () => {
    const { items } = (await (await browserOf('archive1')).get('/api/record-kinds')).body
    const kinds = items as { kind: string; actions: Record<string, { input_schema: unknown }> }[]
    for (const { kind } of staffingKinds()) {
      const found = kinds.find((each) => each.kind === kind)
      const input = JSON.stringify(
        found?.actions[kind === 'ACCESS_REMOVAL' ? 'remove' : 'propose']?.input_schema,
      )
      expect(input, kind).toMatch(/"title":"[^"]*\p{Script=Han}/u)
    }
  })

  test('who must rotate, for officers and leaders of the region, and for oneself', async () => {
    const due = await addColleague(owner, { roles: ['ENTRY'], properties: ['POLICY'] })
    await assign(owner, due, 'P-seal', '2020-01-01')
    const warned = (await (await browserOf('head1')).get('/api/staffing/rotations?limit=200')).body
    const items = warned.items as { staff_id: string; post_id: string; state: string }[]
    expect(items).toContainEqual(
      expect.objectContaining({ staff_id: due, post_id: 'P-seal', state: 'OVERDUE' }),
    )
    const own = (await (await browserOf(due)).get('/api/staffing/rotations')).body
    expect(own.items).toMatchObject([{ staff_id: due, post_id: 'P-seal' }])
    const beside = (await (await browserOf('headBeside')).get('/api/staffing/rotations')).body
    expect(JSON.stringify(beside.items)).not.toContain(due)
  })

  test('one’s own relatives, masked, and nobody else’s', async () => {
    const clerk = await addColleague(owner, { roles: ['ENTRY'], name: `R${randomUUID().slice(0, 8)}` })
    const id_number = newIdNumber()
    const declared = [{ id_number, name: '示例配偶', relation: 'SPOUSE' }]
    const recordId = await proposeBy(clerk, 'RELATIVES', { staff_id: clerk, declared, mistaken: [] })
    const browser = await browserOf(clerk)
    expect((await browser.get(`/api/records/RELATIVES/${recordId}`)).status).toBe(404)
    expect((await browser.get('/api/staffing/relatives')).body.items).toEqual([])
    expect((await acceptBy('security1', 'RELATIVES', recordId)).body).toMatchObject({ status: 'DONE' })
    const own = await browser.get('/api/staffing/relatives')
    expect(own.body.items).toMatchObject([{ relation: 'SPOUSE', withdrawn_on: null }])
    expect(own.text).not.toContain(id_number)
    const other = await (await browserOf('archive1')).get('/api/staffing/relatives')
    expect(other.body.items).toEqual([])
  })

  test('what must be apart, in the words of the papers', async () => {
    const { items } = (await (await browserOf('archive1')).get('/api/staffing/conflicts')).body
    expect(items).toHaveLength(25)
    expect((items as unknown[])[0]).toMatchObject({
      text: '经办初审×复核',
      pairs: [{ a: 'ENTRY', b: 'REVIEW', a_title: { en: 'entry' } }],
    })
  })
})

describe('the matrix of duties that must be apart', () => {
  test('goes out as a list with its clauses, and as the matrix', async () => {
    const browser = await browserOf('archive1')
    const csv = await browser.get('/api/staffing/conflicts/export?format=csv')
    expect(csv.status).toBe(200)
    const [header, first, ...rest] = csv.text.trim().split(/\r?\n/)
    expect(header).toContain('规定,岗位职责,不得兼任')
    expect(first).toContain('经办初审×复核')
    expect(rest.length).toBeGreaterThanOrEqual(24)
    const xlsx = await browser.get('/api/staffing/conflicts/export?format=xlsx')
    expect(xlsx.status).toBe(200)
    expect(xlsx.headers.get('content-type')).toContain('spreadsheetml')
  })
})

describe('bad input', () => {
  test('is one clear sentence, and nothing is written', async () => {
    const browser = await browserOf('system1')
    const sent = (input: unknown) =>
      browser.post(
        '/api/records/ACCOUNT/acts',
        { action: 'propose', input },
        { 'idempotency-key': randomUUID() },
      )
    const base = accountInput('X01') as Record<string, unknown>
    const wrong: readonly [Record<string, unknown>, number][] = [
      [{ ...base, more: 1 }, 422],
      [{ ...base, sign_in_name: 'Ä' }, 422],
      [{ ...base, sign_in_name: "x' or 1=1 --" }, 422],
      [{ ...base, id_number: '990101198001010000' }, 422],
      [{ ...base, posts: [] }, 422],
      [{ ...base, posts: [{ post_id: 'P-certify', started_on: '2026-02-30' }] }, 422],
      [{ ...base, posts: [{ post_id: 'P-beside', started_on: '2026-01-05' }] }, 409],
      [{ ...base, agency_id: 'A990102' }, 404],
      [{ ...base, agency_id: 'A000000' }, 404],
    ]
    for (const [input, status] of wrong) {
      const answer = await sent(input)
      expect(answer.status, JSON.stringify(input)).toBe(status)
      expect(answer.body.title ?? answer.body.detail).toBeTruthy()
    }
    const { rows } = await sql`select 1 from app.staff_member where staff_id = 'X01'`.execute(owner)
    expect(rows).toEqual([])
  })
})
