import { type Month, parseMonth } from '#base/calendar-math.ts'
import { assert } from '#base/refusal.ts'

/** Who retires under which ages: policy/retirement-age.json. */
export type RetirementCategory = 'MALE' | 'FEMALE_CADRE' | 'FEMALE_OTHER' | 'RESIDENT'

export interface RetirementAge {
  readonly category: RetirementCategory
  /** Years. */
  readonly original_age: number
  /** One month of delay for every so many months of birth. */
  readonly step_months: number
  readonly delay_months_max: number
}

export interface RetirementAgePolicy {
  readonly reference: string
  /** YYYY-MM: whoever reaches the original age before it is not delayed. */
  readonly valid_from: string
  readonly flexible_months_max: number
  readonly categories: readonly RetirementAge[]
}

export interface LawfulRetirement {
  readonly category: RetirementCategory
  readonly birthMonth: Month
  /** The month in which the original age is reached. */
  readonly originalMonth: Month
  readonly lawfulMonth: Month
  /** The first month in which a flexible early retirement is lawful: never before the original age. */
  readonly earliestMonth: Month
}

/**
 * The lawful retirement month of a birth month (decision of the NPC Standing Committee of 2024-09-13;
 * ../shared/domain/4-formulas.md 4.6): t = birth month + original age; before the decision no delay, from it on
 * min(cap, floor((t − s) / step) + 1) months.
 */
export function lawfulRetirement(
  policy: RetirementAgePolicy,
  category: RetirementCategory,
  birthMonth: Month,
): LawfulRetirement {
  const age = policy.categories.find((each) => each.category === category)
  const start = parseMonth(policy.valid_from)
  assert(age !== undefined && start !== null, `policy without ${category} or a month`)
  const originalMonth = birthMonth + age.original_age * 12
  const steps = Math.floor((originalMonth - start) / age.step_months) + 1
  const delay = originalMonth < start ? 0 : Math.min(age.delay_months_max, steps)
  const lawfulMonth = originalMonth + delay
  const earliestMonth = Math.max(originalMonth, lawfulMonth - policy.flexible_months_max)
  return { category, birthMonth, originalMonth, lawfulMonth, earliestMonth }
}
