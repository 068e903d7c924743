import { sql } from 'kysely'
import type { Tx } from '#platform/postgres/database.ts'
import type { SealedEntry } from './seal-entry.ts'

/** What app.append_trail takes: for whoever calls it inside a function of SQL of his own (platform.md 15). */
export interface TrailEntryJson {
  readonly entryId: string
  readonly leaf: string
  readonly leafHash: string
  readonly payload: string
  readonly nonce: string
}

export function trailEntryJson({ entryId, leaf, leafHash, payload, nonce }: SealedEntry): TrailEntryJson {
  return { entryId, leaf, leafHash: leafHash.toString('hex'), payload, nonce: nonce.toString('hex') }
}

/** Inside the business transaction: without the entry there is no act, and without the act no entry. */
export async function appendEntry(tx: Tx, sealed: SealedEntry): Promise<void> {
  await sql`select app.append_trail(${JSON.stringify(trailEntryJson(sealed))}::jsonb)`.execute(tx)
}

/** Several of one transaction, in one round trip. */
export async function appendEntries(tx: Tx, sealed: readonly SealedEntry[]): Promise<void> {
  if (sealed.length === 0) return
  const entries = JSON.stringify(sealed.map(trailEntryJson))
  await sql`select app.append_trail_entries(${entries}::jsonb)`.execute(tx)
}
