import { sql } from 'kysely'
import type { HashAlgorithm } from '#base/merkle.ts'
import { Refusal } from '#base/refusal.ts'
import type { Tx } from '#platform/postgres/database.ts'
import { appendEntry } from '../append-entry.ts'
import type { GetSigner } from '../keys/key-files.ts'
import type { OpeningFacts } from '../log/system-entry.ts'
import type { VerifierKey } from '../log/verifier-key.ts'
import { type SealWith, sealSystemEntry } from '../seal-entry.ts'
import { findHead } from '../sequencing/head.ts'
import { lockSequencing, type RoundResult, sequenceRound } from '../sequencing/sequence-round.ts'

export interface Opening {
  /** Of this installation's log, for ever: a UUID. */
  readonly logId: string
  readonly algorithm: HashAlgorithm
  /** From `makeCheckpointKey`. */
  readonly key: VerifierKey
  readonly at: Date
  /** Who ran `fangxian init`: 'init'. */
  readonly actorId: string
  /** Host, OS user and the three people (platform.md 6); canonicalJson must accept it. */
  readonly details: Readonly<Record<string, unknown>>
}

type Entry = Pick<SealWith, 'entryId' | 'nonce'>

/** Writes the first entry, with index 0, and signs the first checkpoint. Once only. */
export async function openTrail(
  tx: Tx,
  opening: Opening,
  { entryId, nonce, getSigner }: Entry & { readonly getSigner: GetSigner },
): Promise<RoundResult> {
  await lockSequencing(tx)
  if ((await findHead(tx)) !== null) {
    throw new Refusal('conflict', {
      zh: '留痕已经启用，不能重新开始；恢复备份请用 fangxian restore。',
      en: 'The trail is open already and cannot begin again; restore backups with fangxian restore.',
    })
  }
  const { logId, algorithm, key, at, actorId, details } = opening
  const facts: OpeningFacts = { logId, hash: algorithm, key: key.text }
  const sealed = sealSystemEntry(
    {
      at,
      actorId,
      function: 'TRAIL_OPENED',
      recordKind: 'trail',
      recordId: logId,
      outcome: 'ACCEPTED',
      payload: { ...details, ...facts },
    },
    { entryId, nonce, algorithm },
  )
  await appendEntry(tx, sealed)
  await sql`
    insert into app.trail_key (key_id, verifier_key, predecessor, entry_id)
    values (${key.keyId}, ${key.text}, null, ${entryId})`.execute(tx)
  await sql`
    insert into app.trail_epoch (epoch, log_id, hash_algorithm, from_size, entry_id)
    values (1, ${logId}, ${algorithm}, 0, ${entryId})`.execute(tx)
  return sequenceRound(tx, { getSigner, firstEntryId: entryId })
}
