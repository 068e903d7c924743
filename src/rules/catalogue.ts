import type { Rule } from '#screening/rule.ts'
import { paidAfterDeath } from './death/paid-after-death.ts'

/** Every rule, in the order of core-rules.md. */
export const rules: readonly Rule[] = [paidAfterDeath]
