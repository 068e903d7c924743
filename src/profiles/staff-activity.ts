import { sql } from 'kysely'
import type { Tx } from '#platform/postgres/database.ts'
import { operationsMax } from './links/staff-links.ts'

export interface MonthWork {
  /** YYYY-MM */
  readonly month: string
  /** In the agency's core system by function; here by kind of record. */
  readonly place: 'CORE' | 'HERE'
  readonly code: string
  readonly lines: number
}

export interface StaffActivity {
  readonly months: readonly MonthWork[]
  readonly isComplete: boolean
}

interface StoredWork extends MonthWork {
  readonly rows_read: bigint
}

/** How much a member of staff did, by month and kind: so many of the newest acts, and of the log of the core system. */
export async function readStaffActivity(tx: Tx, staffId: string): Promise<StaffActivity> {
  const { rows } = await sql<StoredWork>`
    with
      operated as (
        select to_char(recorded_at, 'YYYY-MM') as month, function_code as code
        from register.operation
        where staff_id = ${staffId}
        limit ${operationsMax + 1}
      ),
      acted as (
        select to_char(record_action.at at time zone 'Asia/Shanghai', 'YYYY-MM') as month, record.kind as code
        from app.record_action
        inner join app.record on record.record_id = record_action.record_id
        where record_action.actor_id = ${staffId}
        order by record_action.at desc
        limit ${operationsMax + 1}
      )
    select month, 'CORE' as place, code, count(*)::integer as lines, (select count(*) from operated) as rows_read
    from operated
    group by month, code
    union all
    select month, 'HERE' as place, code, count(*)::integer as lines, (select count(*) from acted) as rows_read
    from acted
    group by month, code
    order by month, place, code
  `.execute(tx)
  return {
    months: rows.map(({ month, place, code, lines }) => ({ month, place, code, lines })),
    isComplete: rows.every(({ rows_read }) => rows_read <= BigInt(operationsMax)),
  }
}
