import { sql } from 'kysely'
import type { Kernel } from '#records/act-context.ts'
import { takeStep } from '../server-step.ts'

const recoveriesMax = 500

/** For a job: whoever handles a recovery is told when the day of an instalment passed without the money. */
export async function followRecoveries(
  kernel: Kernel,
): Promise<{ readonly missed: number; readonly refused: readonly string[] }> {
  const { rows } = await sql<{ record_id: string; version: number }>`
    select record_id, version
    from app.record
    where
      is_open
      and kind = 'RECOVERY'
      and status = 'RECOVERING'
      and due_day < (clock_timestamp() at time zone 'Asia/Shanghai')::date
    order by due_day, record_id
    limit ${recoveriesMax}
  `.execute(kernel.db)
  const refused: string[] = []
  for (const { record_id: recordId, version } of rows) {
    const key = `miss:${recordId}:${version}`
    const answer = await takeStep(kernel, { kind: 'RECOVERY', recordId, action: 'miss', input: {}, key })
    if (answer.outcome !== 'accepted') refused.push(`${key} ${answer.code}`)
  }
  return { missed: rows.length - refused.length, refused }
}
