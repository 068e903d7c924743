import { sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import { concludeTestCase, openTestCase } from '#findings/test-case.ts'
import { testDatabase } from '#platform/postgres/test-database.ts'
import { rules } from '#rules/catalogue.ts'
import { performRun } from './perform-run.ts'
import { leaseRun } from './run-store.ts'
import { askTestRun, type GivenPerson, setUpRegions, type TestScreening, testScreening } from './test-runs.ts'

const database = await testDatabase()
const chosen = rules.filter(({ code }) => ['DTH-01', 'ACC-01'].includes(code))
let office: TestScreening

beforeAll(async () => {
  await setUpRegions(database)
  office = await testScreening(database, chosen)
})

async function run(
  people: readonly GivenPerson[],
  given: Partial<Parameters<typeof askTestRun>[1]> = {},
): Promise<Awaited<ReturnType<typeof performRun>>> {
  await askTestRun(database, { snapshotId: await office.deliver(people), ...given })
  const leased = await leaseRun(database.db, { leasedBy: 'test' })
  return performRun(office.screening, leased!, {
    leasedBy: 'test',
    confidences: new Map(),
    signal: new AbortController().signal,
    onProgress: () => undefined,
  })
}

interface Stored {
  readonly subject_id: string
  readonly status: string
  readonly episode: number
  readonly amount_fen: bigint
  readonly open_amount_fen: bigint
  readonly regions: string[]
  readonly owner_region: string
  readonly agency_id: string | null
  readonly is_gone: boolean
  readonly person_name: string
  readonly explanation: string
  readonly rows: bigint
}

async function stored(ruleCode: string): Promise<Stored[]> {
  const { rows } = await sql<Stored>`
    select
      finding.*,
      not_found_since is not null as is_gone,
      (select count(*) from app.finding_evidence where finding_evidence.finding_id = finding.finding_id) as rows
    from app.finding
    where rule_code = ${ruleCode}
    order by subject_id
  `.execute(database.db)
  return rows
}

async function conclude(subjectId: string, verdict: string): Promise<void> {
  const { rows } = await sql<{ finding_id: string }>`
    select finding_id
    from app.finding
    where subject_id = ${subjectId}
    order by finding_id
  `.execute(database.db)
  const findingIds = rows.map(({ finding_id }) => finding_id)
  const recordId = await openTestCase(database, findingIds)
  await concludeTestCase(database, { recordId, findingIds, verdict })
}

const dead: GivenPerson = {
  id: 'P1',
  region: '990101',
  diedOn: '2023-12-05',
  paid: { '2024-01': '1500.50', '2024-02': '1500.50' },
}
const alive: GivenPerson = { id: 'P2', region: '990101', paid: { '2024-01': '2000', '2024-02': '2000' } }

describe('a screening run', () => {
  test('stores what it found, with its place, its evidence and its rules', async () => {
    const imported = await run([dead, alive])
    expect(imported).toMatchObject({ found: 1, opened: 1, reopened: 0, notFoundAgain: 0 })
    const [finding] = await stored('DTH-01')
    expect(finding).toMatchObject({
      subject_id: 'P1',
      status: 'OPEN',
      episode: 1,
      amount_fen: 300_100n,
      open_amount_fen: 300_100n,
      regions: ['990101'],
      owner_region: '990101',
      agency_id: 'A990101',
      person_name: '张三P1',
    })
    expect(finding!.explanation).not.toContain('张三P1')
    expect(finding!.rows).toBe(3n)
    const { rows } = await sql<{ table_name: string; region: string; is_context: boolean }>`
      select table_name, region, is_context
      from app.finding_evidence
      order by table_name, row_key
    `.execute(database.db)
    expect(rows).toEqual([
      { table_name: 'death', region: '990101', is_context: true },
      { table_name: 'payment', region: '990101', is_context: false },
      { table_name: 'payment', region: '990101', is_context: false },
    ])
    const { rows: kept } = await sql`
      select rule_code, status
      from app.screening_run_rule
      order by rule_code
    `.execute(database.db)
    expect(kept).toEqual([
      { rule_code: 'ACC-01', status: 'PASS' },
      { rule_code: 'DTH-01', status: 'HIT' },
    ])
  })

  test('of the same data again changes nothing and doubles nothing', async () => {
    expect(await run([dead, alive])).toMatchObject({ found: 1, opened: 0, reopened: 0 })
    const findings = await stored('DTH-01')
    expect(findings).toMatchObject([{ episode: 1, rows: 3n, open_amount_fen: 300_100n }])
  })

  test('adds a new row to the open episode', async () => {
    await run([{ ...dead, paid: { ...dead.paid, '2024-03': '10' } }, alive])
    expect(await stored('DTH-01')).toMatchObject([{ episode: 1, rows: 4n, open_amount_fen: 301_100n }])
  })

  test('leaves a conclusion alone while it finds only what the conclusion covers', async () => {
    await conclude('P1', 'FALSE')
    expect(await stored('DTH-01')).toMatchObject([{ status: 'CONCLUDED', open_amount_fen: 0n }])
    expect(await run([{ ...dead, paid: { ...dead.paid, '2024-03': '10' } }, alive])).toMatchObject({
      reopened: 0,
    })
    expect(await stored('DTH-01')).toMatchObject([{ status: 'CONCLUDED', episode: 1, open_amount_fen: 0n }])
  })

  test('opens the next episode for a new row and a changed one, with only their money', async () => {
    const later = {
      ...dead,
      paid: { '2024-01': '1500.50', '2024-02': '1600', '2024-03': '10', '2024-04': '20' },
    }
    expect(await run([later, alive])).toMatchObject({ opened: 0, reopened: 1 })
    expect(await stored('DTH-01')).toMatchObject([
      { status: 'OPEN', episode: 2, amount_fen: 313_050n, open_amount_fen: 162_000n },
    ])
    const { rows } = await sql`
      select episode, state, conclusion, amount_fen, evidence_count
      from app.finding_episode
      order by episode
    `.execute(database.db)
    expect(rows).toEqual([
      { episode: 1, state: 'CONCLUDED', conclusion: 'FALSE', amount_fen: 301_100n, evidence_count: 3 },
      { episode: 2, state: 'OPEN', conclusion: null, amount_fen: 162_000n, evidence_count: 2 },
    ])
  })
})

describe('a later run', () => {
  test('of older data changes nothing of what a later one found', async () => {
    expect(await run([dead, alive])).toMatchObject({ found: 0, older: 1, reopened: 0, notFoundAgain: 0 })
    expect(await stored('DTH-01')).toMatchObject([{ episode: 2, open_amount_fen: 162_000n }])
  })

  test.for([
    ['without the subject', [{ ...alive, paid: { '2024-05': '2000' } }], {}],
    [
      'of another county',
      [
        { ...dead, diedOn: '2024-12-01', paid: { '2024-05': '1' } },
        { ...alive, paid: { '2024-05': '2000' } },
      ],
      { region: '990102' },
    ],
    [
      'that did not evaluate the rule',
      [
        { ...dead, diedOn: '2024-12-01', paid: { '2024-05': '1' } },
        { ...alive, paid: { '2024-05': '2000' } },
      ],
      { ruleCodes: ['ACC-01'] },
    ],
  ] as const)('%s says nothing of whether a finding is still there', async ([, people, given]) => {
    expect(await run(people, given)).toMatchObject({ notFoundAgain: 0 })
    expect(await stored('DTH-01')).toMatchObject([{ is_gone: false }])
  })

  test('that evaluated the rule on the subject and found nothing marks it, and closes nothing', async () => {
    const corrected = { ...dead, diedOn: '2024-12-01', paid: { '2024-05': '1' } }
    expect(await run([corrected, alive])).toMatchObject({ notFoundAgain: 1 })
    expect(await stored('DTH-01')).toMatchObject([{ is_gone: true, status: 'OPEN', episode: 2 }])
    const back = { ...dead, paid: { '2024-06': '1' } }
    await run([back, alive])
    expect(await stored('DTH-01')).toMatchObject([{ is_gone: false, status: 'OPEN', episode: 2 }])
  })

  test('of an account of people in two counties lies in both, and belongs to the city above them', async () => {
    const shared = '6217009999999999'
    await run(
      [
        { ...alive, id: 'P7', account: shared, paid: { '2024-07': '100' } },
        { ...alive, id: 'P8', region: '990102', account: shared, paid: { '2024-07': '100' } },
        { ...alive, id: 'P9', account: shared, paid: { '2024-07': '100' } },
      ],
      { region: '990100', agencyId: 'A990100' },
    )
    const [finding] = await stored('ACC-01')
    expect(finding).toMatchObject({
      regions: ['990101', '990102'],
      owner_region: '990100',
      agency_id: 'A990100',
    })
  })

  test('gives a row and a finding of an unknown region to the county that delivered', async () => {
    await run([{ ...dead, id: 'P20', region: '甲镇', paid: { '2024-08': '1' } }])
    const findings = await stored('DTH-01')
    expect(findings.find((each) => each.subject_id === 'P20')).toMatchObject({ regions: ['990101'] })
  })
})

describe('a run during a case', () => {
  test('opens the next episode beside a case, which keeps what it was opened on', async () => {
    const given = { ...dead, id: 'P30', paid: { '2024-09': '100' } }
    await run([given, alive])
    const known = async (): Promise<Stored | undefined> =>
      (await stored('DTH-01')).find((each) => each.subject_id === 'P30')
    const { rows } = await sql<{ finding_id: string }>`
      select finding_id
      from app.finding
      where subject_id = 'P30'
      order by finding_id
    `.execute(database.db)
    const recordId = await openTestCase(database, [rows[0]!.finding_id])
    expect(await known()).toMatchObject({ status: 'IN_CASE', episode: 1, open_amount_fen: 10_000n })
    expect(await run([given, alive])).toMatchObject({ reopened: 0 })
    await run([{ ...given, paid: { '2024-09': '100', '2024-10': '7' } }, alive])
    expect(await known()).toMatchObject({ status: 'OPEN', episode: 2, open_amount_fen: 700n })
    const findingIds = [rows[0]!.finding_id]
    await concludeTestCase(database, { recordId, findingIds, verdict: 'TRUE' })
    expect(await known()).toMatchObject({ status: 'OPEN', episode: 2, open_amount_fen: 700n })
  })
})
