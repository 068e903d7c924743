import { sql } from 'kysely'
import type { Tx } from '#platform/postgres/database.ts'
import { isSignedBy, type Note } from '../log/checkpoint.ts'
import type { VerifierKey } from '../log/verifier-key.ts'
import { readHead } from '../sequencing/head.ts'

/**
 * Of the keys whose private halves are ours, those that signed what a restored trail does not have, and that it does
 * not name: the change to them is among what is lost.
 */
export async function findLostKeys(
  tx: Tx,
  { notes, ours }: { readonly notes: readonly Note[]; readonly ours: readonly VerifierKey[] },
): Promise<VerifierKey[]> {
  const { size } = await readHead(tx)
  const { rows } = await sql<{ key_id: string }>`
    select k.key_id
    from app.trail_key as k
    join app.trail_leaf as l on l.entry_id = k.entry_id
    order by l.leaf_index`.execute(tx)
  const known = new Set(rows.map(({ key_id }) => key_id))
  const lost = notes.filter(({ checkpoint }) => checkpoint.size > size)
  return ours.filter((key) => !known.has(key.keyId) && lost.some((note) => isSignedBy(note, key)))
}
