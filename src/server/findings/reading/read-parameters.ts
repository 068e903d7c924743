import { sql } from 'kysely'
import { z } from 'zod'
import type { OpenedFinding } from '#findings/reading/open-finding.ts'
import type { Tx } from '#platform/postgres/database.ts'

const Values = z.record(z.string(), z.string())

/** What the rule ran with when it found this last; empty where no run did. Thresholds may have changed since. */
export async function readParameters(
  tx: Tx,
  { last_run_id: runId, rule_code: ruleCode }: OpenedFinding,
): Promise<z.output<typeof Values>> {
  const { rows } = await sql<{ parameters: unknown }>`
    select parameters
    from app.screening_run_rule
    where run_id = ${runId}
      and rule_code = ${ruleCode}
      and shadow = ''
    order by run_id
  `.execute(tx)
  return rows[0] === undefined ? {} : Values.parse(rows[0].parameters)
}
