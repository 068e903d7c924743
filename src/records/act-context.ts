import type { ActorFacts } from '#access/actor.ts'
import type { FunctionCatalogue } from '#access/functions/access-function.ts'
import type { HashAlgorithm } from '#base/merkle.ts'
import type { Refusal } from '#base/refusal.ts'
import type { Database } from '#platform/postgres/database.ts'
import type { WorkingDays } from './deadlines/working-days.ts'
import type { RecordKind } from './define-record.ts'
import type { Effect } from './effect.ts'
import type { Actor, RecordState } from './record.ts'

/** What every act needs and no act decides: made once when the server starts. */
export interface Kernel {
  readonly db: Database
  /** By their code. */
  readonly kinds: ReadonlyMap<string, RecordKind>
  readonly catalogue: FunctionCatalogue
  readonly workingDays: WorkingDays
  /** UUIDv7. */
  readonly newId: () => string
  /** 32 random bytes. */
  readonly newNonce: () => Buffer
  readonly hashAlgorithm?: HashAlgorithm
  readonly limits: KernelLimits
  /** Checks of the gate, wired in by the server; a thrown Refusal `unavailable` leaves the record where it is. */
  readonly check?: CheckAct
  /** What stays of a check's answer whatever becomes of the act. */
  readonly keep?: KeepChecked
}

export interface KernelLimits {
  /** All attachments of a record together. */
  readonly recordBytesMax: number
  /** Refused actions of an account in a minute that get a trail entry each; more are counted (platform.md 10). */
  readonly refusalsWrittenMax: number
}

export const defaultLimits: KernelLimits = { recordBytesMax: 500 * 2 ** 20, refusalsWrittenMax: 30 }

/** The kernel with who acts: the first argument of everything done in a request. */
export interface ActContext extends Kernel {
  readonly actor: Actor
}

/** After the load and after authority, before the decision: its answer is what the decision finds in `facts.checked`. */
export type CheckAct = (asked: {
  readonly kind: RecordKind
  readonly action: string
  readonly record: RecordState | null
  /** This record's id, also of one that is just being opened. */
  readonly recordId: string
  readonly input: unknown
  readonly at: Date
  readonly actorFacts: ActorFacts | null
}) => Promise<unknown>

/**
 * Rows written in the transaction of the act, or of its refusal, beside what the decision writes: what a check found is
 * true of the register, not of the act (platform.md 4).
 */
export type KeepChecked = (asked: {
  readonly kind: RecordKind
  readonly action: string
  /** Null: the act was refused, and opened no record. */
  readonly recordId: string | null
  readonly actorId: string
  readonly at: Date
  readonly checked: unknown
  /** Null: accepted. */
  readonly refusal: Refusal | null
  readonly newId: () => string
}) => readonly Effect[]

export function kindsOf(kinds: readonly RecordKind[]): ReadonlyMap<string, RecordKind> {
  const byCode = new Map(kinds.map((kind) => [kind.kind, kind]))
  if (byCode.size < kinds.length) throw new Error('two kinds of records have the same code')
  return byCode
}
