import { sql } from 'kysely'
import type { Tx } from '#platform/postgres/database.ts'
import { checkKept, type Effect, storedEffect } from './effect.ts'

/** What stays of a check's answer, for whoever answers without an act of the kernel: in the answer's own transaction. */
export async function insertKept(tx: Tx, kept: readonly Effect[]): Promise<void> {
  for (const effect of kept) {
    checkKept(effect)
    await sql`select app.apply_effect(${JSON.stringify(storedEffect(effect))}::jsonb)`.execute(tx)
  }
}
