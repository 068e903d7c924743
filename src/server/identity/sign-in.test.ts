import { sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import { testDatabase } from '#platform/postgres/test-database.ts'
import { codeNow, openBrowser, signedIn } from '../test-browser.ts'
import { addPerson, behindProxy, startTestServer, type TestServer, testPassword } from '../test-server.ts'
import { trailOf } from './test-trail.ts'

const database = await testDatabase()
const proxy = behindProxy
let server: TestServer

beforeAll(async () => {
  server = await startTestServer(database, { proxy })
})

let number = 0
/** A new person, and an address of his own: lock-out counts both. */
async function newcomer(person: { status?: string; password?: string | null; hasTotp?: boolean } = {}) {
  number += 1
  const staffId = `P${number}`
  const from = { 'x-forwarded-for': `10.1.${Math.floor(number / 250)}.${number % 250}` }
  await addPerson(database, { staffId, ...person })
  return { staffId, from }
}

const path = '/api/sign-in/password'
const wrong = { name: 'nobody', password: 'wrong password' }

describe('sign-in by password', () => {
  test('name, password and code open a session, and the trail says so', async () => {
    const { staffId, from } = await newcomer()
    const browser = openBrowser(server)
    const answer = await browser.post(
      path,
      { name: ` ${staffId} `, password: testPassword, code: codeNow() },
      from,
    )
    expect([answer.status, answer.body]).toMatchObject([
      200,
      { staff_id: staffId, must_change_password: false },
    ])
    expect((await browser.get('/api/me/sessions')).body.items).toMatchObject([
      { is_this: true, method: 'PASSWORD' },
    ])
    const entry = (await trailOf(database, 'SIGN_IN')).at(-1)!
    expect(entry).toMatchObject({ actor: staffId, outcome: 'ACCEPTED', payload: { method: 'PASSWORD' } })
  })

  test('the cookie is for this site, this host and no script, and over TLS for TLS only', async () => {
    const { staffId, from } = await newcomer()
    const given = { name: staffId, password: testPassword, code: codeNow() }
    const tls = { ...from, 'x-forwarded-proto': 'https', origin: server.url.replace('http', 'https') }
    const cookies = (await openBrowser(server).post(path, given, tls)).headers.getSetCookie()
    const session = cookies.find((each) => each.includes('session'))!
    expect(session).toMatch(/^__Host-fangxian-session=[\w-]{43}; Path=\/; HttpOnly; Secure; SameSite=Strict$/)
    const token = /=([\w-]+);/.exec(session)![1]!
    const stored = await sql<{ text: string }>`select session::text as text from app.session`.execute(
      database.owner,
    )
    expect(stored.rows.some(({ text }) => text.includes(token))).toBe(false)
  })

  test('an unknown name, a wrong password, a wrong code, a leaver: one and the same answer', async () => {
    const [known, left, codeless] = [
      await newcomer(),
      await newcomer({ status: 'LEFT' }),
      await newcomer({ hasTotp: false }),
    ]
    const answers = await Promise.all([
      openBrowser(server).post(path, { ...wrong, name: 'nobody-at-all', code: codeNow() }, known.from),
      openBrowser(server).post(path, { ...wrong, name: known.staffId, code: codeNow() }, known.from),
      openBrowser(server).post(
        path,
        { name: known.staffId, password: testPassword, code: '000000' },
        known.from,
      ),
      openBrowser(server).post(path, { name: known.staffId, password: testPassword }, known.from),
      openBrowser(server).post(
        path,
        { name: left.staffId, password: testPassword, code: codeNow() },
        left.from,
      ),
      openBrowser(server).post(path, { name: codeless.staffId, password: testPassword }, codeless.from),
    ])
    const said = answers.map(({ status, body: { request_id, ...rest } }) =>
      JSON.stringify({ status, ...rest }),
    )
    expect(new Set(said).size).toBe(1)
    expect(said[0]).toContain('"status":401')
    const reasons = (await trailOf(database, 'SIGN_IN')).map(({ payload }) => payload.reason)
    expect(reasons).toEqual(
      expect.arrayContaining([
        'UNKNOWN_ACCOUNT',
        'WRONG_PASSWORD',
        'WRONG_CODE',
        'NOT_USABLE',
        'NO_SECOND_FACTOR',
      ]),
    )
  })

  test('the trail keeps neither password nor code, and a name only in the payload', async () => {
    const { rows } = await sql<{ text: string }>`
      select trail_entry.leaf || trail_payload.payload as text, trail_entry.leaf
      from app.trail_entry
      join app.trail_payload on trail_payload.entry_id = trail_entry.entry_id
      order by 1
    `.execute(database.owner)
    expect(rows.filter(({ text }) => text.includes(testPassword) || text.includes('wrong password'))).toEqual(
      [],
    )
    expect(rows.some(({ text }) => text.includes('nobody-at-all'))).toBe(true)
  })
})

describe('what a guesser learns', () => {
  test('an unknown name takes as long as a wrong password: both pay for a hash', async () => {
    const { staffId, from } = await newcomer()
    const timed = async (name: string): Promise<number> => {
      const times: number[] = []
      for (let round = 0; round < 3; round += 1) {
        const started = performance.now()
        await openBrowser(server).post(path, { ...wrong, name, code: '123456' }, from)
        times.push(performance.now() - started)
      }
      return Math.min(...times)
    }
    const [unknown, known] = [await timed('nobody-here'), await timed(staffId)]
    // Without the hash an answer takes a few milliseconds, with it some thirty: a factor of three would show it.
    expect(unknown).toBeGreaterThan(known / 3)
  })
})

describe('codes and old passwords', () => {
  test('a code is taken once: the same one is refused, the next one is not', async () => {
    const { staffId, from } = await newcomer()
    const code = codeNow()
    const given = { name: staffId, password: testPassword, code }
    expect((await openBrowser(server).post(path, given, from)).status).toBe(200)
    expect((await openBrowser(server).post(path, given, from)).status).toBe(401)
    expect((await trailOf(database, 'SIGN_IN')).at(-1)!.payload.reason).toBe('CODE_USED_BEFORE')
    const next = { ...given, code: codeNow(1) }
    expect((await openBrowser(server).post(path, next, from)).status).toBe(200)
  })

  test('of two requests at the same moment with one code one gets in', async () => {
    const { staffId, from } = await newcomer()
    const given = { name: staffId, password: testPassword, code: codeNow() }
    const answers = await Promise.all([1, 2, 3].map(() => openBrowser(server).post(path, given, from)))
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 401, 401])
  })

  test('an old password lets its person in only to set a new one', async () => {
    const { staffId, from } = await newcomer()
    await sql`
      update app.password_credential
      set changed_at = changed_at - interval '91 days'
      where staff_id = ${staffId}
    `.execute(database.owner)
    const browser = openBrowser(server)
    const given = { name: staffId, password: testPassword, code: codeNow() }
    expect((await browser.post(path, given, from)).body.must_change_password).toBe(true)
    expect((await browser.get('/api/me/sessions')).status).toBe(403)
    const weak = await browser.post(
      '/api/me/password',
      { current: testPassword, next: `${staffId}-2026` },
      from,
    )
    expect([weak.status, weak.body.detail]).toEqual([422, expect.stringMatching(/至少 12 位.*账号/)])
    const same = await browser.post('/api/me/password', { current: testPassword, next: testPassword }, from)
    expect(same.status).toBe(422)
    const next = 'Shan-Shui-5917-Yun'
    expect((await browser.post('/api/me/password', { current: testPassword, next }, from)).status).toBe(204)
    expect((await browser.get('/api/me/sessions')).status).toBe(200)
    const old = await openBrowser(server).post(path, { ...given, code: codeNow(1) }, from)
    expect(old.status).toBe(401)
  })
})

describe('lock-out', () => {
  const lockOf = async (staffId: string) => {
    const { rows } = await sql<{ failures: number; seconds: number | null }>`
      select failures, round(extract(epoch from locked_until - clock_timestamp()))::int as seconds
      from app.sign_in_failure
      where account_key = sha256(convert_to(${staffId.toLowerCase()}, 'UTF8'))
      order by failures
    `.execute(database.owner)
    return rows[0]
  }
  const unlock = (staffId: string) =>
    sql`
      update app.sign_in_failure
      set locked_until = clock_timestamp()
      where account_key = sha256(convert_to(${staffId.toLowerCase()}, 'UTF8'))
    `.execute(database.owner)

  test('after five tries a minute, then two, four … at most an hour; the right password ends it', async () => {
    const { staffId, from } = await newcomer()
    const fail = () => openBrowser(server).post(path, { ...wrong, name: staffId, code: '123456' }, from)
    for (let tries = 1; tries <= 5; tries += 1) expect((await fail()).status).toBe(401)
    const locked = await fail()
    expect([locked.status, locked.body.code]).toEqual([429, 'too_many'])
    expect(Number(locked.headers.get('retry-after'))).toBeGreaterThan(50)
    const right = { name: staffId, password: testPassword, code: codeNow() }
    expect((await openBrowser(server).post(path, right, from)).status).toBe(429)
    const seconds: number[] = []
    for (let tries = 6; tries <= 13; tries += 1) {
      await unlock(staffId)
      expect((await fail()).status).toBe(401)
      seconds.push(Math.round((await lockOf(staffId))!.seconds! / 60))
    }
    expect(seconds).toEqual([2, 4, 8, 16, 32, 60, 60, 60])
    await unlock(staffId)
    expect((await openBrowser(server).post(path, right, from)).status).toBe(200)
    expect(await lockOf(staffId)).toBeUndefined()
  })

  test('it is for that name from that place: the person gets in from another', async () => {
    const { staffId, from } = await newcomer()
    for (let tries = 1; tries <= 6; tries += 1) {
      await openBrowser(server).post(path, { ...wrong, name: staffId }, from)
    }
    const right = { name: staffId, password: testPassword, code: codeNow() }
    expect((await openBrowser(server).post(path, right, from)).status).toBe(429)
    const elsewhere = { 'x-forwarded-for': '10.200.0.1' }
    expect((await openBrowser(server).post(path, right, elsewhere)).status).toBe(200)
  })

  test('a name that does not exist locks as one that does', async () => {
    const { from } = await newcomer()
    for (let tries = 1; tries <= 5; tries += 1)
      await openBrowser(server).post(path, { ...wrong, name: 'ghost' }, from)
    expect((await openBrowser(server).post(path, { ...wrong, name: 'GHOST ' }, from)).status).toBe(429)
  })

  test('of twenty guesses at one moment five are looked at, and knocks at the lock do not flood the trail', async () => {
    const { staffId, from } = await newcomer()
    const before = (await trailOf(database, 'SIGN_IN')).length
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => openBrowser(server).post(path, { ...wrong, name: staffId }, from)),
    )
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(5)
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(15)
    const entries = (await trailOf(database, 'SIGN_IN')).slice(before)
    expect(
      entries.filter(({ payload }) => payload.reason === 'LOCKED').map(({ payload }) => payload.knocks),
    ).toEqual([1, 10])
  })

  test('one address may not try many names: sixty a minute, whatever the name', async () => {
    const from = { 'x-forwarded-for': '10.77.0.1' }
    await sql`
      insert into app.rate_window (name, subject, window_number, used)
      select 'sign-in', '10.77.0.1', floor(extract(epoch from clock_timestamp()) / 60)::bigint + ahead, 60
      from generate_series(0, 1) as ahead
    `.execute(database.owner)
    const answer = await openBrowser(server).post(path, { ...wrong, name: 'any' }, from)
    expect([answer.status, answer.body.code]).toEqual([429, 'too_many'])
  })
})

const alive = async (
  browser: { get: (path: string, headers?: Record<string, string>) => Promise<{ status: number }> },
  headers = {},
) => (await browser.get('/api/me/sessions', headers)).status

describe('stolen and made-up tokens', () => {
  test('a token in another browser ends the session for both, and the trail says so', async () => {
    const { staffId } = await newcomer()
    const own = await signedIn(server, staffId)
    expect(await alive(own)).toBe(200)
    const thief = openBrowser(server, { cookies: own.cookies, headers: { 'user-agent': 'curl/8' } })
    expect(await alive(thief)).toBe(401)
    expect(await alive(own)).toBe(401)
    expect((await trailOf(database, 'SESSION_STOLEN')).at(-1)).toMatchObject({
      actor: staffId,
      outcome: 'REFUSED',
      payload: { reason: 'OTHER_USER_AGENT' },
    })
  })

  test('a token without the terminal’s mark is stolen, too', async () => {
    const { staffId } = await newcomer()
    const own = await signedIn(server, staffId)
    const thief = openBrowser(server, {
      cookies: new Map([...own.cookies].filter(([name]) => /session/.test(name))),
    })
    expect(await alive(thief)).toBe(401)
    expect((await trailOf(database, 'SESSION_STOLEN')).at(-1)!.payload.reason).toBe('OTHER_TERMINAL')
  })

  test('a token somebody made up opens nothing', async () => {
    for (const token of ['', 'x', 'A'.repeat(43), "' or 1=1 --"]) {
      const browser = openBrowser(server, { cookies: new Map([['fangxian-session', token]]) })
      expect(await alive(browser)).toBe(401)
    }
  })
})

describe('the end of a session', () => {
  test('half an hour without a request ends it, and so do ten hours with them', async () => {
    const { staffId } = await newcomer()
    const move = (column: 'seen_at' | 'expires_at', by: string) =>
      sql`
        update app.session
        set ${sql.ref(column)} = ${sql.ref(column)} - ${by}::interval
        where staff_id = ${staffId} and ended_at is null
      `.execute(database.owner)
    const idle = await signedIn(server, staffId)
    await move('seen_at', '29 minutes')
    expect(await alive(idle)).toBe(200)
    // The request before was noted: the half hour begins again.
    await move('seen_at', '29 minutes')
    expect(await alive(idle)).toBe(200)
    await move('seen_at', '31 minutes')
    expect(await alive(idle)).toBe(401)
    const long = await signedIn(server, staffId, { code: codeNow(1) })
    await move('expires_at', '9 hours 59 minutes')
    expect(await alive(long)).toBe(200)
    await move('expires_at', '2 minutes')
    expect(await alive(long)).toBe(401)
  })

  test('who signs out is out, here or everywhere', async () => {
    const { staffId } = await newcomer()
    const [first, second] = [
      await signedIn(server, staffId),
      await signedIn(server, staffId, { code: codeNow(1) }),
    ]
    expect((await first.post('/api/sign-out', {})).status).toBe(204)
    expect([await alive(first), await alive(second)]).toEqual([401, 200])
    await sql`update app.totp_credential set last_step = 0 where staff_id = ${staffId}`.execute(
      database.owner,
    )
    const third = await signedIn(server, staffId)
    expect((await third.post('/api/sign-out', { is_everywhere: true })).status).toBe(204)
    expect([await alive(second), await alive(third)]).toEqual([401, 401])
    const entry = (await trailOf(database, 'SIGN_OUT')).at(-1)!
    expect(entry.payload.sessions).toHaveLength(2)
  })

  test('who has left, or is suspended, is out with the next request', async () => {
    for (const change of [sql`status = 'SUSPENDED'`, sql`left_on = current_date`]) {
      const { staffId } = await newcomer()
      const browser = await signedIn(server, staffId)
      expect(await alive(browser)).toBe(200)
      await sql`update app.staff_member set ${change} where staff_id = ${staffId}`.execute(database.owner)
      expect(await alive(browser)).toBe(401)
    }
    const { staffId } = await newcomer()
    const leaving = await signedIn(server, staffId)
    await sql`update app.staff_member set left_on = current_date + 1 where staff_id = ${staffId}`.execute(
      database.owner,
    )
    expect(await alive(leaving)).toBe(200)
  })

  test('as a setting, a person has one session and a terminal one person', async () => {
    const sessions = { idleMinutesMax: 30, hoursMax: 10, isExclusive: true }
    const strict = await startTestServer(database, { proxy, settings: { sessions } })
    const [one, other] = [await newcomer(), await newcomer()]
    const first = await signedIn(strict, one.staffId)
    const second = await signedIn(strict, one.staffId, { code: codeNow(1) })
    expect([await alive(first), await alive(second)]).toEqual([401, 200])
    const given = { name: other.staffId, password: testPassword, code: codeNow() }
    const sameTerminal = openBrowser(strict, { cookies: second.cookies })
    expect((await sameTerminal.post(path, given)).status).toBe(200)
    expect([await alive(second), await alive(sameTerminal)]).toEqual([401, 200])
  })
})
