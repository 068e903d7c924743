import { sql } from 'kysely'
import type { RegisterOwner } from '#orders/order-status.ts'
import type { Database, Tx } from '#platform/postgres/database.ts'

/** Null before `init`. */
export async function findRegisterOwner(db: Database | Tx): Promise<RegisterOwner | null> {
  const { rows } = await sql<{ owner: RegisterOwner }>`select owner from app.register_owner`.execute(db)
  return rows[0]?.owner ?? null
}

/** Once: an installation does not change sides (platform.md 1). */
export async function saveRegisterOwner(tx: Tx, owner: RegisterOwner): Promise<void> {
  await sql`insert into app.register_owner (owner) values (${owner})`.execute(tx)
}
