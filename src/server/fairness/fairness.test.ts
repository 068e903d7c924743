import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import { accessFunctions, extendCatalogue } from '#access/functions/catalogue.ts'
import { findingFunctions } from '#findings/finding-access.ts'
import { testDatabase } from '#platform/postgres/test-database.ts'
import { rules } from '#rules/catalogue.ts'
import { performRun } from '#runs/perform-run.ts'
import { leaseRun } from '#runs/run-store.ts'
import { askTestRun, type GivenPerson, setUpRegions, testScreening } from '#runs/test-runs.ts'
import { trailOf } from '../identity/test-trail.ts'
import { signedIn, type TestBrowser } from '../test-browser.ts'
import { addPerson, startTestServer } from '../test-server.ts'

const database = await testDatabase()
const roles = {
  auditor: ['INTERNAL_AUDIT', '990101'],
  city: ['SUPERVISION', '990100'],
  nobody: ['SYSTEM_ADMIN', '990100'],
} as const
const browsers = {} as Record<keyof typeof roles, TestBrowser>

/** Twelve in one county, eleven in the other; the first two of each are paid after death. */
const people: readonly GivenPerson[] = Array.from({ length: 23 }, (_, index): GivenPerson => {
  const diedOn = index % 12 < 2 ? { diedOn: '2023-12-05' } : {}
  const region = index < 12 ? '990101' : '990102'
  return {
    id: `P${100 + index}`,
    region,
    sex: index % 2 === 0 ? '1' : '2',
    paid: { '2024-01': '900' },
    ...diedOn,
  }
})

beforeAll(async () => {
  await setUpRegions(database)
  const server = await startTestServer(database, {
    catalogue: extendCatalogue(accessFunctions, findingFunctions),
  })
  for (const [staffId, [role, region]] of Object.entries(roles)) {
    await addPerson(database, { staffId })
    await sql`
      insert into app.role_grant (grant_id, staff_id, role, regions, valid_from, origin)
      values (${randomUUID()}, ${staffId}, ${role}, ${[region]}, '2025-01-01', 'DEMONSTRATION')
    `.execute(database.owner)
    browsers[staffId as keyof typeof roles] = await signedIn(server, staffId)
  }
})

interface Shown {
  readonly run_id: string | null
  readonly persons: number
  readonly found: number
  readonly groups: readonly { readonly dimension: string; readonly group: string; readonly persons: number }[]
}

async function shown(who: keyof typeof roles, query = ''): Promise<Shown> {
  const { status, body } = await browsers[who].get(`/api/fairness${query}`)
  expect(status).toBe(200)
  return body as unknown as Shown
}

describe('the fairness report', () => {
  test('is empty before the first run', async () => {
    expect(await shown('city')).toMatchObject({ run_id: null, persons: 0, groups: [] })
  })

  test('counts what lies in the reader’s regions, and nothing else', async () => {
    const { screening, deliver } = await testScreening(
      database,
      rules.filter(({ code }) => code === 'DTH-01'),
    )
    await askTestRun(database, { snapshotId: await deliver(people), region: '990100', agencyId: 'A990100' })
    const run = await leaseRun(database.db, { leasedBy: 'test' })
    const signal = new AbortController().signal
    await performRun(screening, run!, {
      leasedBy: 'test',
      confidences: new Map(),
      signal,
      onProgress: () => undefined,
    })
    const all = await shown('city')
    expect([all.persons, all.found]).toEqual([23, 4])
    const regions = ({ groups }: Shown) =>
      groups.filter(({ dimension }) => dimension === 'region').map(({ group, persons }) => [group, persons])
    expect(regions(all)).toEqual([
      ['990101', 12],
      ['990102', 11],
    ])
    const own = await shown('auditor')
    expect([own.persons, own.found, regions(own)]).toEqual([12, 2, [['990101', 12]]])
    expect(regions(await shown('city', '?region=990102'))).toEqual([['990102', 11]])
    expect((await shown('city', `?run_id=${all.run_id}&rule_code=ACC-01`)).found).toBe(0)
  })

  test('of another region, of a run there is none of, and to officers is refused alike', async () => {
    for (const [who, query] of [
      ['auditor', '?region=990102'],
      ['auditor', '?region=980000'],
      ['auditor', '?run_id=00000000-none'],
      ['nobody', ''],
    ] as const) {
      expect((await browsers[who].get(`/api/fairness${query}`)).status).toBe(404)
    }
    expect((await browsers.city.get('/api/fairness?nationality=01')).status).toBe(422)
  })

  test('is exported as it is shown, and the trail says so', async () => {
    const { status, text } = await browsers.city.get('/api/fairness/export?format=csv')
    expect(status).toBe(200)
    expect(text).toContain('青川县')
    expect((await trailOf(database, 'EXPORT')).length).toBe(1)
  })
})
