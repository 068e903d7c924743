import { beforeAll, expect } from 'vitest'
import { beijingDayOf, workingCalendar } from '#access/moment.ts'
import { demonstrationGrants, demonstrationOrganisation } from '#access/organisation/demonstration.ts'
import { Organisation } from '#access/organisation/organisation.ts'
import { dayOf } from '#base/calendar-math.ts'
import type { Refusal } from '#base/refusal.ts'
import { readCalendar } from '#platform/policy.ts'
import type { Tx } from '#platform/postgres/database.ts'
import { type TestDatabase, testDatabase } from '#platform/postgres/test-database.ts'
import { raiseEpochs } from './grant-store.ts'
import { importOrganisation } from './organisation-store.ts'

/** A Friday of 2026; roles were granted then, too. */
export const now = new Date('2026-11-20T10:00:00+08:00')
export const calendar = workingCalendar(await readCalendar())
export const organisation = Organisation.parse(demonstrationOrganisation(dayOf(2026, 11, 20)))

class Undo extends Error {}

export interface TestOrganisation {
  readonly database: TestDatabase
  /** What the test writes is taken back. */
  inTransaction(work: (tx: Tx) => Promise<void>): Promise<void>
}

/** The demonstration's organisation with everybody's roles, granted by nobody. */
async function writeDemonstration(tx: Tx, at: Date): Promise<Organisation> {
  const organisation = Organisation.parse(demonstrationOrganisation(beijingDayOf(at)))
  await importOrganisation(tx, organisation, at)
  const grants = demonstrationGrants(organisation).map(({ staffId, role, regions }) => ({
    grant_id: `demonstration-${staffId}-${role}`,
    staff_id: staffId,
    role,
    regions: [...regions],
    valid_from: at,
    origin: 'DEMONSTRATION',
  }))
  await tx.insertInto('role_grant').values(grants).execute()
  await raiseEpochs(tx, [...new Set(grants.map((each) => each.staff_id))])
  return organisation
}

/** The demonstration in a database of one's own. */
export async function testOrganisation(): Promise<TestOrganisation> {
  const database = await testDatabase({ isDemonstration: true })
  beforeAll(async () => {
    await database.db.transaction().execute(async (tx) => {
      expect(await writeDemonstration(tx, now)).toEqual(organisation)
    })
  })
  const inTransaction = async (work: (tx: Tx) => Promise<void>): Promise<void> => {
    await database.db
      .transaction()
      .execute(async (tx) => {
        await work(tx)
        throw new Undo()
      })
      .catch((error: unknown) => {
        if (!(error instanceof Undo)) throw error
      })
  }
  return { database, inTransaction }
}

export async function refusalOf(promise: Promise<unknown>): Promise<Refusal> {
  return promise.then(
    () => expect.fail('was accepted'),
    (error: Refusal) => error,
  )
}
