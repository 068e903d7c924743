import type { HashAlgorithm } from '#base/merkle.ts'
import { isCommitted, isSystemFunction, type Leaf } from '../log/leaf.ts'
import { parseSystemEntry, type SystemEntry } from '../log/system-entry.ts'
import type { VerifierKey } from '../log/verifier-key.ts'
import type { Problem } from './problem.ts'

/** An entry of the trail about itself, with its payload. */
export interface SystemLeaf {
  readonly index: number
  readonly leaf: Leaf
  readonly payload: string
  readonly nonce: Buffer
}

export interface KeyInUse {
  readonly key: VerifierKey
  /** Index of the entry that names it: it signs every checkpoint that contains it, up to the next key's. */
  readonly since: number
}

export interface EpochInUse {
  readonly epoch: number
  /** Index of its first entry: earlier epochs are this long in the present tree. */
  readonly since: number
  readonly facts: Extract<SystemEntry, { kind: 'epoch' }> | null
}

/** What the trail says of itself, each claim bound to a leaf and each key signed by the one before. */
export interface History {
  readonly logId: string
  readonly algorithm: HashAlgorithm
  readonly keys: readonly KeyInUse[]
  readonly epochs: readonly EpochInUse[]
}

/**
 * `trusted` is the first key as the verifying person knows it, from paper or the installation's contract; null: the
 * trail's own word is taken, and the verdict says so.
 */
export function readHistory(
  leaves: readonly SystemLeaf[],
  trusted: VerifierKey | null,
): { readonly history: History | null; readonly problems: Problem[] } {
  const [first, ...rest] = leaves.toSorted((a, b) => a.index - b.index)
  const opening = first === undefined ? null : openingOf(first)
  if (first === undefined || opening === null) return { history: null, problems: [noOpening] }
  const problems: Problem[] = []
  if (trusted !== null && trusted.text !== opening.key.text)
    problems.push(otherFirstKey(opening.key, trusted))
  const keys: KeyInUse[] = [{ key: opening.key, since: 0 }]
  const epochs: EpochInUse[] = [{ epoch: 1, since: 0, facts: null }]
  for (const leaf of rest) {
    const entry = isCommitted(opening.algorithm, leaf.leaf, leaf) ? entryOf(leaf) : null
    if (entry?.kind === 'key' && isNextKey(entry, keys.at(-1)!.key)) {
      keys.push({ key: entry.key, since: leaf.index })
    } else if (entry?.kind === 'epoch' && isNextEpoch(entry, { opening, epochs, keys })) {
      epochs.push({ epoch: entry.epoch, since: leaf.index, facts: entry })
    } else {
      problems.push(badSystemEntry(leaf.index, leaf.leaf.function))
    }
  }
  return { history: { logId: opening.logId, algorithm: opening.algorithm, keys, epochs }, problems }
}

function openingOf({ index, leaf, payload, nonce }: SystemLeaf) {
  if (index !== 0 || leaf.function !== 'TRAIL_OPENED') return null
  const entry = parseSystemEntry(leaf.function, payload)
  if (entry?.kind !== 'opened' || !isCommitted(entry.algorithm, leaf, { payload, nonce })) return null
  return entry
}

function entryOf({ leaf, payload }: SystemLeaf): SystemEntry | null {
  return isSystemFunction(leaf.function) ? parseSystemEntry(leaf.function, payload) : null
}

/** The trail's key vouches for those that are lost: who may write rows but has no key cannot name one of his own. */
function isNextEpoch(
  entry: Extract<SystemEntry, { kind: 'epoch' }>,
  {
    opening,
    epochs,
    keys,
  }: {
    readonly opening: { readonly logId: string }
    readonly epochs: readonly EpochInUse[]
    readonly keys: readonly KeyInUse[]
  },
): boolean {
  const vouching = keys.at(-1)!.key
  const areVouchedFor = entry.lostKeys.every((each) => each.isSignedBy(vouching, opening.logId))
  return areVouchedFor && entry.epoch > epochs.at(-1)!.epoch
}

function isNextKey(entry: Extract<SystemEntry, { kind: 'key' }>, old: VerifierKey): boolean {
  const isByTwo = entry.proposedBy !== entry.approvedBy
  return isByTwo && entry.predecessor === old.keyId && entry.isSignedBy(old)
}

/** Of the tree of this size: the newest named in it. */
export function keyAt(history: History, size: number): VerifierKey {
  return history.keys.findLast(({ since }) => since < size)?.key ?? history.keys[0]!.key
}

/** How much of an epoch is in the present tree: up to the first later one. */
export function endOfEpoch(history: History, epoch: number): EpochInUse | null {
  return history.epochs.find((each) => each.epoch > epoch) ?? null
}

const noOpening: Problem = {
  kind: 'system',
  firstEntry: 0,
  text: {
    zh: '第 0 条不是留痕的启用记录，或其内容与承诺不符：开头被删除、改写，或全部被清空。',
    en: 'Entry 0 is not the opening of a trail, or not the one it commits to: the beginning was deleted or rewritten, or everything was.',
  },
}

function otherFirstKey(found: VerifierKey, trusted: VerifierKey): Problem {
  return {
    kind: 'signature',
    firstEntry: 0,
    text: {
      zh: `留痕以密钥 ${found.text} 启用，而不是您给出的 ${trusted.text}：这是另一套留痕，或全部被重写。`,
      en: `The trail was opened with the key ${found.text}, not with the ${trusted.text} that you gave: it is another trail, or all of it was rewritten.`,
    },
  }
}

export function badSystemEntry(index: number, name: string): Problem {
  return {
    kind: 'system',
    firstEntry: index,
    text: {
      zh: `第 ${index} 条（${name}）的内容缺失、与承诺不符，或没有前一密钥的签名。`,
      en: `The payload of entry ${index} (${name}) is missing, is not the one committed to, or lacks the signature of the key before.`,
    },
  }
}
