import { setTimeout as wait } from 'node:timers/promises'
import { sql } from 'kysely'
import { pino } from 'pino'
import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import { testDatabase } from '#platform/postgres/test-database.ts'
import { rules } from '#rules/catalogue.ts'
import { beat, cancelRun, failRun, giveBackRun, leaseRun } from './run-store.ts'
import { type Runner, type RunnerOptions, startRunner } from './start-runner.ts'
import { askTestRun, type GivenPerson, setUpRegions, type TestScreening, testScreening } from './test-runs.ts'

const database = await testDatabase()
let office: TestScreening
let snapshotId: string
const runners: Runner[] = []

const dead: GivenPerson = {
  id: 'P1',
  region: '990101',
  diedOn: '2023-12-05',
  paid: { '2024-01': '1500.50' },
}

beforeAll(async () => {
  await setUpRegions(database)
  office = await testScreening(
    database,
    rules.filter(({ code }) => code === 'DTH-01'),
  )
  snapshotId = await office.deliver([dead])
})

afterEach(async () => {
  for (const { stop } of runners.splice(0)) await stop()
  await sql`update app.screening_run set state = 'CANCELLED', finished_at = now(), leased_until = null
    where state in ('WAITING', 'RUNNING')`.execute(database.owner)
})

function start(over: Partial<RunnerOptions> = {}): Runner {
  const runner = startRunner({
    db: database.db,
    screening: office.screening,
    readConfidences: async () => new Map(),
    log: pino({ level: 'silent' }),
    leasedBy: 'test',
    pollMs: 50,
    beatMs: 20,
    ...over,
  })
  runners.push(runner)
  return runner
}

interface State {
  readonly state: string
  readonly attempts: number
  readonly leased_by: string | null
  readonly failure: { zh: string } | null
  readonly result: { findings: number } | null
}

async function stateOf(runId: string): Promise<State> {
  const { rows } = await sql<State>`
    select state, attempts, leased_by, failure, result
    from app.screening_run
    where run_id = ${runId}
  `.execute(database.db)
  return rows[0]!
}

async function until(runId: string, wanted: string): Promise<State> {
  for (;;) {
    const found = await stateOf(runId)
    if (found.state === wanted) return found
    await wait(30)
  }
}

const outdate = (runId: string): Promise<unknown> =>
  sql`update app.screening_run set leased_until = now() - interval '1 second' where run_id = ${runId}`.execute(
    database.owner,
  )

describe('a run', () => {
  test('is done by whichever process has room, once', async () => {
    start()
    start({ leasedBy: 'other' })
    const runId = await askTestRun(database, { snapshotId })
    expect(await until(runId, 'DONE')).toMatchObject({ attempts: 1, result: { findings: 1 } })
  })

  test('that cannot be read fails with the reason, and the next one runs', async () => {
    const missing = await askTestRun(database, { snapshotId: 'no-such-snapshot' })
    const good = await askTestRun(database, { snapshotId })
    start()
    expect((await until(missing, 'FAILED')).failure!.zh).toMatch(/无法读取（ENOENT）/)
    await until(good, 'DONE')
  })

  test('that waits is cancelled at once, and one that has ended cannot be', async () => {
    await sql`
      insert into app.staff_member (staff_id, name, agency_id, status)
      values ('somebody', '某人', 'A990101', 'ON_POST')
      on conflict do nothing
    `.execute(database.owner)
    const runId = await askTestRun(database, { snapshotId })
    const cancel = (): Promise<boolean> =>
      database.db.transaction().execute((tx) => cancelRun(tx, { runId, by: 'somebody' }))
    expect(await cancel()).toBe(true)
    expect(await stateOf(runId)).toMatchObject({ state: 'CANCELLED', attempts: 0 })
    expect(await cancel()).toBe(false)
    expect(await leaseRun(database.db, { leasedBy: 'test' })).toBeNull()
  })

  test('that is cancelled while it runs leaves nothing of it', async () => {
    const runId = await askTestRun(database, { snapshotId, asOf: '2024-02-29' })
    let cancelled: Promise<unknown> | undefined
    const readConfidences: RunnerOptions['readConfidences'] = async () => {
      // Between the lease and the first beat: the run has begun, and somebody changes their mind.
      cancelled = database.db.transaction().execute((tx) => cancelRun(tx, { runId, by: 'somebody' }))
      await cancelled
      return new Map()
    }
    start({ readConfidences })
    expect(await until(runId, 'CANCELLED')).toMatchObject({ failure: null, result: null })
    const { rows } = await sql`
      select rule_code
      from app.screening_run_rule
      where run_id = ${runId}
    `.execute(database.db)
    expect(rows).toEqual([])
  })

  test('of a process that has gone is taken over when its lease is past', async () => {
    const runId = await askTestRun(database, { snapshotId })
    expect(await leaseRun(database.db, { leasedBy: 'gone' })).toMatchObject({ runId, attempts: 1 })
    expect(await leaseRun(database.db, { leasedBy: 'test' })).toBeNull()
    await outdate(runId)
    expect(await leaseRun(database.db, { leasedBy: 'test' })).toMatchObject({ runId, attempts: 2 })
    expect(await beat(database.db, { runId, leasedBy: 'gone', progress: null })).toBe('LOST')
    const progress = { stage: 'screen', subject: 'DTH-01', done: 1, total: 2 } as const
    expect(await beat(database.db, { runId, leasedBy: 'test', progress })).toBe('GO_ON')
    await failRun(database.db, { runId, leasedBy: 'gone', failure: { zh: '无', en: 'none' } })
    expect(await stateOf(runId)).toMatchObject({ state: 'RUNNING', leased_by: 'test' })
  })

  test('that ended three processes is not tried again', async () => {
    const runId = await askTestRun(database, { snapshotId })
    for (const attempt of [1, 2, 3]) {
      expect(await leaseRun(database.db, { leasedBy: 'gone' })).toMatchObject({ attempts: attempt })
      await outdate(runId)
    }
    expect(await leaseRun(database.db, { leasedBy: 'test' })).toBeNull()
    expect((await stateOf(runId)).failure!.zh).toMatch(/三次中断/)
  })

  test('of a process that stops goes back to wait, and the attempt does not count', async () => {
    const runId = await askTestRun(database, { snapshotId })
    await leaseRun(database.db, { leasedBy: 'test' })
    await giveBackRun(database.db, { runId, leasedBy: 'test' })
    expect(await stateOf(runId)).toMatchObject({ state: 'WAITING', attempts: 0, leased_by: null })
  })
})
