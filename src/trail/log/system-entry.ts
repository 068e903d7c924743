import { canonicalJson } from '#base/canonical-json.ts'
import { type HashAlgorithm, hashAlgorithms } from '#base/merkle.ts'
import { parseJson } from '#base/parse-json.ts'
import { type Note, parseNote } from './checkpoint.ts'
import type { SystemFunction } from './leaf.ts'
import { isSignature, parseVerifierKey, type VerifierKey } from './verifier-key.ts'

/**
 * Payloads of the entries by which the trail speaks of itself: its keys and epochs. The verifier believes these, bound
 * to their leaves, and no table beside them. They name staff by id and are never erased.
 */

/** Of TRAIL_OPENED, the entry with index 0. */
export interface OpeningFacts {
  readonly logId: string
  readonly hash: HashAlgorithm
  readonly key: string
}

/** Of TRAIL_KEY_CHANGED: `signature` is the old key's over the canonical JSON of all the rest. */
export interface KeyChangeFacts {
  readonly logId: string
  readonly key: string
  readonly predecessor: string
  readonly proposedBy: string
  readonly approvedBy: string
}

/** Of TRAIL_EPOCH_OPENED (platform.md 12). */
export interface EpochFacts {
  readonly epoch: number
  /** The last checkpoint in the backup that was restored. */
  readonly restored: string
  /** The newest seen outside; null where nothing was outside. */
  readonly outside: string | null
  readonly restoredBy: string
  /** Keys of checkpoints of the lost entries, where the entries that named them are lost, too. */
  readonly lostKeys: readonly LostKeyFacts[]
}

/** `signature` is that of the trail's key at the restore over `lostKeyStatement`. */
export interface LostKeyFacts {
  readonly key: string
  readonly signature: string
}

/** No text that is signed elsewhere has this form: not a checkpoint, a change of the key or a backup's manifest. */
export function lostKeyStatement(facts: {
  readonly logId: string
  readonly epoch: number
  readonly lostKey: string
}): string {
  return canonicalJson(facts)
}

export interface LostKey {
  readonly key: VerifierKey
  readonly isSignedBy: (vouching: VerifierKey, logId: string) => boolean
}

export type SystemEntry =
  | {
      readonly kind: 'opened'
      readonly logId: string
      readonly algorithm: HashAlgorithm
      readonly key: VerifierKey
    }
  | {
      readonly kind: 'key'
      readonly key: VerifierKey
      readonly predecessor: string
      readonly proposedBy: string
      readonly approvedBy: string
      readonly isSignedBy: (key: VerifierKey) => boolean
    }
  | {
      readonly kind: 'epoch'
      readonly epoch: number
      readonly restored: Note
      readonly outside: Note | null
      readonly restoredBy: string
      readonly lostKeys: readonly LostKey[]
    }

type Members = Readonly<Record<string, unknown>>

/** Null where the payload is not what the function promises. */
export function parseSystemEntry(name: SystemFunction, payload: string): SystemEntry | null {
  const value = parseJson(payload)
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null
  return readers[name](value as Members)
}

const readers: Readonly<Record<SystemFunction, (members: Members) => SystemEntry | null>> = {
  TRAIL_OPENED: ({ logId, hash, key: text }) => {
    const key = typeof text === 'string' ? parseVerifierKey(text) : null
    const algorithm = hashAlgorithms.find((each) => each === hash)
    if (key === null || algorithm === undefined || typeof logId !== 'string') return null
    return { kind: 'opened', logId, algorithm, key }
  },
  TRAIL_KEY_CHANGED: ({ signature, ...facts }) => {
    const { key: text, predecessor, proposedBy, approvedBy } = facts
    const key = typeof text === 'string' ? parseVerifierKey(text) : null
    if (key === null || typeof predecessor !== 'string' || typeof signature !== 'string') return null
    if (typeof proposedBy !== 'string' || typeof approvedBy !== 'string') return null
    const statement = canonicalJson(facts)
    const isSignedBy = (old: VerifierKey): boolean =>
      isSignature(old, statement, Buffer.from(signature, 'base64'))
    return { kind: 'key', key, predecessor, proposedBy, approvedBy, isSignedBy }
  },
  TRAIL_EPOCH_OPENED: ({ epoch, restored: restoredText, outside: outsideText, restoredBy, lostKeys }) => {
    const restored = typeof restoredText === 'string' ? parseNote(restoredText) : null
    const outside = typeof outsideText === 'string' ? parseNote(outsideText) : null
    if (typeof epoch !== 'number' || restored === null || typeof restoredBy !== 'string') return null
    if (outside === null && outsideText !== null) return null
    const lost = Array.isArray(lostKeys) ? lostKeys.map((each: unknown) => parseLostKey(each, epoch)) : [null]
    if (lost.some((each) => each === null)) return null
    return { kind: 'epoch', epoch, restored, outside, restoredBy, lostKeys: lost as LostKey[] }
  },
}

function parseLostKey(value: unknown, epoch: number): LostKey | null {
  if (typeof value !== 'object' || value === null) return null
  const { key: text, signature } = value as Members
  const key = typeof text === 'string' ? parseVerifierKey(text) : null
  if (key === null || typeof signature !== 'string') return null
  const isSignedBy = (vouching: VerifierKey, logId: string): boolean => {
    const statement = lostKeyStatement({ logId, epoch, lostKey: key.text })
    return isSignature(vouching, statement, Buffer.from(signature, 'base64'))
  }
  return { key, isSignedBy }
}
