import type { z } from 'zod'
import type { HighRiskCode } from '#access/functions/high-risk-functions.ts'
import type { Refusal } from '#base/refusal.ts'
import type { AttachmentRequirement } from '#records/define-record.ts'
import type { RegisterChange } from '#register/register-change.ts'
import type { WrittenRow } from '#register/register-row.ts'
import type { TableName } from '#standard/tables.ts'

/** Rows of the register that an order is decided on: those with these values in these text columns. */
export interface FactRequest {
  readonly table: TableName
  readonly where: Readonly<Record<string, string>>
  /** Column → the column of the person's own row that it must equal: lists from outside know no personal ids. */
  readonly whereLikePerson?: Readonly<Record<string, string>>
  /** Only the row with the highest value of this column; absent: all. */
  readonly latestBy?: string
}

/** By the name that the function gave them, in the order of their keys. */
export type OrderFacts = Readonly<Record<string, readonly WrittenRow[]>>

/** Who did it, for the rows that say so. Times are Beijing's, `YYYY-MM-DD HH:MM:SS`. */
export interface EffectSource {
  readonly orderId: string
  readonly operatorId: string
  /** Null until somebody has reviewed. */
  readonly reviewerId: string | null
  /** Null until somebody has approved, and where nobody must. */
  readonly approverId?: string | null
  readonly at: string
}

export interface AboutPerson {
  readonly person_id: string
}

/** As a rule states its own: founding text (`000` to `004`), clause, literal words. */
export interface ControlBasis {
  readonly document: string
  readonly clause: string
  readonly quote: string
}

/** What one of the 22 high-risk functions asks, checks and does. Everything else is the same for all (define-order.ts). */
export interface OrderFunction<Input extends AboutPerson = AboutPerson> {
  readonly code: HighRiskCode
  /** The clauses of the founding texts that ask for the control, in their own words. */
  readonly basis: readonly ControlBasis[]
  readonly input: z.ZodType<Input>
  /** Of the catalogue of rules. */
  readonly ruleCodes: readonly string[]
  /** Where only some of them are about what is asked; absent: all. */
  ruleCodesOf?(input: Input): readonly string[]
  /** Those whose hit nobody may approve: the dead, impossible data. */
  readonly hardStops: readonly string[]
  /** Refused once a death is reported, whether or not a rule has hit already. */
  readonly isForTheLiving: boolean
  readonly attachments: readonly AttachmentRequirement[]
  /** Beside `person` and `deaths`, which are read for all. */
  facts(input: Input): Readonly<Record<string, FactRequest>>
  /** Absent: the function moves no money. */
  amountFen?(input: Input): bigint
  /** Pure: what the register will hold, with what it must hold now; or why that cannot be. */
  effect(input: Input, facts: OrderFacts, source: EffectSource): OrderEffect
  /**
   * What the rules are asked with, where the effect alone tells them too little: they judge what is paid and reviewed,
   * and an order is judged before. Absent: the effect.
   */
  assumed?(input: Input, facts: OrderFacts, source: EffectSource): OrderEffect
}

export type OrderEffect = readonly RegisterChange[] | Refusal

/** For the check: what the order does, and what will follow from it. */
export function assumedEffect(
  definition: OrderFunction,
  input: AboutPerson,
  facts: OrderFacts,
  source: EffectSource,
): OrderEffect {
  return definition.assumed?.(input, facts, source) ?? definition.effect(input, facts, source)
}

/** Keeps the input's type while it is written down, and forgets it for the framework, which parses before it passes on. */
export function orderFunction<Input extends AboutPerson>(definition: OrderFunction<Input>): OrderFunction {
  return definition
}
