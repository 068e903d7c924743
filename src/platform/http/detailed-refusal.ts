import type { Bilingual } from '#base/bilingual.ts'
import { Refusal, type RefusalCode } from '#base/refusal.ts'

/** What is wrong with one field of what was sent. The value itself is never repeated: it may be personal data. */
export interface FieldProblem {
  /** Where, e.g. `body.lines[3].amount_fen` or `query.limit`. */
  readonly field: string
  readonly text: Bilingual
}

export interface RefusalDetails {
  /** When trying again makes sense. */
  readonly retryAfterSeconds?: number
  readonly fields?: readonly FieldProblem[]
  /** Posts, and people of one's own agency, who could do it (platform.md 25). */
  readonly couldBeDoneBy?: CouldBeDoneBy
}

export interface CouldBeDoneBy {
  readonly duties: readonly { readonly duty: string; readonly title: Bilingual }[]
  readonly staffIds: readonly string[]
}

/** A refusal of the server that tells a program more than its sentence does. */
export class DetailedRefusal extends Refusal {
  readonly details: RefusalDetails

  constructor(code: RefusalCode, text: Bilingual, details: RefusalDetails) {
    super(code, text)
    this.details = details
  }
}
