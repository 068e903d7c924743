import { beijingDayOf } from '#access/moment.ts'
import { demonstrationGrants, demonstrationOrganisation } from '#access/organisation/demonstration.ts'
import { Organisation } from '#access/organisation/organisation.ts'
import type { Tx } from '#platform/postgres/database.ts'
import { raiseEpochs } from './grant-store.ts'
import { importOrganisation } from './organisation-store.ts'

/**
 * The demonstration's organisation with everybody's roles, granted by nobody: only for a database with the
 * demonstration mark (platform.md 8), which the caller has checked. Returns the organisation written.
 */
export async function writeDemonstration(tx: Tx, at: Date): Promise<Organisation> {
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
