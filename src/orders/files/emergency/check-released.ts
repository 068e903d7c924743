import { sql } from 'kysely'
import type { Kernel } from '#records/act-context.ts'
import { takeStep } from '../server-step.ts'
import { checkAfterwards } from './emergency-check.ts'
import { emergencyReleaseKind } from './emergency-data.ts'

const recordsMax = 20

/** For a job: runs the checks that an emergency release went without, until they answer (platform.md 5). */
export async function checkReleased(
  kernel: Kernel,
): Promise<{ readonly checked: number; readonly refused: readonly string[] }> {
  const { rows } = await sql<{ record_id: string; version: number; minute: string }>`
    select
      record_id,
      version,
      to_char(clock_timestamp() at time zone 'UTC', 'YYYYMMDDHH24MI') as minute
    from app.record
    where is_open and kind = ${emergencyReleaseKind} and status = 'RELEASED'
    order by changed_at, record_id
    limit ${recordsMax}
  `.execute(kernel.db)
  const refused: string[] = []
  for (const { record_id: recordId, version, minute } of rows) {
    const key = `check:${recordId}:${minute}`
    const answer = await takeStep(kernel, {
      kind: emergencyReleaseKind,
      recordId,
      action: checkAfterwards,
      input: {},
      version,
      key,
    })
    if (answer.outcome !== 'accepted') refused.push(`${key} ${answer.code}`)
  }
  return { checked: rows.length - refused.length, refused }
}
