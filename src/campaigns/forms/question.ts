import type { Bilingual } from '#base/bilingual.ts'
import type { CategoryNumber } from './categories.ts'

/**
 * A question of the self-check (7.2). Each asks whether something is amiss, as the notice does: “yes” is a problem, “no”
 * a unit's word that there is none.
 */
export interface Question {
  /** `1.6`: category and place in it. */
  readonly number: string
  readonly category: CategoryNumber
  readonly text: Bilingual
  /** Out of the category's text, word by word. */
  readonly quote: string
  /** Rules whose findings speak against a “no” (R-WF-16). */
  readonly rules: readonly string[]
  /** What the rules do not see here and what would have to be delivered for it; null where they see the whole question. */
  readonly unseen: Bilingual | null
  /** What shows the answer. */
  readonly evidence: Bilingual
}
