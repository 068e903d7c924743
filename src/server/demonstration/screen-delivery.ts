import path from 'node:path'
import type pg from 'pg'
import { readMeasured } from '#findings/precision.ts'
import { readProgramVersion } from '#platform/config.ts'
import { readLaw } from '#platform/policy.ts'
import { rules } from '#rules/catalogue.ts'
import { askFirstRun } from '#runs/ask-first-run.ts'
import { performRun } from '#runs/perform-run.ts'
import { leaseRun } from '#runs/run-store.ts'
import type { Places } from '../installation/places.ts'
import { places as regions } from './cast.ts'
import type { PastDatabase } from './past-database.ts'

const leasedBy = 'history'

/**
 * The delivery is loaded and screened as a server does it, on that day. A run that was interrupted begins anew: its
 * lease is of weeks ago.
 */
export async function screenDelivery(
  { db, pool }: PastDatabase,
  given: {
    readonly kernel: { readonly newId: () => string }
    readonly places: Pick<Places, 'data' | 'snapshots'>
    readonly loadRegister: (pool: pg.Pool) => Promise<unknown>
  },
): Promise<void> {
  const { rows } = await pool.query<{ is_empty: boolean }>(
    'select not exists (select from register.feed) as is_empty',
  )
  if (rows[0]!.is_empty) await given.loadRegister(pool)
  await askFirstRun(db, { runId: given.kernel.newId(), region: regions.county })
  const run = await leaseRun(db, { leasedBy })
  if (run === null) return
  const { data, snapshots } = given.places
  const screening = {
    pool,
    db,
    rules,
    law: await readLaw(),
    snapshots,
    uploads: path.join(data, 'uploads'),
    workFolder: path.join(data, 'runs', leasedBy),
    programVersion: readProgramVersion(),
    now: () => new Date(),
  }
  const { signal } = new AbortController()
  const confidences = await readMeasured(db)
  await performRun(screening, run, { leasedBy, confidences, signal, onProgress: () => undefined })
}
