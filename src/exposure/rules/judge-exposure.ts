import type { Exposure } from '#exposure/measures/exposure.ts'
import type { InvestmentFinding, InvestmentOutcome } from './investment-finding.ts'
import { judgeConcentration, judgeEntrusted, judgeLimits, judgeSolvency } from './limit-rules.ts'
import { judgeBacktest, judgeDrawdown, judgePerformance, judgeValueAtRisk } from './risk-rules.ts'

/** In the order of their codes. INV-06, 08, 10 and 12 need data that no file here has. */
const judges: readonly ((exposure: Exposure) => InvestmentOutcome)[] = [
  judgeValueAtRisk,
  judgeBacktest,
  judgeLimits,
  judgeConcentration,
  judgeDrawdown,
  judgeEntrusted,
  judgeSolvency,
  judgePerformance,
]

/** R-INV-01 to 05, 07, 09 and 11 of domain/2-rules.md on what was measured. */
export function judgeExposure(exposure: Exposure): InvestmentOutcome[] {
  return judges.map((judge) => judge(exposure))
}

/** All findings in the order of findings.csv: level, rule, amount (largest first), subject. */
export function findingsInOrder(outcomes: readonly InvestmentOutcome[]): InvestmentFinding[] {
  return outcomes
    .flatMap(({ findings }) => findings)
    .sort(
      (a, b) =>
        a.level - b.level ||
        (a.ruleCode < b.ruleCode ? -1 : a.ruleCode > b.ruleCode ? 1 : 0) ||
        (a.amountFen < b.amountFen ? 1 : a.amountFen > b.amountFen ? -1 : 0) ||
        (a.subjectId < b.subjectId ? -1 : 1),
    )
}
