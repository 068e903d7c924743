import { type SqlBool, sql } from 'kysely'
import type pg from 'pg'
import { Refusal } from '#base/refusal.ts'
import { type Tx, transactionOn } from '#platform/postgres/database.ts'
import type { FoundRun } from './found-run.ts'
import { markNotFound } from './mark-not-found.ts'
import { type Merged, mergeRun } from './merge-run.ts'
import { placeStaged } from './place-staged.ts'
import { stageRun } from './stage-run.ts'

export interface Imported extends Merged {
  readonly notFoundAgain: number
}

/** Any number: two imports at once would each see half of the other's episodes. */
export const findingsLock = 7_202_611_212

/**
 * Brings a run into the stored findings: all of it or, where it fails, nothing. `conclude` writes with the same
 * transaction that the run is done.
 */
export async function importRun(
  pool: pg.Pool,
  found: FoundRun,
  conclude: (tx: Tx, imported: Imported) => Promise<void>,
): Promise<Imported> {
  const client = await pool.connect()
  try {
    await client.query('begin')
    // Staging reads DuckDB between two statements, and that may take minutes.
    await client.query('set local idle_in_transaction_session_timeout = 0')
    const tx = transactionOn(client)
    await refuseUnknownRegion(tx, found.region)
    await stageRun(client, tx, found)
    await client.query('select pg_advisory_xact_lock($1)', [findingsLock])
    // Data of an earlier day cannot show what an order brought later.
    const isKept = sql<SqlBool>`known.order_on > ${found.asOf}::date`
    await placeStaged(tx, { region: found.region, isKept })
    const { rows } = await sql<{ at: Date }>`select clock_timestamp() as at`.execute(tx)
    const at = rows[0]!.at
    const merged = await mergeRun(tx, { ...found, source: 'RUN', at })
    const notFoundAgain = await markNotFound(tx, { ...found, at })
    const imported = { ...merged, notFoundAgain }
    await conclude(tx, imported)
    await client.query('commit')
    return imported
  } catch (error) {
    await client.query('rollback').catch(() => undefined)
    throw error
  } finally {
    client.release()
  }
}

async function refuseUnknownRegion(tx: Tx, region: string): Promise<void> {
  const { rows } = await sql`
    select region
    from app.region
    where region = ${region}
    order by region
  `.execute(tx)
  if (rows.length > 0) return
  throw new Refusal('invalid_input', {
    zh: `地区 ${region} 不在机构资料中，无法确定疑点归谁查看；请先维护地区。`,
    en: `The region ${region} is not in the organisation, so nobody could see the findings; enter it first.`,
  })
}
