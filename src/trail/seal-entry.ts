import { canonicalJson } from '#base/canonical-json.ts'
import { type HashAlgorithm, hashLength_bytes, leafHash } from '#base/merkle.ts'
import { assert } from '#base/refusal.ts'
import { commitmentOf, isSystemFunction, type Leaf, type SystemFunction } from './log/leaf.ts'

/** One thing that happened: an action, refused or accepted, a sign-in, a view or an export of personal data. */
export interface TrailAct {
  /** The database's time, read in `load` (platform.md 17). */
  readonly at: Date
  /** A staff id, or the name of a job of the system. */
  readonly actorId: string
  readonly function: string
  readonly recordKind: string
  readonly recordId: string
  /** In capitals: ACCEPTED, REFUSED, VIEWED, EXPORTED … */
  readonly outcome: string
  /** What is personal: before and after, subject, query, reason. What canonicalJson accepts. */
  readonly payload: unknown
}

export interface SealedEntry {
  readonly entryId: string
  /** Canonical JSON: the bytes that are hashed. */
  readonly leaf: string
  readonly leafHash: Buffer
  /** Canonical JSON: the bytes the leaf commits to. */
  readonly payload: string
  readonly nonce: Buffer
}

export interface SealWith {
  /** A UUIDv7 of the application. */
  readonly entryId: string
  /** 32 random bytes, for this entry only: without it a payload could be guessed from its commitment. */
  readonly nonce: Buffer
  /** That of the present epoch; SHA-256 unless the installation says SM3. */
  readonly algorithm?: HashAlgorithm
}

/** A word of ours, never a name or a sentence. */
const code = /^[\x21-\x7e]{1,128}$/
const outcome = /^[A-Z][A-Z_]{1,31}$/
/** A leaf is kept for ever and exported: these would be personal data. */
const citizenNumber = /^\d{6}(18|19|20)\d{2}(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])\d{3}[\dXx]$/
const mobileNumber = /^1[3-9]\d{9}$/

/** Everything of an entry that can be made before the transaction. Throws on what we should never have passed. */
export function sealEntry(act: TrailAct, options: SealWith): SealedEntry {
  assert(!isSystemFunction(act.function), `the function ${act.function} is the trail's own`)
  return seal(act, options)
}

/** For the trail's own entries, whose function the verifier obeys. */
export function sealSystemEntry(
  act: TrailAct & { readonly function: SystemFunction },
  options: SealWith,
): SealedEntry {
  return seal(act, options)
}

function seal(act: TrailAct, { entryId, nonce, algorithm = 'sha256' }: SealWith): SealedEntry {
  assert(nonce.length === hashLength_bytes, `a nonce has ${hashLength_bytes} bytes`)
  const payload = canonicalJson(act.payload)
  const facts: Leaf = {
    v: 1,
    id: entryId,
    at: act.at.toISOString(),
    actor: act.actorId,
    function: act.function,
    kind: act.recordKind,
    record: act.recordId,
    outcome: act.outcome,
    commitment: commitmentOf(algorithm, nonce, payload),
  }
  for (const name of ['id', 'actor', 'function', 'kind', 'record'] as const) refusePersonal(name, facts[name])
  assert(outcome.test(act.outcome), `the outcome "${act.outcome}" is no word in capitals`)
  const leaf = canonicalJson(facts)
  return { entryId, leaf, leafHash: leafHash(algorithm, leaf), payload, nonce }
}

function refusePersonal(name: string, text: string): void {
  const isFit = code.test(text) && !citizenNumber.test(text) && !mobileNumber.test(text)
  // Without the value: it would be in a log.
  assert(isFit, `"${name}" of a trail entry must be a code without personal data`)
}
