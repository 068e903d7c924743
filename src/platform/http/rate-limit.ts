import { type Kysely, sql } from 'kysely'
import { DetailedRefusal } from './detailed-refusal.ts'

/** At most `limit` times in each window of `windowSeconds`, counted for all processes together. */
export interface Rate {
  readonly name: string
  readonly limit: number
  readonly windowSeconds: number
}

/**
 * Fixed windows, one row per subject and window: one statement, no lock held, and two processes count the same row
 * (platform.md 22). The table is unlogged: a crash forgets the counts and nothing else.
 * The subject is hashed by the caller where it would name a person.
 */
export async function takeFromRate<Tables>(db: Kysely<Tables>, rate: Rate, subject: string): Promise<void> {
  const { rows } = await sql<{ used: number; rest_seconds: number }>`
    insert into app.rate_window as rate_window (name, subject, window_number, used)
    values (
      ${rate.name},
      ${subject},
      floor(extract(epoch from clock_timestamp()) / ${rate.windowSeconds}::int)::bigint,
      1
    )
    on conflict (name, subject, window_number) do update
    set used = rate_window.used + 1
    returning
      used,
      (
        (window_number + 1) * ${rate.windowSeconds}::int - extract(epoch from clock_timestamp())
      )::float8 as rest_seconds
  `.execute(db)
  const { used, rest_seconds } = rows[0]!
  if (used <= rate.limit) return
  const seconds = Math.max(1, Math.ceil(rest_seconds))
  throw new DetailedRefusal(
    'too_many',
    {
      zh: `操作过于频繁，请在 ${seconds} 秒后再试。`,
      en: `Too many requests; try again in ${seconds} seconds.`,
    },
    { retryAfterSeconds: seconds },
  )
}

/** Windows that are over; one of the housekeeping tasks. */
export async function removeOldRateWindows<Tables>(db: Kysely<Tables>): Promise<void> {
  await sql`
    delete from app.rate_window
    where created_at < clock_timestamp() - interval '1 day'
  `.execute(db)
}
