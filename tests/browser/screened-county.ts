import { randomUUID } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import { openDatabase } from '#platform/postgres/database.ts'
import { askFirstRun } from '#runs/ask-first-run.ts'
import type { ServedCounty } from '../journeys/served-county.ts'

/** The county's delivery is screened as the demonstration does it; comes back once its findings are there. */
export async function screen(county: Pick<ServedCounty, 'pool'>): Promise<void> {
  const { db, close } = openDatabase(county.pool.options.connectionString!)
  await askFirstRun(db, { runId: randomUUID(), region: '990101' })
  await close()
  for (;;) {
    const { rows } = await county.pool.query<{ state: string }>(
      'select state from app.screening_run where not is_of_records',
    )
    if (rows.some(({ state }) => state === 'DONE')) return
    if (rows.some(({ state }) => state === 'FAILED')) throw new Error('the run failed')
    await wait(200)
  }
}
