import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import { testDatabase } from '#platform/postgres/test-database.ts'
import { setUpRegions } from '#runs/test-runs.ts'
import { signedIn, type TestBrowser } from '../test-browser.ts'
import { addPerson, startTestServer } from '../test-server.ts'

const database = await testDatabase()
let officer: TestBrowser
let clerk: TestBrowser
let elsewhere: TestBrowser

beforeAll(async () => {
  await setUpRegions(database)
  const server = await startTestServer(database)
  for (const [staffId, role, region, agency] of [
    ['officer', 'SECURITY_ADMIN', '990101', 'A990101'],
    ['clerk', 'ENTRY', '990101', 'A990101'],
    ['elsewhere', 'SECURITY_ADMIN', '990102', 'A990100'],
  ] as const) {
    await addPerson(database, { staffId, name: staffId === 'clerk' ? '=李四' : '张三' })
    await sql`update app.staff_member set agency_id = ${agency} where staff_id = ${staffId}`.execute(
      database.owner,
    )
    await sql`
      insert into app.role_grant (grant_id, staff_id, role, regions, valid_from, origin)
      values (${randomUUID()}, ${staffId}, ${role}, ${[region]}, '2025-01-01', 'DEMONSTRATION')
    `.execute(database.owner)
  }
  await sql`
    insert into app.post (post_id, agency_id, title, title_in_english, is_key, months_max, roles, properties)
    values ('P1', 'A990101', '复核岗', 'review', true, 36, '{REVIEW}', '{}')
  `.execute(database.owner)
  await sql`
    insert into app.post_assignment (staff_id, post_id, started_on)
    values ('clerk', 'P1', '2020-01-01')
  `.execute(database.owner)
  officer = await signedIn(server, 'officer')
  clerk = await signedIn(server, 'clerk')
  elsewhere = await signedIn(server, 'elsewhere')
})

const lists = ['staff', 'posts', 'grants', 'staffing/rotations'] as const

const linesOf = (text: string): string[] => text.trim().split('\n').slice(1)

describe('an export of authority', () => {
  test('holds what the officer sees, safe for a spreadsheet', async () => {
    const staff = await officer.get('/api/staff/export?format=csv')
    expect(staff.status, staff.text).toBe(200)
    expect(linesOf(staff.text).map((line) => line.split(',')[0])).toEqual(['clerk', 'officer'])
    expect(staff.text).toContain("'=李四")
    const posts = await officer.get('/api/posts/export?format=csv')
    expect(linesOf(posts.text)).toEqual([expect.stringContaining('P1,复核岗,A990101,是,36,复核')])
    const grants = await officer.get('/api/grants/export?format=csv&role=ENTRY')
    expect(linesOf(grants.text)).toEqual([expect.stringContaining('clerk')])
    const rotations = await officer.get('/api/staffing/rotations/export?format=csv')
    expect(linesOf(rotations.text)).toEqual([expect.stringContaining('已超期')])
    expect((await officer.get('/api/staff/export?format=xlsx')).headers.get('content-type')).toMatch(
      /spreadsheet/,
    )
  })

  test('is of the scope: another county’s officer finds nobody of this one', async () => {
    expect(linesOf((await elsewhere.get('/api/staff/export?format=csv')).text)).toEqual([
      expect.stringContaining('elsewhere'),
    ])
    for (const list of ['posts', 'staffing/rotations']) {
      expect(linesOf((await elsewhere.get(`/api/${list}/export?format=csv`)).text), list).toEqual([])
    }
  })

  test.for(lists)('of %s is refused to whoever does not read authority, and in the trail', async (list) => {
    expect((await clerk.get(`/api/${list}/export?format=csv`)).status).toBeOneOf([403, 404])
    await officer.get(`/api/${list}/export?format=csv`)
    const { rows } = await sql<{ count: bigint }>`
      select count(*) as count
      from app.trail_entry
      where leaf like '%"EXPORTED"%' and leaf like '%"officer"%'
    `.execute(database.owner)
    expect(rows[0]!.count).toBeGreaterThan(0n)
  })

  test('with an unknown filter is refused', async () => {
    expect((await officer.get('/api/staff/export?format=csv&name=x')).status).toBe(422)
  })
})
