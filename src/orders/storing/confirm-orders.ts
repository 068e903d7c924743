import { type RawBuilder, type SqlBool, sql } from 'kysely'
import { assert } from '#base/refusal.ts'
import type { Database } from '#platform/postgres/database.ts'
import { act } from '#records/act.ts'
import type { ActContext } from '#records/act-context.ts'
import { storedValues, tableOf, type WrittenRow } from '#register/register-row.ts'
import { snapshotName } from '#standard/snapshot.ts'
import { OrderData } from '../order-data.ts'
import { orderFunctionsByKind } from '../order-functions.ts'

type Change = OrderData['changes'][number]

interface Awaiting {
  readonly record_id: string
  readonly kind: string
  readonly version: number
  readonly person_id: string | null
  readonly since: Date
  readonly data: unknown
}

export interface ConfirmedOrders {
  readonly confirmed: readonly string[]
  /** Their changes are not in the register, or not yet. */
  readonly waiting: readonly string[]
}

/**
 * After a delivery has replaced a mirror: an order whose changes are there is done (platform.md 1). Acts as the server;
 * may be run again after a crash, for each order is confirmed by an act of its own.
 */
export async function confirmOrders(
  context: ActContext,
  { deliveryId }: { readonly deliveryId: string },
): Promise<ConfirmedOrders> {
  assert(context.actor.kind === 'system', 'a delivery confirms orders, no person does')
  const confirmed: string[] = []
  const waiting: string[] = []
  for (const order of await awaitingOrders(context.db)) {
    const isThere = await holdsChanges(context.db, order)
    const isConfirmed = isThere && (await confirm(context, order, deliveryId))
    ;(isConfirmed ? confirmed : waiting).push(order.record_id)
  }
  return { confirmed, waiting }
}

async function confirm(context: ActContext, order: Awaiting, deliveryId: string): Promise<boolean> {
  const { record_id: recordId, kind, version } = order
  const answer = await act(context, {
    kind,
    recordId,
    action: 'confirm',
    input: { delivery_id: deliveryId },
    version,
    attachments: [],
    confirmation: null,
    endpoint: 'deliveries',
    idempotencyKey: `confirm-${recordId}-${version}`,
  })
  return answer.outcome === 'accepted'
}

async function awaitingOrders(db: Database): Promise<readonly Awaiting[]> {
  const { rows } = await sql<Awaiting>`
    select record_id, kind, version, person_id, changed_at as since, data
    from app.record
    where
      status = 'AWAITING_CONFIRMATION'
      and is_open
      and kind = any (${[...orderFunctionsByKind.keys()]}::text[])
    order by changed_at, record_id
  `.execute(db)
  return rows
}

export interface UnconfirmedOrder {
  readonly recordId: string
  readonly kind: string
  readonly personId: string | null
  readonly since: Date
  /** Whole days since it was decided. */
  readonly days: number
}

const dayMs = 86_400_000

/** Orders that the core system was told of more than the agreed days ago, and of which no delivery shows anything. */
export async function unconfirmedOrders(
  db: Database,
  { at, daysAgreed }: { readonly at: Date; readonly daysAgreed: number },
): Promise<readonly UnconfirmedOrder[]> {
  const orders = await awaitingOrders(db)
  return orders
    .map(({ record_id: recordId, kind, person_id: personId, since }) => {
      const days = Math.floor((at.getTime() - since.getTime()) / dayMs)
      return { recordId, kind, personId, since, days }
    })
    .filter(({ since }) => at.getTime() - since.getTime() > daysAgreed * dayMs)
}

/** Rows whose number we gave: the core system has its own for them. */
function isNumberedByUs({ table, values }: Change, orderId: string): boolean {
  return tableOf(table).key.some((column) => values[column]?.startsWith(orderId) === true)
}

/** What the core system writes in its own way, of rows that it numbers itself. */
const itsOwn: readonly string[] = [
  ...['order_id', 'operator_id', 'reviewer_id', 'approver_id', 'recorded_at', 'decided_at', 'channel'],
  ...['batch_id', 'status', 'pay_month', 'method', 'reason', 'support_document'],
]

async function holdsChanges(db: Database, order: Awaiting): Promise<boolean> {
  const { changes, checks, enteredAt } = OrderData.parse(order.data)
  const decidedOn = (checks.at(-1)?.at ?? enteredAt).slice(0, 10)
  return registerHolds(db, { orderId: order.record_id, changes, decidedOn })
}

/** @param order its day of decision as `YYYY-MM-DD`, Beijing */
export async function registerHolds(
  db: Database,
  order: { readonly orderId: string; readonly changes: readonly Change[]; readonly decidedOn: string },
): Promise<boolean> {
  const states = order.changes.filter((change) => !isNumberedByUs(change, order.orderId))
  // A history is told by the state that it led to; an order of histories only is told by them.
  const needed = states.length > 0 ? states : order.changes
  assert(needed.length > 0, 'an order for the core system changes something')
  const found = needed.map((change) => sql`exists (${rowOf(change, order)})`)
  const { rows } = await sql<{ readonly is_there: boolean }>`
    select ${sql.join(found, sql` and `)} as is_there
  `.execute(db)
  return rows[0]!.is_there
}

function rowOf(
  change: Change,
  { orderId, decidedOn }: { readonly orderId: string; readonly decidedOn: string },
): RawBuilder<unknown> {
  const table = tableOf(change.table)
  const isOurs = isNumberedByUs(change, orderId)
  const given: WrittenRow = { ...change.values, ...(change.key ?? {}) }
  const written = Object.fromEntries(
    Object.entries(given).filter(
      ([column, value]) =>
        !isOurs || (value !== null && !itsOwn.includes(column) && !table.key.includes(column)),
    ),
  )
  const stored = storedValues(table, written)
  const conditions = Object.entries(stored).map(([name, value]): RawBuilder<SqlBool> => {
    const column = table.columns.find((each) => snapshotName(each) === name)
    const reference = sql.ref(`given.${name}`)
    // The core system acts on the day it is told, or on a later one.
    if (column?.type === 'date' && value === decidedOn) return sql<SqlBool>`${reference} >= ${value}`
    return sql<SqlBool>`${reference} is not distinct from ${value}`
  })
  assert(conditions.length > 0, `a change of ${table.name} says something`)
  return sql`select from ${sql.id('register', table.name)} as given where ${sql.join(conditions, sql` and `)}`
}
