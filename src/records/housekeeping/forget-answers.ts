import { sql } from 'kysely'
import type { Tx } from '#platform/postgres/database.ts'

/** platform.md 18: later a replay meets the version check. */
const answersKeptDays = 7

/** For a daily job: old answers and counts that are in the trail. Returns the number of answers forgotten. */
export async function forgetAnswers(tx: Tx): Promise<number> {
  const { numAffectedRows } = await sql`
    delete from app.idempotency
    where created_at < clock_timestamp() - make_interval(days => ${answersKeptDays})
  `.execute(tx)
  await sql`
    delete from app.refusal_count
    where is_counted and minute < clock_timestamp() - interval '1 day'
  `.execute(tx)
  return Number(numAffectedRows ?? 0n)
}
