import { sql } from 'kysely'
import { z } from 'zod'
import { momentOf, type WorkingCalendar } from '#access/moment.ts'
import { type AccessCheck, type CheckedAgency, checkAccess } from '#access/organisation/access-check.ts'
import type { Tx } from '#platform/postgres/database.ts'
import { loadColleagues } from './actor-store.ts'

const CheckedAgencyRow = z.object({
  name: z.string(),
  regionPath: z.array(z.string()),
  place: z.object({
    agencyId: z.string(),
    superiors: z.array(z.string()),
    isReviewedBySuperior: z.boolean(),
  }),
})

/** The agencies that handle business, by number. */
async function loadHandlingAgencies(tx: Tx): Promise<readonly CheckedAgency[]> {
  const { rows } = await sql`
    select
      agency.name,
      region.path as "regionPath",
      app.subject_agency(agency.agency_id) as place
    from app.agency
    join app.region on region.region = agency.region
    where agency.kind = 'HANDLING'
    order by agency.agency_id
  `.execute(tx)
  return z
    .array(CheckedAgencyRow)
    .parse(rows)
    .map(({ name, regionPath, place }) => ({ name, regionPath, ...place }))
}

/** `fangxian access check`: every agency that handles business, as things stand at `at`, within working hours. */
export async function runAccessCheck(
  tx: Tx,
  given: { readonly at: Date; readonly calendar: WorkingCalendar },
): Promise<AccessCheck> {
  const agencies = await loadHandlingAgencies(tx)
  const { rows } = await sql<{ agency_id: string }>`
    select agency_id
    from app.agency
    order by agency_id
  `.execute(tx)
  const actors = await loadColleagues(
    tx,
    rows.map(({ agency_id }) => agency_id),
    given.at,
  )
  return checkAccess(agencies, actors, momentOf(given.at, given.calendar))
}
