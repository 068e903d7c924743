import { sql } from 'kysely'
import type { Database } from '#platform/postgres/database.ts'

/**
 * The demonstration opens with findings: the first delivery is screened as soon as it is there. Only once, and by the
 * runner, like any other run. False: there was one already, or nothing has been delivered.
 */
export async function askFirstRun(
  db: Database,
  { runId, region }: { readonly runId: string; readonly region: string },
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    insert into app.screening_run (run_id, snapshot_id, agency_id, region, state, asked_at)
    select ${runId}, delivery.delivery_id, agency.agency_id, agency.region, 'WAITING', clock_timestamp()
    from (
      select delivery_id
      from app.delivery
      order by loaded_at desc, delivery_id
      limit 1
    ) as delivery
    cross join (
      select agency_id, region
      from app.agency
      where region = ${region}
        and kind = 'HANDLING'
      order by agency_id
      limit 1
    ) as agency
    where not exists (
      select
      from app.screening_run
      where not screening_run.is_of_records
    )
  `.execute(db)
  return numAffectedRows === 1n
}
