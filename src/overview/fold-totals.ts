import { sql } from 'kysely'
import type { Database } from '#platform/postgres/database.ts'

/** Makes few lines of the many that acts have added since the last time; the totals stay what they are. */
export async function foldTotals({ db }: { readonly db: Database }): Promise<{ readonly refused: [] }> {
  await sql`select app.fold_totals()`.execute(db)
  return { refused: [] }
}
