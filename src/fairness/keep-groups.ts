import { sql } from 'kysely'
import type { Tx } from '#platform/postgres/database.ts'
import type { FindingGroup, GroupCount } from './count-groups.ts'

/** A county that the organisation does not have is counted with the region of the delivering agency. */

interface OfRun {
  readonly runId: string
  readonly region: string
}

/** In the transaction that ends the run. */
export async function keepGroupCounts(
  tx: Tx,
  { runId, region }: OfRun,
  counts: readonly GroupCount[],
): Promise<void> {
  await sql`
    insert into app.fairness_count (run_id, rule_code, region, sex, age_group, persons, found)
    select ${runId}, rule_code, place, sex, age_group, sum(persons), sum(found)
    from (
      select given.*, coalesce(region.region, ${region}) as place
      from jsonb_to_recordset(${JSON.stringify(counts)}::jsonb) as given (
        rule_code text, region text, sex text, age_group text, persons bigint, found bigint
      )
      left join app.region on region.region = given.region
    ) as placed
    group by rule_code, place, sex, age_group
  `.execute(tx)
}

/** A finding that an older run made is there; one that no run ever stored is not. */
export async function keepFindingGroups(
  tx: Tx,
  { region }: OfRun,
  groups: readonly FindingGroup[],
): Promise<void> {
  await sql`
    insert into app.finding_group (finding_id, sex, age_group, region)
    select given.finding_id, given.sex, given.age_group, coalesce(region.region, ${region})
    from jsonb_to_recordset(${JSON.stringify(groups)}::jsonb) as given (
      finding_id text, region text, sex text, age_group text
    )
    join app.finding on finding.finding_id = given.finding_id
    left join app.region on region.region = given.region
    -- The outcomes of a finding stay with the group that they were counted in.
    on conflict (finding_id) do nothing
  `.execute(tx)
}
