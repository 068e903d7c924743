import { sql } from 'kysely'
import type { Logger } from 'pino'
import type { Database } from '#platform/postgres/database.ts'

export interface Chore {
  readonly name: string
  readonly everySeconds: number
  readonly work: () => Promise<unknown>
}

export interface Housekeeping {
  /** Waits for the chore that is running. */
  readonly stop: () => Promise<void>
}

const tick_ms = 5_000
/** Beside the number of the sequencer. */
const lockSpace = 4_091

/**
 * Small tasks nobody waits for. Every process has the timer, one does the work: whoever gets the chore's advisory lock
 * (platform.md 22). Each chore may run twice without harm, so no memory of the last run is kept in the database.
 */
export function startHousekeeping(db: Database, chores: readonly Chore[], log: Logger): Housekeeping {
  const nextRun = new Map<string, number>()
  let isStopping = false
  let running: Promise<void> = Promise.resolve()
  let timer: NodeJS.Timeout | undefined

  const runElected = async ({ name, work }: Chore): Promise<void> => {
    try {
      await db.transaction().execute(async (tx) => {
        const { rows } = await sql<{ is_ours: boolean }>`
          select pg_try_advisory_xact_lock(${lockSpace}, hashtext(${name})) as is_ours
        `.execute(tx)
        if (rows[0]?.is_ours === true) await work()
      })
    } catch (error) {
      log.error({ chore: name, err: error }, 'a chore failed')
    }
  }

  const runDue = async (): Promise<void> => {
    for (const chore of chores) {
      const now = performance.now()
      if (isStopping || (nextRun.get(chore.name) ?? 0) > now) continue
      nextRun.set(chore.name, now + chore.everySeconds * 1_000)
      await runElected(chore)
    }
  }
  const loop = (): void => {
    running = runDue().then(() => {
      if (!isStopping) timer = setTimeout(loop, tick_ms)
    })
  }
  loop()
  return {
    stop: async () => {
      isStopping = true
      clearTimeout(timer)
      await running
    },
  }
}
