import { sql } from 'kysely'
import { act } from '../act.ts'
import type { Kernel } from '../act-context.ts'

const batchMax = 500

/**
 * For a job: records of kinds that can lapse, on which nothing happened for their days (platform.md 19), are ended by
 * the server. Each is an act like others; one that somebody works on meanwhile stays. Returns how many lapsed.
 */
export async function lapseRecords(kernel: Kernel): Promise<number> {
  let lapsed = 0
  for (const kind of kernel.kinds.values()) {
    const { lapse } = kind
    if (lapse === undefined) continue
    const statuses = Object.keys(kind.workflow).filter(
      (status) => lapse.action in (kind.workflow[status] ?? {}),
    )
    const { rows } = await sql<{ record_id: string; version: number }>`
      select record_id, version
      from app.record
      where
        is_open
        and changed_at < clock_timestamp() - make_interval(days => ${lapse.idleDays})
        and kind = ${kind.kind}
        and status = any(${statuses}::text[])
      order by changed_at, record_id
      limit ${batchMax}
    `.execute(kernel.db)
    for (const { record_id, version } of rows) {
      const answer = await act(
        { ...kernel, actor: { kind: 'system', job: 'lapse' } },
        {
          kind: kind.kind,
          recordId: record_id,
          action: lapse.action,
          input: {},
          version,
          attachments: [],
          confirmation: null,
          endpoint: 'lapse',
          // Two servers running the job at once are one.
          idempotencyKey: `lapse:${record_id}:${version}`,
        },
      )
      if (answer.outcome === 'accepted') lapsed += 1
    }
  }
  return lapsed
}
