import { wrongUsage } from '#cli/command.ts'
import { rules } from '#rules/catalogue.ts'
import type { Rule } from '#screening/rule.ts'

/** The rule of that code; `R-DTH-01` and `dth-01` are understood too. */
export function getRule(code: string): Rule {
  const wanted = code.toUpperCase().replace(/^R-/, '')
  const rule = rules.find((each) => each.code === wanted)
  if (rule !== undefined) return rule
  throw wrongUsage({
    zh: `没有规则 ${code}；全部规则见 fangxian rules list。`,
    en: `There is no rule ${code}; fangxian rules list shows all of them.`,
  })
}

/** The rules of the codes in the order of the catalogue, each once; no code means all. */
export function chooseRules(codes: readonly string[]): readonly Rule[] {
  if (codes.length === 0) return rules
  const chosen = new Set(codes.map(getRule))
  return rules.filter((rule) => chosen.has(rule))
}
