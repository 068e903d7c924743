import { sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import { type ApiCall, createApiClient } from '#platform/http/api-client.ts'
import { testDatabase } from '#platform/postgres/test-database.ts'
import { openOffice, type TestOffice } from '../acting/test-office.ts'
import type { Api } from '../api.ts'
import { signedIn, type TestBrowser } from '../test-browser.ts'
import { addPerson } from '../test-server.ts'

const database = await testDatabase()
let office: TestOffice

beforeAll(async () => {
  office = await openOffice(database)
})

/** The client of the web, in a browser of the test. */
function clientIn(browser: TestBrowser): ApiCall<Api> {
  return createApiClient<Api>(async (address, { method = 'GET', body, headers }) => {
    const raw = typeof body === 'string' ? { raw: body } : {}
    const given = Object.fromEntries(new Headers(headers))
    const answer = await browser.send(method, address, { ...raw, headers: given })
    return new Response(answer.status === 204 ? null : answer.text, {
      status: answer.status,
      headers: answer.headers,
    })
  })
}

describe('what people see of the organisation', () => {
  test('everybody: the tree of regions, page by page', async () => {
    const call = clientIn(office.browsers.enter1)
    const first = await call('GET /api/regions', { query: { limit: 3 } })
    if (first.isRefused) throw new Error(first.problem.code)
    expect(first.answer.items.map(({ region }) => region)).toEqual(['990000', '990100', '990101'])
    const cursor = first.answer.next_cursor!
    const second = await call('GET /api/regions', { query: { cursor } })
    expect(second).toMatchObject({ answer: { items: [{ region: '990102' }], next_cursor: null } })
    const below = await call('GET /api/regions', { query: { parent: '990100', sort: '-region' } })
    expect(below).toMatchObject({ answer: { items: [{ region: '990102' }, { region: '990101' }] } })
  })

  test('everybody: agencies in scope and colleagues of the own one, no id numbers, and the own grants', async () => {
    const call = clientIn(office.browsers.enter1)
    const agencies = await call('GET /api/agencies', { query: {} })
    expect(agencies).toMatchObject({ answer: { items: [{ agency_id: 'A990101' }] } })
    const known = await call('GET /api/agencies', { query: { above: 'true' } })
    if (known.isRefused) throw new Error(known.problem.code)
    const known_ids = known.answer.items.map(({ agency_id }) => agency_id)
    expect(known_ids).toEqual(expect.arrayContaining(['A990100', 'A990101']))
    expect(known_ids).not.toContain('A990102')
    const staff = await call('GET /api/staff', { query: { limit: 200 } })
    if (staff.isRefused) throw new Error(staff.problem.code)
    const ids = staff.answer.items.map(({ staff_id }) => staff_id)
    expect(ids).toContain('review1')
    expect(ids).not.toContain('outsider')
    expect(JSON.stringify(staff)).not.toMatch(/id_number/)
    const grants = await call('GET /api/grants', { query: {} })
    if (grants.isRefused) throw new Error(grants.problem.code)
    expect(new Set(grants.answer.items.map(({ staff_id }) => staff_id))).toEqual(new Set(['enter1']))
  })

  test('an officer: people and grants of the scope, and nobody else’s', async () => {
    await addPerson(database, { staffId: 'officer' })
    await sql`
      insert into app.role_grant (grant_id, staff_id, role, regions, valid_from, origin)
      values ('officer-grant', 'officer', 'SECURITY_ADMIN', '{990101}', '2025-01-01', 'DEMONSTRATION')
    `.execute(database.owner)
    const call = clientIn(await signedIn(office.server, 'officer'))
    const grants = await call('GET /api/grants', { query: { limit: 200 } })
    if (grants.isRefused) throw new Error(grants.problem.code)
    const holders = grants.answer.items.map(({ staff_id }) => staff_id)
    expect(holders).toEqual(expect.arrayContaining(['enter1', 'review1', 'officer']))
    expect(holders).not.toContain('outsider')
    const other = await call('GET /api/staff', { query: { staff_id: 'outsider' } })
    expect(other).toMatchObject({ answer: { items: [] } })
    const role = await call('GET /api/grants', { query: { role: 'APPROVAL' } })
    expect(role).toMatchObject({ answer: { items: [{ role: 'APPROVAL' }, { role: 'APPROVAL' }] } })
  })

  test('a refusal comes with its code, its sentences and its fields', async () => {
    const call = clientIn(office.browsers.enter1)
    const bad = await call('GET /api/regions', { query: { cursor: 'AAAA' } })
    expect(bad).toMatchObject({ isRefused: true, problem: { status: 422, code: 'invalid_input' } })
    const query = { limit: 0 }
    expect(await call('GET /api/regions', { query })).toMatchObject({
      problem: { fields: [{ field: 'query.limit' }] },
    })
    const forged = Buffer.from(JSON.stringify({ s: 'valid_from', v: "now()'", i: 'x' })).toString('base64url')
    const grants = await call('GET /api/grants', { query: { sort: 'valid_from', cursor: forged } })
    expect(grants).toMatchObject({ problem: { code: 'invalid_input' } })
  })
})

describe('the trail', () => {
  test('is for the audit officer within the scope, and does not exist for others', async () => {
    const { enter1 } = office.browsers
    for (const path of [
      '/api/trail/entries',
      '/api/trail/checkpoints',
      '/api/trail/consistency?size1=1&size2=1',
    ]) {
      expect((await enter1.get(path)).status, path).toBe(404)
    }
    const refused = await enter1.post('/api/trail/exports', { reason: '只是看看' })
    expect(refused.status).toBe(404)
  })
})
