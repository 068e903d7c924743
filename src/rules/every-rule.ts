import type { Bilingual } from '#base/bilingual.ts'
import type { AnyRule } from '#screening/rule.ts'
import { rules } from './catalogue.ts'
import { foundByPeople } from './found-by-people.ts'
import { processRules } from './process/process-rules.ts'

/** Those of the catalogue, which screen deliveries, and those about the work itself: for whoever shows findings. */
export const everyRule: readonly AnyRule[] = [...rules, ...processRules]

const byCode = new Map(everyRule.map((rule) => [rule.code, rule]))

export function findRule(code: string): AnyRule | undefined {
  return byCode.get(code)
}

/** Of any finding; a code that is no longer known is its own title. */
export function titleOfCode(code: string): Bilingual {
  return byCode.get(code)?.title ?? foundByPeople[code]?.title ?? { zh: code, en: code }
}
