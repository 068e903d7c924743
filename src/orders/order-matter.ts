import type { RawBuilder } from 'kysely'
import type { z } from 'zod'
import type { ActorFacts } from '#access/actor.ts'
import type { Duty } from '#access/duties.ts'
import type { HighRiskCode } from '#access/functions/high-risk-functions.ts'
import type { Bilingual } from '#base/bilingual.ts'
import type { Refusal } from '#base/refusal.ts'
import type { AttachmentRequirement } from '#records/define-record.ts'
import type { Columns } from '#records/effect.ts'
import type { RecordSubject } from '#records/record.ts'
import type { RegisterChange } from '#register/register-change.ts'
import type { ControlBasis, EffectSource } from './functions/order-function.ts'
import type { FactPool } from './storing/order-facts.ts'

/** What the framework must know of an order, whether it is about a person, about the system, or undoes another. */

export interface MatterSource extends EffectSource {
  /** Null until somebody has approved, and where nobody must. */
  readonly approverId: string | null
}

/** A row that is none of the standard's: of authority, of the calendar, of the rules' parameters. */
export type SystemChange = {
  readonly scope: 'system'
  readonly table: 'app.role_grant' | 'app.authority_epoch' | 'register.calendar' | 'register.rule_parameter'
  readonly values: Columns
  /** False: it follows from another and moves by itself, as an epoch does; nobody has to look at it. */
  readonly isShown: boolean
} & (
  | { readonly operation: 'insert' }
  | { readonly operation: 'update'; readonly key: Columns; readonly expected: Columns }
)

export type OrderChange = RegisterChange | SystemChange
export type MatterEffect = readonly OrderChange[] | Refusal

export interface ReadingFacts {
  readonly orderId: string
  /** Who acts now; null for a job of the server. */
  readonly actor: ActorFacts | null
  readonly at: Date
}

/** The step at which it is judged, each time anew. */
export interface Judging {
  readonly step: 'ENTRY' | 'REVIEW' | 'APPROVAL'
  readonly actorId: string
  readonly at: Date
  readonly source: MatterSource
}

/** Where the effect goes. `SYSTEM`: into our own tables, at once, whoever owns the register. */
export type EffectPlace = 'REGISTER' | 'SYSTEM'

export interface OrderMatter<Asked = unknown, Facts = unknown> {
  /** Of the catalogue of access: its posts do the steps. */
  readonly code: HighRiskCode
  /** Of the record. */
  readonly kind: string
  /** Absent: that of the function. */
  readonly title?: Bilingual
  /** The clauses of the founding texts that ask for the control, in their own words. */
  readonly basis: readonly ControlBasis[]
  readonly input: z.ZodType<Asked>
  readonly attachments: readonly AttachmentRequirement[]
  /** Of the catalogue of access, for whoever may open it; absent: READ. */
  readonly readFunction?: string
  /** False: there is nothing in it that could be corrected; it is refused or withdrawn. */
  readonly canBeCorrected: boolean
  /** More than one where it depends on what is asked. */
  readonly places: readonly EffectPlace[]
  placeOf(asked: Asked): EffectPlace
  /** jsonb of the shape `SubjectRow`, read and not believed; null where there is no such subject. */
  subject(asked: Asked, actorId: string): RawBuilder<unknown>
  /** A correction is about the same subject: that is read once, when the record is opened. */
  refusalOfCorrection(subject: RecordSubject, asked: Asked, before: Asked): Refusal | null
  readFacts(pool: FactPool, asked: Asked, reading: ReadingFacts): Promise<Facts>
  amountFen(asked: Asked, facts: Facts): bigint | null
  ruleCodes(asked: Asked, facts: Facts): readonly string[]
  /** Those whose hit nobody may approve. */
  readonly hardStops: readonly string[]
  /** Whom the rules are asked about; null: nobody, and no rule is asked. */
  personOf(asked: Asked, facts: Facts): string | null
  /** Pure: what will be written, or why that cannot be. Of the same facts and source always the same. */
  effect(asked: Asked, facts: Facts, source: MatterSource): MatterEffect
  /** What the rules are asked with; absent: the effect. */
  assumed?(asked: Asked, facts: Facts, source: MatterSource): MatterEffect
  /** Refusals that are not of the effect: of the people, of a death that was reported. */
  refusal?(asked: Asked, facts: Facts, judging: Judging): Refusal | null
  /** Also of steps that say no, which ask no rules. */
  readonly judgesEveryStep?: true
  /** Where the next step's people are, for their to-dos; absent: at the record's own agency. */
  agencyFor?(duty: Duty, facts: Facts): string | null
  /** Beside the rules' hits: key posts. */
  needsApproval?(asked: Asked, facts: Facts): boolean
}

/** Keeps the types while it is written down, and forgets them for the framework, which parses before it passes on. */
export function orderMatter<Asked, Facts>(matter: OrderMatter<Asked, Facts>): OrderMatter {
  return matter
}

export function isSystemChange(change: OrderChange): change is SystemChange {
  return 'scope' in change
}

export function registerChangesOf(changes: readonly OrderChange[]): RegisterChange[] {
  return changes.filter((change): change is RegisterChange => !isSystemChange(change))
}
