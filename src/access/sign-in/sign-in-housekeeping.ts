import { sql } from 'kysely'
import type { Database } from '#platform/postgres/database.ts'

/** What is of no use any more and is nobody's record: challenges nobody answered, counts of tries long past. */
export async function removeStaleAttempts(db: Database): Promise<void> {
  await sql`
    delete from app.sign_in_challenge
    where expires_at < clock_timestamp() - interval '1 hour'
  `.execute(db)
  await sql`
    delete from app.sign_in_failure
    where last_tried_at < clock_timestamp() - interval '2 days'
  `.execute(db)
}
