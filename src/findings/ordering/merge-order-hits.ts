import { type SqlBool, sql } from 'kysely'
import type pg from 'pg'
import { type Tx, transactionOn } from '#platform/postgres/database.ts'
import { standardVersion } from '#standard/tables.ts'
import { findingsLock } from '../importing/import-run.ts'
import { mergeRun } from '../importing/merge-run.ts'
import { placeStaged } from '../importing/place-staged.ts'
import { stageRun } from '../importing/stage-run.ts'
import { type FoundHit, parseHits, partOf, placesOf } from './stored-hit.ts'

interface WaitingHit {
  readonly hit_id: string
  readonly at: Date
  readonly asked_on: string
  readonly region: string | null
  readonly hits: unknown
}

const atOnce = 200

/**
 * For a job, every few seconds: brings what orders' checks found into the findings, in the order of the acts. Waits for
 * nobody: while a run is being imported, the outbox stays as it is. What cannot be merged stays and is told.
 */
export async function mergeOrderHits(
  pool: pg.Pool,
): Promise<{ readonly merged: number; readonly refused: readonly string[] }> {
  const { rows } = await pool.query<{ hit_id: string }>(
    `select hit_id
    from app.order_hit
    where merged_at is null
    order by at, hit_id
    limit ${atOnce}`,
  )
  const refused: string[] = []
  let merged = 0
  for (const { hit_id: hitId } of rows) {
    try {
      const outcome = await mergeOne(pool, hitId)
      if (outcome === 'LATER') break
      if (outcome === 'MERGED') merged += 1
    } catch (error) {
      refused.push(`${hitId} ${error instanceof Error ? error.message : String(error)}`)
    }
  }
  return { merged, refused }
}

async function mergeOne(pool: pg.Pool, hitId: string): Promise<'MERGED' | 'LATER' | 'GONE'> {
  const client = await pool.connect()
  try {
    await client.query('begin')
    const tx = transactionOn(client)
    const { rows: locks } = await client.query<{ locked: boolean }>(
      'select pg_try_advisory_xact_lock($1) as locked',
      [findingsLock],
    )
    const waiting = locks[0]?.locked === true ? await readWaiting(tx, hitId) : null
    if (waiting !== null) await mergeWaiting(client, tx, waiting)
    await client.query('commit')
    if (waiting !== null) return 'MERGED'
    return locks[0]?.locked === true ? 'GONE' : 'LATER'
  } catch (error) {
    await client.query('rollback').catch(() => undefined)
    throw error
  } finally {
    client.release()
  }
}

/** What says nothing of its place lies with the agency of the order, or of whoever was refused one. */
async function readWaiting(tx: Tx, hitId: string): Promise<WaitingHit | null> {
  const { rows } = await sql<WaitingHit>`
    select
      order_hit.hit_id,
      order_hit.at,
      order_hit.asked_on,
      coalesce(of_record.region, record.regions[1], of_actor.region) as region,
      order_hit.hits
    from app.order_hit
    left join app.record on record.record_id = order_hit.record_id
    left join app.agency as of_record on of_record.agency_id = record.agency_id
    left join app.staff_member on staff_member.staff_id = order_hit.actor_id
    left join app.agency as of_actor on of_actor.agency_id = staff_member.agency_id
    where order_hit.hit_id = ${hitId}
      and order_hit.merged_at is null
    order by order_hit.hit_id
  `.execute(tx)
  return rows[0] ?? null
}

async function* once<Item>(...items: readonly Item[]): AsyncGenerator<Item> {
  yield* items
}

async function mergeWaiting(client: pg.ClientBase, tx: Tx, waiting: WaitingHit): Promise<void> {
  const { hit_id: hitId, asked_on: orderOn, region } = waiting
  if (region === null) throw new Error('neither its record nor its actor is in a region')
  const hits = parseHits(waiting.hits)
  await stageRun(client, tx, {
    readParts: () => once(...hits.map(partOf)),
    readNames: () => once(namesOf(hits)),
    readPlaces: () => once(placesOf(hits)),
  })
  await stageAssumed(tx, hits)
  await placeStaged(tx, { region, isKept: isKeptByOrder(hitId) })
  const rules = [...new Map(hits.map(({ finding, ruleVersion }) => [finding.ruleCode, ruleVersion]))].map(
    ([code, version]) => ({ code, version, status: 'HIT' as const }),
  )
  const { rows } = await sql<{ at: Date }>`select clock_timestamp() as at`.execute(tx)
  await mergeRun(tx, { source: 'ORDER', hitId, orderOn, standardVersion, rules, at: rows[0]!.at })
  await sql`
    update app.order_hit
    set hits = null, merged_at = ${rows[0]!.at}
    where hit_id = ${hitId}
  `.execute(tx)
}

/**
 * A check looks at less than a run: the register's months, the persons concerned. What it does not return counts on,
 * but for what entries would have written that were refused and are no orders.
 */
function isKeptByOrder(hitId: string): ReturnType<typeof sql<SqlBool>> {
  return sql<SqlBool>`
    not (
      known.is_assumed
      and known.order_hit_id <> ${hitId}
      and exists (
        select
        from app.order_hit
        where order_hit.hit_id = known.order_hit_id
          and order_hit.is_refused
          and order_hit.record_id is null
      )
    )
  `
}

function namesOf(hits: readonly FoundHit[]): { findingId: string; name: string }[] {
  return hits
    .filter(({ name }) => name !== '')
    .map(({ finding, name }) => ({ findingId: finding.findingId, name }))
}

async function stageAssumed(tx: Tx, hits: readonly FoundHit[]): Promise<void> {
  const assumed = hits.flatMap(({ rows }) => rows.filter(({ isAssumed }) => isAssumed))
  await sql`
    insert into staged_assumed (table_name, row_key)
    select distinct table_name, row_key
    from unnest(${assumed.map(({ table }) => table)}::text[], ${assumed.map(({ key }) => key)}::text[])
      as assumed (table_name, row_key)
  `.execute(tx)
}
