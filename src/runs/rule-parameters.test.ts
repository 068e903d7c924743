import { sql } from 'kysely'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { beijingDayOf } from '#access/moment.ts'
import { formatDay } from '#base/calendar-math.ts'
import { testDatabase } from '#platform/postgres/test-database.ts'
import { rules } from '#rules/catalogue.ts'
import { performRun } from './perform-run.ts'
import { listSetParameters, readSettings, settingsOn } from './rule-parameters.ts'
import { insertRun, leaseRun } from './run-store.ts'
import type { AskedRun, AskedShadow } from './screening-run.ts'
import { setUpRegions, type TestScreening, testScreening } from './test-runs.ts'

const database = await testDatabase()
const chosen = rules.filter(({ code }) => code === 'DTH-01')
const today = beijingDayOf(new Date())
let office: TestScreening
let snapshotId: string

beforeAll(async () => {
  await setUpRegions(database)
  office = await testScreening(database, chosen)
  snapshotId = await office.deliver([
    {
      id: 'P1',
      region: '990101',
      diedOn: '2023-12-05',
      paid: { '2024-01': '100', '2024-02': '200', '2024-03': '400' },
    },
  ])
})
beforeEach(() => sql`delete from register.rule_parameter`.execute(database.owner))

async function setFrom(days: number, value: string, name = 'grace_months'): Promise<void> {
  await sql`
    insert into register.rule_parameter (rule_code, parameter, valid_from, value, value_before, source_order)
    values ('DTH-01', ${name}, ${formatDay(today + days)}::date, ${value}, '0', 'O1')
  `.execute(database.db)
}

let runs = 0
async function run(shadows: readonly AskedShadow[] = [], given: Pick<AskedRun, 'isTrial'> = {}) {
  runs += 1
  const runId = `run-of-test-${runs}`
  const asked = { runId, snapshotId, agencyId: 'A990101', region: '990101', ruleCodes: null, asOf: null }
  await database.db
    .transaction()
    .execute((tx) => insertRun(tx, { ...asked, ...given, shadows, askedBy: null, at: new Date() }))
  await performRun(office.screening, (await leaseRun(database.db, { leasedBy: 'test' }))!, {
    leasedBy: 'test',
    confidences: new Map(),
    signal: new AbortController().signal,
    onProgress: () => undefined,
  })
  const { rows } = await sql<{ shadow: string; amount_fen: bigint; parameters: object }>`
    select shadow, amount_fen, parameters
    from app.screening_run_rule
    where run_id = ${runId}
    order by shadow
  `.execute(database.db)
  return rows
}

describe('parameters that two people set', () => {
  test('hold for the runs of the server from their day on, and are in what the run says of itself', async () => {
    expect(await run()).toEqual([{ shadow: '', amount_fen: 70_000n, parameters: { grace_months: '0' } }])
    await setFrom(0, '2')
    expect(await run()).toEqual([{ shadow: '', amount_fen: 40_000n, parameters: { grace_months: '2' } }])
  })

  test('do not hold before their day', async () => {
    await setFrom(-10, '1')
    await setFrom(1, '2')
    expect(await run()).toEqual([{ shadow: '', amount_fen: 60_000n, parameters: { grace_months: '1' } }])
  })

  test('hold for a shadow, too, unless it says otherwise', async () => {
    await setFrom(-1, '1')
    const shadows = [
      { rule_code: 'DTH-01', name: 'as live', parameters: {} },
      { rule_code: 'DTH-01', name: 'other', parameters: { grace_months: '2' } },
    ]
    expect((await run(shadows)).map(({ shadow, amount_fen }) => [shadow, amount_fen])).toEqual([
      ['', 60_000n],
      ['as live', 60_000n],
      ['other', 40_000n],
    ])
  })

  test('are the newest of each name that has begun, and only those that rules have', async () => {
    await setFrom(-3, '1')
    await setFrom(-2, '3')
    await setFrom(5, '9')
    await setFrom(-2, '7', 'of_an_older_program')
    const set = await listSetParameters(database.db, 'DTH-01')
    expect(set.map(({ name, value }) => `${name} ${value}`)).toEqual([
      'grace_months 9',
      'grace_months 3',
      'grace_months 1',
      'of_an_older_program 7',
    ])
    expect(await listSetParameters(database.db, 'ACC-01')).toEqual([])
    expect(settingsOn(today - 3, set).get('DTH-01.grace_months')).toBe('1')
    expect(settingsOn(today - 4, set).size).toBe(0)
    const inForce = await readSettings(database.pool, { rules, day: today })
    expect([...inForce]).toEqual([['DTH-01.grace_months', '3']])
  })

  test('cannot be changed or removed by the program', async () => {
    await setFrom(0, '2')
    for (const statement of [
      sql`update register.rule_parameter set value = '9'`,
      sql`delete from register.rule_parameter`,
    ]) {
      await expect(statement.execute(database.db)).rejects.toThrow('permission denied')
    }
  })
})

describe('a trial', () => {
  test('counts and compares and leaves the findings as they are, also in a run of everything', async () => {
    await sql`delete from app.finding_evidence`.execute(database.owner)
    await sql`delete from app.finding_episode`.execute(database.owner)
    await sql`delete from app.finding_group`.execute(database.owner)
    await sql`delete from app.finding`.execute(database.owner)
    const shadows = [{ rule_code: 'DTH-01', name: '放宽', parameters: { grace_months: '3' } }]
    const rows = await run(shadows, { isTrial: true })
    expect(rows.map(({ shadow, amount_fen }) => [shadow, amount_fen])).toEqual([
      ['', 70_000n],
      ['放宽', 0n],
    ])
    const { rows: counted } = await sql<{ findings: bigint; differences: bigint; is_done: boolean }>`
      select
        (select count(*) from app.finding) as findings,
        (select count(*) from app.screening_shadow_difference where run_id = ${`run-of-test-${runs}`}) as differences,
        (select state = 'DONE' from app.screening_run where run_id = ${`run-of-test-${runs}`}) as is_done
    `.execute(database.db)
    expect(counted).toEqual([{ findings: 0n, differences: 1n, is_done: true }])
    await run()
    const { rows: found } = await sql`select from app.finding`.execute(database.db)
    expect(found).toHaveLength(1)
  })
})
