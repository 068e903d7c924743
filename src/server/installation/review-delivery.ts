import { sql } from 'kysely'
import {
  type ChangeWithoutPermit,
  findChangesWithoutPermit,
} from '#gate/deliveries/changes-without-permit.ts'
import { confirmOrders, type UnconfirmedOrder, unconfirmedOrders } from '#orders/storing/confirm-orders.ts'
import type { Settings } from '#platform/configuration/settings.ts'
import type { Database } from '#platform/postgres/database.ts'
import { findHead } from '#trail/sequencing/head.ts'
import { openBusiness } from '../business/business.ts'
import { kernelOf } from '../starting/server-parts.ts'
import { openWorkingCalendar } from '../starting/working-calendar.ts'
import { notInitialised } from './not-initialised.ts'
import type { OpenWork } from './open-work.ts'

/** More than this is not read line by line. */
const changesMax = 10_000

/**
 * What a delivery says was done in the core system and the gate never allowed (platform.md 2), since the first key of
 * the gate and for the functions that keys were given for; empty where no core system has a key.
 */
export async function changesPastGate(
  db: Database,
  { deliveryId }: { readonly deliveryId: string },
): Promise<readonly ChangeWithoutPermit[]> {
  return db.transaction().execute(async (tx) => {
    const { rows } = await sql<{ begun: string | null; functions: string[] }>`
      select
        to_char(min(created_at) at time zone 'Asia/Shanghai', 'YYYY-MM-DD HH24:MI:SS') as begun,
        coalesce(
          (select array_agg(distinct each order by each) from app.api_key, unnest(functions) as each),
          '{}'
        ) as functions
      from app.api_key
    `.execute(tx)
    const { begun, functions } = rows[0]!
    if (begun === null) return []
    return findChangesWithoutPermit(tx, { deliveryId, from: begun, functions, limit: changesMax })
  })
}

/** Days in which the core system was to make an order's change (platform.md 1). */
const daysAgreed = 10

export interface ConfirmedByDelivery {
  readonly confirmed: number
  readonly waiting: number
  /** Of the waiting, those over the agreed days. */
  readonly overdue: readonly UnconfirmedOrder[]
}

/** Of a mirror: what this delivery shows to be done is done; what it should show and does not is listed. */
export async function confirmByDelivery(
  { db, pool, url }: Pick<OpenWork, 'db' | 'pool' | 'url'>,
  given: { readonly deliveryId: string; readonly settings: Settings; readonly now: Date },
): Promise<ConfirmedByDelivery> {
  const head = await db.transaction().execute((tx) => findHead(tx))
  if (head === null) throw notInitialised()
  const { settings, deliveryId, now } = given
  const business = await openBusiness({ pool, databaseUrl: url, register: 'mirror' })
  try {
    const calendar = await openWorkingCalendar(pool)
    const kernel = kernelOf(db, business, { settings, algorithm: head.algorithm, calendar })
    const context = { ...kernel, actor: { kind: 'system', job: 'deliveries' } } as const
    const { confirmed, waiting } = await confirmOrders(context, { deliveryId })
    const overdue = await unconfirmedOrders(db, { at: now, daysAgreed })
    return { confirmed: confirmed.length, waiting: waiting.length, overdue }
  } finally {
    await business.close?.()
  }
}
