import { randomUUID } from 'node:crypto'
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { sql } from 'kysely'
import { buildSnapshot } from '#intake/build-snapshot.ts'
import { readLaw } from '#platform/policy.ts'
import type { TestDatabase } from '#platform/postgres/test-database.ts'
import type { Rule } from '#screening/rule.ts'
import type { Screening } from './perform-run.ts'
import { insertRun } from './run-store.ts'

/** Regions and agencies of two counties, and a rule's delivery that changes from run to run. */

export async function setUpRegions({ owner }: TestDatabase): Promise<void> {
  await sql`
    insert into app.region (region, name, level, parent, path, valid_from)
    values
      ('990000', '示例省', 'PROVINCE', null, '{990000}', '2000-01-01'),
      ('990100', '云岭市', 'CITY', '990000', '{990000,990100}', '2000-01-01'),
      ('990101', '青川县', 'COUNTY', '990100', '{990000,990100,990101}', '2000-01-01'),
      ('990102', '白水县', 'COUNTY', '990100', '{990000,990100,990102}', '2000-01-01')
    on conflict do nothing
  `.execute(owner)
  await sql`
    insert into app.agency (agency_id, name, kind, region, parent_id, path, reviewed_by_superior)
    values
      ('A990100', '云岭市社会保险中心', 'HANDLING', '990100', null, '{A990100}', false),
      ('A990101', '青川县社会保险中心', 'HANDLING', '990101', 'A990100', '{A990100,A990101}', false)
    on conflict do nothing
  `.execute(owner)
}

export interface GivenPerson {
  readonly id: string
  readonly region: string
  /** YYYY-MM-DD; absent: alive. */
  readonly diedOn?: string
  /** Month → yuan. */
  readonly paid: Readonly<Record<string, string>>
  readonly account?: string
  /** AAC004 */
  readonly sex?: string
  readonly bornOn?: string
}

const numberOf = (id: string): string => `99010119400101${id.replace(/\D/g, '').padStart(3, '0')}0`

export function deliveryOf(people: readonly GivenPerson[]): Record<string, string> {
  const persons = people.map(
    ({ id, region, sex = '', bornOn = '' }) =>
      `${id},${numberOf(id)},张三${id},ALIVE,${region},${sex},${bornOn}`,
  )
  const payments = people.flatMap(({ id, paid, account = `62170000000000${id}` }) =>
    Object.entries(paid).map(
      ([month, yuan]) =>
        `${id}-${month},${id},110,OLD_AGE,REGULAR,${month},${month},${month},${yuan},${account},PAID,张三${id}`,
    ),
  )
  const accounts = people.map(
    ({ id, account = `62170000000000${id}` }) => `${account},${id},张三${id},2020-01-01`,
  )
  const deaths = people
    .filter(({ diedOn }) => diedOn !== undefined)
    .map(({ id, diedOn }) => `${numberOf(id)},张三${id},${diedOn},HEALTH,${diedOn}`)
  return {
    'person.csv': ['person_id,id_number,name,life_status,region,sex,birth_date', ...persons].join('\n'),
    'payment.csv': [
      'payment_id,person_id,scheme,benefit,kind,pay_month,period_from,period_to,amount,account_number,status,holder_name',
      ...payments,
    ].join('\n'),
    'payee_account.csv': ['account_number,person_id,holder_name,valid_from', ...accounts].join('\n'),
    'death.csv': ['id_number,name,died_on,source,reported_on', ...deaths].join('\n'),
  }
}

export interface TestScreening {
  readonly screening: Screening
  /** Makes a snapshot of the delivery; gives its id. */
  readonly deliver: (people: readonly GivenPerson[]) => Promise<string>
}

export async function testScreening(database: TestDatabase, rules: readonly Rule[]): Promise<TestScreening> {
  const folder = mkdtempSync(path.join(tmpdir(), 'fangxian-test-'))
  const snapshots = path.join(folder, 'snapshots')
  const screening: Screening = {
    pool: database.pool,
    db: database.db,
    uploads: path.join(folder, 'uploads'),
    rules,
    law: await readLaw(),
    snapshots,
    workFolder: path.join(folder, 'runs'),
    programVersion: 'test',
    threads: 1,
    memoryLimitMegabytes: 256,
    now: () => new Date(),
  }
  const deliver = async (people: readonly GivenPerson[]): Promise<string> => {
    const snapshotId = randomUUID()
    const delivery = path.join(folder, `delivery-${snapshotId}`)
    const directory = path.join(snapshots, snapshotId)
    for (const each of [delivery, directory]) mkdirSync(each, { recursive: true })
    for (const [name, text] of Object.entries(deliveryOf(people)))
      writeFileSync(path.join(delivery, name), text)
    await buildSnapshot({ deliveries: [delivery], directory, programVersion: 'test', threads: 1 })
    return snapshotId
  }
  return { screening, deliver }
}

export async function askTestRun(
  { db }: TestDatabase,
  given: {
    readonly snapshotId: string
    readonly region?: string
    readonly agencyId?: string
    readonly asOf?: string
    readonly ruleCodes?: readonly string[]
  },
): Promise<string> {
  const runId = randomUUID()
  await db.transaction().execute((tx) =>
    insertRun(tx, {
      runId,
      snapshotId: given.snapshotId,
      agencyId: given.agencyId ?? 'A990101',
      region: given.region ?? '990101',
      ruleCodes: given.ruleCodes ?? null,
      asOf: given.asOf ?? null,
      askedBy: null,
      at: new Date(),
    }),
  )
  return runId
}
