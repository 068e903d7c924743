import { type HashAlgorithm, hashBytes, hashLength_bytes } from '#base/merkle.ts'
import { parseJson } from '#base/parse-json.ts'

/**
 * A leaf of the trail, as canonical JSON: what happened, without personal data (platform.md 11). `commitment` binds it
 * to the payload, which is kept apart and can be erased while the tree still verifies.
 */
export interface Leaf {
  readonly v: 1
  readonly id: string
  /** ISO 8601 in UTC, to the millisecond: the database's time of the act. */
  readonly at: string
  readonly actor: string
  readonly function: string
  readonly kind: string
  readonly record: string
  readonly outcome: string
  /** HMAC of the payload's bytes under the entry's nonce, in hex. */
  readonly commitment: string
}

const texts = ['id', 'at', 'actor', 'function', 'kind', 'record', 'outcome', 'commitment'] as const

/** Null for what is no leaf: the verifier reads what anybody may have written. */
export function parseLeaf(text: string): Leaf | null {
  const value = parseJson(text)
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null
  const members = value as Readonly<Record<string, unknown>>
  const isLeaf = members.v === 1 && texts.every((name) => typeof members[name] === 'string')
  return isLeaf && Object.keys(members).length === texts.length + 1 ? (value as Leaf) : null
}

/** Of SHA-256 and SM3 alike. */
const block_bytes = 64
const innerPad = Buffer.alloc(block_bytes, 0x36)
const outerPad = Buffer.alloc(block_bytes, 0x5c)

/**
 * HMAC (RFC 2104) of the payload's bytes under the nonce, in hex; `payload` is the exact canonical text. Put together
 * from two one-shot hashes: five times as fast as createHmac, which is half of what sealing an entry took.
 */
export function commitmentOf(algorithm: HashAlgorithm, nonce: Uint8Array, payload: string): string {
  const inner = hashBytes(algorithm, Buffer.concat([padded(nonce, innerPad), Buffer.from(payload, 'utf8')]))
  return hashBytes(algorithm, Buffer.concat([padded(nonce, outerPad), inner])).toString('hex')
}

function padded(key: Uint8Array, pad: Buffer): Buffer {
  const block = Buffer.from(pad)
  for (let place = 0; place < key.length; place += 1) block[place]! ^= key[place]!
  return block
}

export function isCommitted(
  algorithm: HashAlgorithm,
  leaf: Leaf,
  sealed: { readonly nonce: Uint8Array; readonly payload: string },
): boolean {
  if (sealed.nonce.length !== hashLength_bytes) return false
  // Nothing here is secret from who may compare: the payload itself is in his hands.
  return leaf.commitment === commitmentOf(algorithm, sealed.nonce, sealed.payload)
}

/** What the trail writes about itself; nobody else may use these functions, since the verifier obeys them. */
export const systemFunctions = ['TRAIL_OPENED', 'TRAIL_KEY_CHANGED', 'TRAIL_EPOCH_OPENED'] as const
export type SystemFunction = (typeof systemFunctions)[number]

export function isSystemFunction(name: string): name is SystemFunction {
  return (systemFunctions as readonly string[]).includes(name)
}
