import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { Tx } from '#platform/postgres/database.ts'
import { type FindingRow, findingColumns } from '../reading/list-findings.ts'

/** An act whose check found the finding. */
export interface HitOrder {
  /** Null: an entry that was refused opened no record. */
  readonly record_id: string | null
  readonly kind: string
  readonly action: string
  readonly actor_id: string
  readonly at: Date
  readonly is_refused: boolean
  /** Of the record now. */
  readonly status: string | null
}

const shownMax = 50

/**
 * Each order once, with the latest of its acts that found it; entries that were refused are none, and each stands for
 * itself. `visible` is the scope, on `of_act.regions`.
 */
export async function listHitOrders(
  tx: Tx,
  { findingId, visible }: { readonly findingId: string; readonly visible: RawBuilder<SqlBool> },
): Promise<HitOrder[]> {
  const { rows } = await sql<HitOrder>`
    with of_act as (
      select
        order_hit.hit_id,
        order_hit.record_id,
        order_hit.kind,
        order_hit.action,
        order_hit.actor_id,
        order_hit.at,
        order_hit.is_refused,
        record.status,
        coalesce(record.regions, array[agency.region]) as regions
      from app.order_hit
      left join app.record on record.record_id = order_hit.record_id
      left join app.staff_member on staff_member.staff_id = order_hit.actor_id
      left join app.agency on agency.agency_id = staff_member.agency_id
      where order_hit.finding_ids @> ${[findingId]}::text[]
    ),
    latest as (
      select distinct on (coalesce(of_act.record_id, of_act.hit_id)) *
      from of_act
      where ${visible}
      order by coalesce(of_act.record_id, of_act.hit_id), of_act.at desc, of_act.hit_id desc
    )
    select record_id, kind, action, actor_id, at, is_refused, status
    from latest
    order by at desc, hit_id
    limit ${shownMax}
  `.execute(tx)
  return rows
}

/** What an order's checks found, in the reader's scope. `visible` is on `finding`. */
export async function listFindingsOfOrder(
  tx: Tx,
  { recordId, visible }: { readonly recordId: string; readonly visible: RawBuilder<SqlBool> },
): Promise<FindingRow[]> {
  const { rows } = await sql<FindingRow>`
    select ${findingColumns}
    from app.finding
    where finding.finding_id in (
        select unnest(order_hit.finding_ids)
        from app.order_hit
        where order_hit.record_id = ${recordId}
      )
      and ${visible}
    order by finding.level, finding.amount_fen desc, finding.finding_id
    limit ${shownMax}
  `.execute(tx)
  return rows
}
