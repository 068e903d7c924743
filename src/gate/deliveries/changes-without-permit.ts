import { sql } from 'kysely'
import type { Tx } from '#platform/postgres/database.ts'

/** A high-risk business that a delivery says is done, and no permit was redeemed for (R-SYS-09, R-SYS-20). */
export interface ChangeWithoutPermit {
  readonly table: 'business_order' | 'payee_account_change'
  /** Of the row in that table. */
  readonly key: string
  readonly function: string
  /** Null: the row itself names no order. */
  readonly coreOrderId: string | null
  readonly personId: string | null
  /** Beijing time, as delivered. */
  readonly at: string
  /** What the gate knows of that order number: nothing, a request, or a permit that was never redeemed. */
  readonly known: 'NOTHING' | 'ASKED' | 'PERMIT_UNUSED'
}

/**
 * Only what the delivery itself shows: done orders, and changed payee accounts. What was changed in the core system's
 * tables and is in neither of the two cannot be found here; it takes the comparison of two deliveries. Orders of this
 * system (with a source order) are left out.
 * @param from only what was done at or after this Beijing time, `YYYY-MM-DD HH:MM:SS`: the day the gate was switched on
 */
export async function findChangesWithoutPermit(
  tx: Tx,
  given: {
    readonly deliveryId: string
    readonly from: string
    readonly functions: readonly string[]
    readonly limit: number
  },
): Promise<readonly ChangeWithoutPermit[]> {
  const { deliveryId, from, functions, limit } = given
  const { rows } = await sql<{
    table_name: ChangeWithoutPermit['table']
    key: string
    function: string
    core_order_id: string | null
    person_id: string | null
    at: string
    known: ChangeWithoutPermit['known']
  }>`
    with done as (
      select 'business_order' as table_name, order_id as key, function_code as function, order_id as core_order_id,
        person_id, applied_at as at
      from register.business_order
      where source_delivery = ${deliveryId}
        and source_order is null
        and status = 'DONE'
      union all
      select 'payee_account_change', change_id, 'ACCOUNT_CHANGE', order_id, person_id, recorded_at
      from register.payee_account_change
      where source_delivery = ${deliveryId}
        and source_order is null
    )
    select
      done.table_name,
      done.key,
      done.function,
      done.core_order_id,
      done.person_id,
      done.at::text as at,
      case
        when exists (
          select
          from app.gate_request
          join app.gate_permit on gate_permit.request_id = gate_request.request_id
          where gate_request.core_order_id = done.core_order_id and gate_request.function = done.function
        ) then 'PERMIT_UNUSED'
        when exists (
          select
          from app.gate_request
          where gate_request.core_order_id = done.core_order_id and gate_request.function = done.function
        ) then 'ASKED'
        else 'NOTHING'
      end as known
    from done
    where done.function = any(${[...functions]}::text[])
      and done.at >= ${from}::timestamp
      and not exists (
        select
        from app.gate_request
        join app.gate_permit on gate_permit.request_id = gate_request.request_id
        where gate_request.core_order_id = done.core_order_id
          and gate_request.function = done.function
          and gate_request.person_id is not distinct from done.person_id
          and gate_permit.state = 'REDEEMED'
      )
    order by done.at, done.table_name, done.key
    limit ${limit}
  `.execute(tx)
  return rows.map((row) => ({
    table: row.table_name,
    key: row.key,
    function: row.function,
    coreOrderId: row.core_order_id,
    personId: row.person_id,
    at: row.at,
    known: row.known,
  }))
}
