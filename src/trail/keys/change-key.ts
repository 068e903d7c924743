import { sql } from 'kysely'
import { canonicalJson } from '#base/canonical-json.ts'
import { Refusal } from '#base/refusal.ts'
import type { Tx } from '#platform/postgres/database.ts'
import { appendEntry } from '../append-entry.ts'
import type { KeyChangeFacts } from '../log/system-entry.ts'
import type { VerifierKey } from '../log/verifier-key.ts'
import { type SealWith, sealSystemEntry } from '../seal-entry.ts'
import { readHead } from '../sequencing/head.ts'
import { lockSequencing, readSigner } from '../sequencing/sequence-round.ts'
import type { GetSigner } from './key-files.ts'

export interface KeyChange {
  /** From `makeCheckpointKey`: its private half is already where all servers find it. */
  readonly key: VerifierKey
  readonly at: Date
  /** Two different people (platform.md 13): the caller has checked their authority. */
  readonly proposedBy: string
  readonly approvedBy: string
}

/** Names the next key, signed by the present one. The checkpoint that first contains this entry is the new key's. */
export async function changeKey(
  tx: Tx,
  { key, at, proposedBy, approvedBy }: KeyChange,
  { entryId, nonce, getSigner }: Pick<SealWith, 'entryId' | 'nonce'> & { readonly getSigner: GetSigner },
): Promise<void> {
  if (proposedBy === approvedBy) {
    throw new Refusal('not_permitted', {
      zh: '更换签名密钥须由两个人完成；请由另一人批准。',
      en: 'A change of the signing key takes two people; have another person approve it.',
    })
  }
  await lockSequencing(tx)
  const { logId, algorithm } = await readHead(tx)
  const old = await readSigner(tx, getSigner)
  if (await hasSuccessor(tx, old.key.keyId)) {
    throw new Refusal('conflict', {
      zh: '上一次更换签名密钥尚未生效；请几秒后再试。',
      en: 'The last change of the signing key has not taken effect yet; try again in a few seconds.',
    })
  }
  const facts: KeyChangeFacts = { logId, key: key.text, predecessor: old.key.keyId, proposedBy, approvedBy }
  const signature = old.sign(canonicalJson(facts)).toString('base64')
  const sealed = sealSystemEntry(
    {
      at,
      actorId: approvedBy,
      function: 'TRAIL_KEY_CHANGED',
      recordKind: 'trail',
      recordId: logId,
      outcome: 'ACCEPTED',
      payload: { ...facts, signature },
    },
    { entryId, nonce, algorithm },
  )
  await appendEntry(tx, sealed)
  await sql`
    insert into app.trail_key (key_id, verifier_key, predecessor, entry_id)
    values (${key.keyId}, ${key.text}, ${old.key.keyId}, ${entryId})`.execute(tx)
}

async function hasSuccessor(tx: Tx, keyId: string): Promise<boolean> {
  const { rows } = await sql`
    select 1
    from app.trail_key
    where predecessor = ${keyId}`.execute(tx)
  return rows.length > 0
}
