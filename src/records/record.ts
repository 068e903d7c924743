import type { ActSubject } from '#access/act-request.ts'
import type { Day } from '#base/calendar-math.ts'

/**
 * Whom and what a record is about, as the access decision asks it, with the paths and superiors of today. The store
 * keeps the codes in columns beside the data, so that lists are filtered by scope.
 */
export interface RecordSubject extends ActSubject {
  /** The codes that `regions` are the paths of. */
  readonly regionCodes: readonly string[]
  /** The insured person, where there is one. */
  readonly personId: string | null
}

export interface Due {
  readonly day: Day
  /** Counted over a year whose holidays are not announced; computed again once when they are (platform.md 17). */
  readonly isProvisional: boolean
  /** The working day before, if the day itself is none. */
  readonly remindOn: Day
}

export interface RecordState<Status extends string = string, Data = unknown> {
  readonly id: string
  readonly kind: string
  readonly status: Status
  /** 1 after the action that created it, one more after each. */
  readonly version: number
  readonly data: Data
  readonly subject: RecordSubject
  readonly enteredBy: string
  readonly enteredAt: Date
  readonly changedAt: Date
}

/** An accepted action of a record's past. */
export interface EarlierAct {
  readonly action: string
  readonly actorId: string
  readonly at: Date
  readonly version: number
  readonly sessionId: string | null
  readonly terminalId: string | null
}

/** How a step was confirmed (platform.md 25). The assertion has been verified by sign-in before it comes here. */
export interface Confirmation {
  readonly method: 'PASSKEY' | 'CERTIFICATE' | 'PASSWORD'
  /** `confirmationDigest` of what was shown. */
  readonly digest: string
  /** The signed assertion, kept with the action; null after a password. */
  readonly assertion: unknown
}

/** Who acts: a person in a session at a terminal, or a named job of the server. */
export type Actor =
  | {
      readonly kind: 'person'
      readonly staffId: string
      readonly sessionId: string
      readonly terminalId: string
    }
  | { readonly kind: 'system'; readonly job: string }

export function actorIdOf(actor: Actor): string {
  return actor.kind === 'person' ? actor.staffId : `system:${actor.job}`
}

export interface AttachedFile {
  readonly id: string
  readonly purpose: string
  readonly sizeBytes: number
}

/** What an act asks for; its canonical form is what the idempotency key stands for (platform.md 18). */
export interface ActRequest {
  readonly kind: string
  /** Null opens a new record. */
  readonly recordId: string | null
  readonly action: string
  readonly input: unknown
  /** The one that the person was looking at; null for a new record. */
  readonly version: number | null
  /** Uploaded before, by the same person. */
  readonly attachments: readonly { readonly id: string; readonly purpose: string }[]
  readonly confirmation: Confirmation | null
  /** Unique per account and endpoint. */
  readonly endpoint: string
  readonly idempotencyKey: string
}
