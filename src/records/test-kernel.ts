import { randomBytes, randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { dayOf } from '#base/calendar-math.ts'
import type { Database } from '#platform/postgres/database.ts'
import type { TestDatabase } from '#platform/postgres/test-database.ts'
import { type ActContext, defaultLimits, kindsOf } from './act-context.ts'
import { confirmationDigest } from './confirmation.ts'
import { type WorkingDays, workingDaysOf } from './deadlines/working-days.ts'
import type { RecordKind } from './define-record.ts'
import type { Actor, ActRequest } from './record.ts'
import { testCatalogue, testChange } from './test-change.ts'
import { agencyOf, countyOf, people, personActor, personNames } from './test-people.ts'

/** Every day from 2020 to 2029, Monday to Friday worked: deadlines of tests need no real holidays. */
export const plainCalendar: WorkingDays = workingDaysOf(
  Array.from({ length: dayOf(2030, 1, 1) - dayOf(2020, 1, 1) }, (_, index) => {
    const day = dayOf(2020, 1, 1) + index
    return { day, isWorking: (((day + 3) % 7) + 7) % 7 < 5, workingNumber: 0 }
  }),
)

/** The organisation of the tests, and a table of the register that only they have. */
export async function setUpKernel({ owner, appRole }: TestDatabase): Promise<void> {
  await owner.transaction().execute(async (tx) => {
    await sql`
      insert into app.region (region, name, level, parent, path, valid_from)
      values
        ('990000', '示例省', 'PROVINCE', null, '{990000}', '2000-01-01'),
        ('990100', '示例市', 'CITY', '990000', '{990000,990100}', '2000-01-01'),
        ('990101', '示例一县', 'COUNTY', '990100', '{990000,990100,990101}', '2000-01-01'),
        ('990102', '示例二县', 'COUNTY', '990100', '{990000,990100,990102}', '2000-01-01')
    `.execute(tx)
    await sql`
      insert into app.agency (agency_id, name, kind, region, parent_id, path, reviewed_by_superior)
      values
        ('A990100', '示例市中心', 'HANDLING', '990100', null, '{A990100}', false),
        ('A990101', '示例一县中心', 'HANDLING', '990101', 'A990100', '{A990100,A990101}', false),
        ('A990102', '示例二县中心', 'HANDLING', '990102', 'A990100', '{A990100,A990102}', false)
    `.execute(tx)
    for (const name of personNames) {
      await sql`
        insert into app.staff_member (staff_id, name, agency_id, status)
        values (${name}, ${name}, ${agencyOf(name)}, ${name === 'gone' ? 'LEFT' : 'ON_POST'})
      `.execute(tx)
      await sql`insert into app.authority_epoch (staff_id, epoch) values (${name}, 1)`.execute(tx)
      for (const role of people[name]) {
        await sql`
          insert into app.role_grant (grant_id, staff_id, role, regions, valid_from, origin)
          values (${`${name}-${role}`}, ${name}, ${role}, ${[countyOf(name)]}, '2025-01-01', 'INIT')
        `.execute(tx)
      }
    }
    await sql`
      create table register.test_account (
        account_id text primary key,
        holder text not null,
        region text not null,
        agency_id text not null,
        version integer not null
      )
    `.execute(tx)
    await sql`grant select, insert, update on register.test_account to ${sql.id(appRole)}`.execute(tx)
  })
}

export async function addAccount(
  owner: Database,
  accountId: string,
  county: string = '990101',
): Promise<void> {
  await sql`
    insert into register.test_account (account_id, holder, region, agency_id, version)
    values (${accountId}, '原户主', ${county}, ${`A${county}`}, 1)
  `.execute(owner)
}

export interface ContextOptions {
  readonly kinds?: readonly RecordKind[]
  readonly actor?: Actor
}

export function contextOf(db: Database, staffId: string, options: ContextOptions = {}): ActContext {
  return {
    db,
    kinds: kindsOf(options.kinds ?? [testChange]),
    catalogue: testCatalogue,
    workingDays: plainCalendar,
    newId: randomUUID,
    newNonce: () => randomBytes(32),
    limits: defaultLimits,
    actor: options.actor ?? personActor(staffId),
  }
}

export function requestOf(changes: Partial<ActRequest> & { readonly action: string }): ActRequest {
  return {
    kind: 'TEST_CHANGE',
    recordId: null,
    input: {},
    version: null,
    attachments: [],
    confirmation: null,
    endpoint: 'test',
    idempotencyKey: randomUUID(),
    ...changes,
  }
}

/** The request with the confirmation of somebody who was shown this. */
export function confirmed(request: ActRequest, shown: { status: string; data: unknown }): ActRequest {
  const digest = confirmationDigest({ request, ...shown })
  return { ...request, confirmation: { method: 'PASSWORD', digest, assertion: null } }
}
