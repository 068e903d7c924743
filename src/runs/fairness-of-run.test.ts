import { sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import { type Fairness, findCountedRun, readFairness } from '#fairness/read-fairness.ts'
import { concludeTestCase, openTestCase } from '#findings/test-case.ts'
import { testDatabase } from '#platform/postgres/test-database.ts'
import { rules } from '#rules/catalogue.ts'
import { performRun } from './perform-run.ts'
import { leaseRun } from './run-store.ts'
import { askTestRun, type GivenPerson, setUpRegions, testScreening } from './test-runs.ts'

const database = await testDatabase()
const { db } = database

/** Forty in one county: of twenty men ten are paid after death, of eighteen women one; two women live elsewhere. */
const people: readonly GivenPerson[] = Array.from({ length: 40 }, (_, index): GivenPerson => {
  const isMan = index < 20
  const isDead = isMan ? index < 10 : index === 20
  return {
    id: `P${100 + index}`,
    region: index >= 38 ? '990102' : '990101001',
    sex: isMan ? '1' : '2',
    bornOn: index % 2 === 0 ? '1940-05-01' : '1960-05-01',
    paid: { '2024-01': '1000', '2024-02': '1000' },
    ...(isDead ? { diedOn: '2023-12-05' } : {}),
  }
})

async function run(): Promise<void> {
  const chosen = rules.filter(({ code }) => ['DTH-01', 'ACC-01'].includes(code))
  const { screening, deliver } = await testScreening(database, chosen)
  await askTestRun(database, { snapshotId: await deliver(people), region: '990100', agencyId: 'A990100' })
  const leased = await leaseRun(db, { leasedBy: 'test' })
  const signal = new AbortController().signal
  const given = { leasedBy: 'test', confidences: new Map(), signal, onProgress: () => undefined }
  await performRun(screening, leased!, given)
}

beforeAll(async () => {
  await setUpRegions(database)
  await run()
})

async function read(regions: readonly string[], ruleCode: string | null = null): Promise<Fairness> {
  return db.transaction().execute(async (tx) => {
    const counted = await findCountedRun(tx, { runId: null, regions })
    return readFairness(tx, { ...counted!, ruleCode, regions })
  })
}

const group = ({ groups }: Fairness, name: string) => groups.find((each) => each.group === name)!

describe('a run', () => {
  test('counts who was screened and who was found, by sex, age and county', async () => {
    const fairness = await read(['990000'])
    expect([fairness.persons, fairness.found, fairness.asOf.slice(0, 4)]).toEqual([40, 11, '2024'])
    expect(group(fairness, '1')).toMatchObject({ persons: 20, found: 10, isHitApart: true })
    expect(group(fairness, '2')).toMatchObject({ persons: 20, found: 1, isHitApart: true })
    expect(group(fairness, '80_UP')).toMatchObject({ persons: 20, found: 6, isHitApart: false })
    expect(group(fairness, '60_69')).toMatchObject({ persons: 20, found: 5 })
    expect(group(fairness, '990101')).toMatchObject({ persons: 38, found: 11, regionName: '青川县' })
    for (const dimension of ['sex', 'age', 'region']) {
      const of = fairness.groups.filter((each) => each.dimension === dimension)
      expect(of.reduce((sum, { persons }) => sum + persons, 0)).toBe(40)
    }
  })

  test('says nothing of so few that it would speak of single people', async () => {
    const fairness = await read(['990000'])
    expect(group(fairness, '990102')).toMatchObject({ persons: 2, isFew: true, found: null, hitRate: null })
  })

  test('is read for one rule, and for the regions of the reader only', async () => {
    expect((await read(['990000'], 'ACC-01')).found).toBe(0)
    expect((await read(['990000'], 'DTH-01')).found).toBe(11)
    const there = await read(['990102'])
    expect([there.persons, there.groups.map(({ group: name }) => name).includes('990101')]).toEqual([
      2,
      false,
    ])
    const nowhere = await db
      .transaction()
      .execute((tx) => findCountedRun(tx, { runId: null, regions: ['980000'] }))
    expect(nowhere).toBeNull()
  })
})

describe('conclusions', () => {
  test('give the rate of what held, of each group with enough of them', async () => {
    const { rows } = await sql<{ finding_id: string; sex: string }>`
      select finding_id, sex
      from app.finding_group
      order by finding_id
    `.execute(db)
    const [men, women] = ['1', '2'].map((sex) => rows.filter((row) => row.sex === sex))
    expect([men!.length, women!.length]).toEqual([10, 1])
    const conclude = async (ids: readonly string[], verdict: string): Promise<void> => {
      const recordId = await openTestCase(database, ids)
      await concludeTestCase(database, { recordId, findingIds: ids, verdict })
    }
    const ids = men!.map(({ finding_id }) => finding_id)
    await conclude(ids.slice(0, 6), 'TRUE')
    await conclude(ids.slice(6, 8), 'PARTIAL')
    await conclude(ids.slice(8), 'FALSE')
    await conclude([women![0]!.finding_id], 'UNVERIFIABLE')
    const fairness = await read(['990000'])
    expect([fairness.held, fairness.verified]).toEqual([8, 10])
    expect(group(fairness, '1')).toMatchObject({ held: 8, verified: 10, trueRate: { share: 0.8 } })
    expect(group(fairness, '2')).toMatchObject({ held: null, verified: null, trueRate: null })
    expect((await read(['990000'], 'ACC-01')).verified).toBe(0)
  })
})
