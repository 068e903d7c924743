import { createHash, randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { hostname, userInfo } from 'node:os'
import path from 'node:path'
import type pg from 'pg'
import type { OnProgress } from '#base/progress.ts'
import { Refusal } from '#base/refusal.ts'
import { readAnnouncedYears, withAnnouncedYears } from '#orders/system-functions/calendar-store.ts'
import { readCalendar } from '#platform/policy.ts'
import { transactionOn } from '#platform/postgres/database.ts'
import { type LoadedTable, replaceRegister } from '#register/loading/replace-register.ts'
import { type Manifest, manifestFile } from '#standard/manifest.ts'
import { notInitialised } from './not-initialised.ts'
import { appendConsoleAct } from './note-console-act.ts'
import { findRegisterOwner } from './register-owner.ts'

export interface DeliveredRegister {
  readonly pool: pg.Pool
  /** The snapshot. */
  readonly directory: string
  readonly manifest: Manifest
  readonly deliveryId: string
  readonly onProgress?: OnProgress
  readonly signal?: AbortSignal
}

/** Any number: two deliveries at once would each hold half of the register. */
const advisoryLock = 7_202_611_211

/**
 * A delivery replaces the register, in one transaction with its entry in the trail (platform.md 1): of a mirror each
 * time, of our own once, before the first order.
 */
export async function loadRegister(delivered: DeliveredRegister): Promise<LoadedTable[]> {
  const client = await delivered.pool.connect()
  try {
    await client.query('begin')
    await client.query('select pg_advisory_xact_lock($1)', [advisoryLock])
    const loaded = await replaceAndNote(client, delivered)
    // With the rows: the first check after the commit is planned on them.
    await client.query('select register.refresh_statistics()')
    await client.query('commit')
    return loaded
  } catch (error) {
    await client.query('rollback').catch(() => undefined)
    throw error
  } finally {
    client.release()
  }
}

async function replaceAndNote(client: pg.PoolClient, delivered: DeliveredRegister): Promise<LoadedTable[]> {
  const tx = transactionOn(client)
  const owner = await findRegisterOwner(tx)
  if (owner === null) throw notInitialised()
  if (owner === 'own') await refuseUnlessEmpty(client)
  const { rows } = await client.query<{ at: Date }>('select clock_timestamp() as at')
  const { directory, manifest, deliveryId, onProgress, signal } = delivered
  const loaded = await replaceRegister({
    client,
    directory,
    manifest,
    deliveryId,
    deliveredAt: rows[0]!.at,
    owner,
    calendar: withAnnouncedYears(await readCalendar(), await readAnnouncedYears(client)),
    ...(onProgress === undefined ? {} : { onProgress }),
    ...(signal === undefined ? {} : { signal }),
  })
  await insertDelivery(client, delivered, {
    at: rows[0]!.at,
    rows: loaded.reduce((sum, each) => sum + each.rows, 0),
  })
  const files = manifest.inputs.map(({ table, sha256, rows_loaded }) => ({
    table,
    sha256,
    rows: rows_loaded,
  }))
  await appendConsoleAct(
    tx,
    {
      function: 'REGISTER_LOAD',
      recordKind: 'delivery',
      recordId: deliveryId,
      outcome: 'ACCEPTED',
      payload: { files, host: hostname(), osUser: userInfo().username },
    },
    randomBytes,
  )
  return loaded
}

async function insertDelivery(
  client: pg.PoolClient,
  { deliveryId, directory }: DeliveredRegister,
  { at, rows }: { readonly at: Date; readonly rows: number },
): Promise<void> {
  const digest = createHash('sha256').update(await readFile(path.join(directory, manifestFile)))
  await client.query(
    `insert into app.delivery (delivery_id, loaded_at, manifest_sha256, rows_loaded)
    values ($1, $2, $3, $4)`,
    [deliveryId, at, digest.digest('hex'), rows],
  )
}

async function refuseUnlessEmpty(client: pg.PoolClient): Promise<void> {
  const { rows } = await client.query<{ is_empty: boolean }>(
    'select not exists (select from register.feed) as is_empty',
  )
  if (rows[0]!.is_empty) return
  throw new Refusal('conflict', {
    zh: '业务数据由本系统维护且已载入，不能再用交付数据覆盖；此后由业务单更新。',
    en: 'This register is our own and has been filled; orders change it from here, a delivery must not replace it.',
  })
}
