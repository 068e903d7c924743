import type pg from 'pg'
import type { Day } from '#base/calendar-math.ts'
import type { RetirementAgePolicy } from '#benefit/lawful-retirement.ts'
import { storedHit } from '#findings/ordering/stored-hit.ts'
import type { RuleAnswer, RunOrderRules } from '#orders/checking/order-check.ts'
import type { CheckResult } from '#screening/on-postgres/check-result.ts'
import { runChecks } from '#screening/on-postgres/run-checks.ts'
import type { Rule } from '#screening/rule.ts'
import type { Settings } from '#screening/settings.ts'

/** The values of a day. */
export type ReadRuleSettings = (day: Day) => Promise<Settings>

export interface OrderRules {
  readonly pool: Pick<pg.Pool, 'connect'>
  readonly rules: readonly Rule[]
  readonly law: { readonly retirementAge: RetirementAgePolicy }
  /** Of the rules' parameters, as two people set them; absent: the defaults. */
  readonly readSettings?: ReadRuleSettings
  /** Longest time of one statement; beyond it a check is an ERROR. */
  readonly timeoutMs?: number
}

/** The catalogue's own rules on the register with the order's effect assumed (platform.md 5), as orders show them. */
export function runOrderRules({ pool, rules, law, readSettings, timeoutMs }: OrderRules): RunOrderRules {
  return async ({ ruleCodes, effect, personId, asOf }) => {
    const asked = rules.filter(({ code }) => ruleCodes.includes(code))
    const { results } = await runChecks(pool, {
      rules: asked,
      effect,
      subjects: { persons: [personId] },
      asOf,
      law,
      ...(readSettings === undefined ? {} : { settings: await readSettings(asOf) }),
      ...(timeoutMs === undefined ? {} : { timeoutMs }),
    })
    return results.map((result) => ruleAnswer(result, asked.find(({ code }) => code === result.ruleCode)!))
  }
}

/** A finding's sentence names what it found; a check that said nothing says why. */
export function ruleAnswer(result: CheckResult, { title, version }: Rule): RuleAnswer {
  const { ruleCode, outcome } = result
  const common = { ruleCode, title, outcome, reasons: [], findingIds: [], feeds: [] }
  switch (result.outcome) {
    case 'PASS':
      return common
    case 'NOT_EVALUATED':
      return { ...common, reasons: [result.reason], feeds: [...result.feeds] }
    case 'ERROR':
      return { ...common, reasons: [result.reason] }
    default: {
      const found = result.findings.map(({ finding }) => finding)
      return {
        ...common,
        reasons: found.map(({ explanation, subjectId }) => ({
          zh: explanation,
          en: `${title.en}: ${subjectId}`,
        })),
        findingIds: found.map(({ findingId }) => findingId),
        found: result.findings.map((each) => ({
          findingId: each.finding.findingId,
          finding: storedHit({ ...each, ruleVersion: version }),
        })),
      }
    }
  }
}
