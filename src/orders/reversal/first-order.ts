import { z } from 'zod'
import type { WrittenRow } from '#register/register-row.ts'
import { OrderData } from '../order-data.ts'
import type { FactPool } from '../storing/order-facts.ts'

/** What a reversal must know of the order that it takes back. */
export interface FirstOrder {
  readonly recordId: string
  readonly status: string
  readonly personId: string | null
  readonly data: OrderData
  /** Everybody who did a step of it. */
  readonly actors: readonly string[]
  /** Other reversals of it that are under way or done. */
  readonly reversals: readonly string[]
  /** The rows that it touched, as they are now, by table and row key; plain, for it is in the trail. */
  readonly rows: TouchedRows
}

export type TouchedRows = Readonly<Record<string, Readonly<Record<string, WrittenRow>>>>

const Found = z.object({
  status: z.string(),
  person_id: z.string().nullable(),
  data: OrderData,
  actors: z.array(z.string()),
  reversals: z.array(z.string()),
})

export async function readFirstOrder(
  pool: FactPool,
  asked: { readonly kind: string; readonly firstId: string; readonly reversalId: string },
): Promise<Omit<FirstOrder, 'rows'> | null> {
  const { rows } = await pool.query({
    text: `
      select
        first.status,
        first.person_id,
        first.data,
        array(
          select distinct record_action.actor_id
          from app.record_action
          where record_action.record_id = first.record_id and record_action.actor_id not like 'system:%'
          order by record_action.actor_id
        ) as actors,
        array(
          select other.record_id
          from app.record as other
          where
            other.kind = $3
            and other.data -> 'asked' ->> 'reverses' = first.record_id
            and other.record_id <> $4
            and other.status not in ('REFUSED', 'WITHDRAWN', 'LAPSED')
          order by other.record_id
        ) as reversals
      from app.record as first
      where first.record_id = $1 and first.kind = $2`,
    values: [asked.firstId, asked.kind, asked.kind.replace(/^ORDER_/, 'REVERSAL_'), asked.reversalId],
  })
  if (rows[0] === undefined) return null
  const { status, person_id: personId, data, actors, reversals } = Found.parse(rows[0])
  return { recordId: asked.firstId, status, personId, data, actors, reversals }
}
