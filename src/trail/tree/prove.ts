import { sql } from 'kysely'
import { consistencyPath, inclusionPath } from '#base/merkle-proof.ts'
import { Refusal } from '#base/refusal.ts'
import type { Tx } from '#platform/postgres/database.ts'
import { type Head, readHead } from '../sequencing/head.ts'
import { readRangeRoots } from './tree-store.ts'

/** That an entry is in the tree of a signed checkpoint: everything `isIncluded` and an outsider need. */
export interface InclusionProof {
  readonly index: number
  readonly leaf: string
  readonly leafHash: Buffer
  readonly size: number
  readonly root: Buffer
  /** From the leaf upwards (RFC 9162, section 2.1.3). */
  readonly proof: readonly Buffer[]
  /** The signed note of the newest checkpoint, which has this size and root. */
  readonly checkpoint: string
}

export interface ConsistencyProof {
  readonly size1: number
  readonly root1: Buffer
  readonly size2: number
  readonly root2: Buffer
  readonly proof: readonly Buffer[]
}

interface LeafRow {
  readonly leaf_index: bigint
  readonly leaf: string
  readonly leaf_hash: Buffer
}

/** Null while the entry is pending, or where there is none: the caller knows which ids may be asked for. */
export async function findInclusionProof(tx: Tx, entryId: string): Promise<InclusionProof | null> {
  const head = await readHead(tx)
  const { rows } = await sql<LeafRow>`
    select l.leaf_index, e.leaf, l.leaf_hash
    from app.trail_leaf as l
    join app.trail_entry as e on e.entry_id = l.entry_id
    where l.entry_id = ${entryId}
    order by l.leaf_index`.execute(tx)
  const row = rows[0]
  if (row === undefined || head.checkpoint === null) return null
  const index = Number(row.leaf_index)
  const { size, root, note } = head.checkpoint
  // Sequenced by a round that was committed between the two statements.
  if (index >= size) return null
  const proof = await readRangeRoots(tx, head, inclusionPath(index, size))
  return { index, leaf: row.leaf, leafHash: row.leaf_hash, size, root, proof, checkpoint: note }
}

/** That the tree of `size1` is the beginning of the tree of `size2`; refuses sizes the trail has not. */
export async function getConsistencyProof(
  tx: Tx,
  { size1, size2 }: { readonly size1: number; readonly size2: number },
): Promise<ConsistencyProof> {
  const head = await readHead(tx)
  const areSizes = Number.isSafeInteger(size1) && Number.isSafeInteger(size2)
  if (!areSizes || size1 < 1 || size1 > size2 || size2 > head.size) {
    throw new Refusal('invalid_input', {
      zh: `留痕现有 ${head.size} 条；请给出 1 到 ${head.size} 之间、先小后大的两个条数。`,
      en: `The trail has ${head.size} entries; give two sizes from 1 to ${head.size}, the smaller one first.`,
    })
  }
  const path = consistencyPath(size1, size2)
  const whole = [
    { start: 0, end: size1 },
    { start: 0, end: size2 },
  ]
  const roots = await readRangeRoots(tx, head, [...path, ...whole])
  const [root1, root2] = roots.slice(-2) as [Buffer, Buffer]
  return { size1, root1, size2, root2, proof: roots.slice(0, -2) }
}

/** The root the stored tree had at this size. */
export async function readRootAt(tx: Tx, head: Head, size: number): Promise<Buffer> {
  const [root] = await readRangeRoots(tx, head, [{ start: 0, end: size }])
  return root!
}
