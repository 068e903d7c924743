import { sql } from 'kysely'
import { assert, Refusal } from '#base/refusal.ts'
import type { Tx } from '#platform/postgres/database.ts'
import { appendEntry } from '../append-entry.ts'
import type { GetSigner } from '../keys/key-files.ts'
import type { Note } from '../log/checkpoint.ts'
import { type EpochFacts, lostKeyStatement } from '../log/system-entry.ts'
import type { VerifierKey } from '../log/verifier-key.ts'
import { type SealWith, sealSystemEntry } from '../seal-entry.ts'
import { readHead } from '../sequencing/head.ts'
import { lockSequencing, type RoundResult, readSigner, sequenceRound } from '../sequencing/sequence-round.ts'

export interface Restoration {
  readonly at: Date
  /** Who restored: a staff id, or the operator's name at the console. */
  readonly actorId: string
  /** The newest checkpoint in the outside folders; null only where there has never been one. */
  readonly outside: Note | null
  /** That signed checkpoints outside and are not in the restored trail: their change is lost. See `findLostKeys`. */
  readonly lostKeys?: readonly VerifierKey[]
}

/**
 * The last step of a restore (platform.md 12): the next epoch, whose first entry names the last checkpoint restored
 * and the newest one seen outside. Entries in between are lost, and the verifier says so.
 *
 * Entries that the backup held without an index get theirs after it. Rows are restored without `written_in`: their
 * transactions were those of another database.
 */
export async function openEpoch(
  tx: Tx,
  { at, actorId, outside, lostKeys = [] }: Restoration,
  { entryId, nonce, getSigner }: Pick<SealWith, 'entryId' | 'nonce'> & { readonly getSigner: GetSigner },
): Promise<RoundResult> {
  await lockSequencing(tx)
  const { logId, epoch: epochBefore, algorithm, size, checkpoint } = await readHead(tx)
  assert(checkpoint !== null, 'an opened trail has a checkpoint')
  if (outside !== null && outside.checkpoint.logId !== logId) throw otherTrail()
  // Restored from before an earlier restore: its epoch was spent, too.
  const epoch = Math.max(epochBefore, outside?.checkpoint.epoch ?? 0) + 1
  const vouching = await readSigner(tx, getSigner)
  const facts: EpochFacts = {
    epoch,
    restored: checkpoint.note,
    outside: outside?.text ?? null,
    restoredBy: actorId,
    lostKeys: lostKeys.map(({ text: lostKey }) => {
      const signature = vouching.sign(lostKeyStatement({ logId, epoch, lostKey }))
      return { key: lostKey, signature: signature.toString('base64') }
    }),
  }
  const sealed = sealSystemEntry(
    {
      at,
      actorId,
      function: 'TRAIL_EPOCH_OPENED',
      recordKind: 'trail',
      recordId: logId,
      outcome: 'ACCEPTED',
      payload: facts,
    },
    { entryId, nonce, algorithm },
  )
  await appendEntry(tx, sealed)
  await sql`
    insert into app.trail_epoch (epoch, log_id, hash_algorithm, from_size, entry_id)
    values (${epoch}, ${logId}, ${algorithm}, ${size}, ${entryId})`.execute(tx)
  return sequenceRound(tx, { getSigner, firstEntryId: entryId })
}

function otherTrail(): Refusal {
  return new Refusal('conflict', {
    zh: '外部文件夹中的检查点属于另一套系统的留痕；请核对备份与外部文件夹是否配套。',
    en: 'The checkpoints outside belong to the trail of another installation; check that backup and folder go together.',
  })
}
