import type { Organisation } from '#access/organisation/organisation.ts'
import { formatDay } from '#base/calendar-math.ts'
import type { TestDatabase } from '#platform/postgres/test-database.ts'
import type { ActContext } from '#records/act-context.ts'
import { shanghaiDay } from '#records/deadlines/working-days.ts'
import { openTestTrail, type TestTrail } from '#trail/test-trail.ts'
import { contextFor } from './acting.ts'
import { findingsOf, type Unit, unitsOf } from './model.ts'
import { holdersOf, type SeededFinding, seedFindings, writeProvince } from './province.ts'

export interface OpenedProvince {
  readonly trail: TestTrail
  readonly database: TestDatabase
  readonly organisation: Organisation
  readonly units: readonly Unit[]
  readonly findings: readonly SeededFinding[]
  readonly kernel: ActContext
  readonly holder: (agency: string, duty: string) => string
  readonly byAgency: (agencyId: string) => Unit
  /** So many days from today. */
  readonly dayIn: (days: number) => string
}

/** The province with its people, its findings, and a trail that signs checkpoints. */
export async function openProvince(): Promise<OpenedProvince> {
  const trail = await openTestTrail()
  const { database } = trail
  const organisation = await writeProvince(database, new Date())
  const units = unitsOf(organisation)
  const findings = findingsOf(units)
  await seedFindings(database, findings)
  return {
    ...{ trail, database, organisation, units, findings, kernel: contextFor(database, '') },
    holder: (agency, duty) => holdersOf(organisation, agency, duty)[0]!,
    byAgency: (agencyId) => units.find((unit) => unit.agencyId === agencyId)!,
    dayIn: (days) => formatDay(shanghaiDay(new Date()) + days),
  }
}
