import { sql } from 'kysely'
import { readFreeSpace, spaceLevel } from '#platform/free-space.ts'
import type { HealthProbe } from '#platform/http/health.ts'
import type { Database } from '#platform/postgres/database.ts'

/** platform.md 17. */
const skewSecondsMax = 2
/** platform.md 10. */
const checkpointSecondsMax = 60

function rounded(value: number): number {
  return Math.round(value * 1_000) / 1_000
}

export interface Probed {
  readonly db: Database
  /** The newest migration this program knows. */
  readonly migration: string
  /** Where attachments, snapshots and an embedded database lie. */
  readonly dataFolder: string
  /** Seconds since the epoch, of this process. */
  readonly nowSeconds: () => number
  /** Seconds since a checkpoint was last signed and written outside; null: never. */
  readonly checkpointAgeSeconds: () => Promise<number | null>
}

/** The clock of the process against the database's, with the round trip taken out. */
export function clockProbe({ db, nowSeconds }: Pick<Probed, 'db' | 'nowSeconds'>): HealthProbe {
  return async () => {
    const before = nowSeconds()
    const { rows } = await sql<{ seconds: number }>`
      select extract(epoch from clock_timestamp())::float8 as seconds
    `.execute(db)
    const after = nowSeconds()
    const seconds = rows[0]!.seconds
    const skew = seconds < before ? seconds - before : seconds > after ? seconds - after : 0
    return { is_healthy: Math.abs(skew) <= skewSecondsMax, figures: { skew_seconds: rounded(skew) } }
  }
}

export function healthProbes(probed: Probed): Readonly<Record<string, HealthProbe>> {
  const { db, migration, dataFolder, checkpointAgeSeconds } = probed
  return {
    database: async () => {
      const started = performance.now()
      await sql`select 1`.execute(db)
      return { is_healthy: true, figures: { milliseconds: rounded(performance.now() - started) } }
    },
    migration: async () => {
      const { rows } = await sql<{ name: string }>`
        select name
        from app.schema_migration
        where name = ${migration}
        order by name
      `.execute(db)
      return { is_healthy: rows.length === 1, figures: { known: migration } }
    },
    clock: clockProbe(probed),
    checkpoint: async () => {
      const age = await checkpointAgeSeconds()
      const is_healthy = age !== null && age <= checkpointSecondsMax
      return { is_healthy, figures: { age_seconds: age === null ? null : rounded(age) } }
    },
    disk: async () => {
      const space = await readFreeSpace(dataFolder)
      const level = spaceLevel(space)
      return { is_healthy: level === 'enough', figures: { free_bytes: space.freeBytes, level } }
    },
  }
}
