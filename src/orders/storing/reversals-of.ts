import { sql } from 'kysely'
import type { Database } from '#platform/postgres/database.ts'

export interface ReversalOfOrder {
  readonly recordId: string
  readonly kind: string
  readonly status: string
}

/** The reversals of an order, refused ones included: for the first order's page, as the reversal itself names the first. */
export async function reversalsOf(db: Database, orderId: string): Promise<readonly ReversalOfOrder[]> {
  const { rows } = await sql<ReversalOfOrder>`
    select reversal.record_id as "recordId", reversal.kind, reversal.status
    from app.record as first
    join app.record as reversal
      on reversal.kind = replace(first.kind, 'ORDER_', 'REVERSAL_')
      and reversal.data -> 'asked' ->> 'reverses' = first.record_id
    where first.record_id = ${orderId} and first.kind like 'ORDER\\_%'
    order by reversal.entered_at, reversal.record_id
  `.execute(db)
  return rows
}
