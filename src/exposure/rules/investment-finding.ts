import type { Bilingual } from '#base/bilingual.ts'
import { sha256 } from '#base/digest.ts'
import type { EvidenceValue, Level, RuleStatus } from '#screening/finding.ts'
import { standardVersion } from '#standard/tables.ts'

/** Whom a finding on investments speaks of. */
export type InvestmentSubject = 'portfolio' | 'asset_class' | 'issuer' | 'bank' | 'fund'

/** A row that bears a finding out: of holding.csv, of the measured series, of fund_month.csv. */
export interface InvestmentEvidence {
  readonly table: 'holding' | 'portfolio_return' | 'fund_month' | 'value_at_risk'
  readonly key: string
  readonly values: Readonly<Record<string, EvidenceValue>>
}

/** As Finding of screening, with its own subjects and evidence. */
export interface InvestmentFinding {
  readonly findingId: string
  readonly ruleCode: string
  readonly ruleTitle: string
  readonly level: Level
  readonly subjectKind: InvestmentSubject
  readonly subjectId: string
  /** YYYY-MM-DD or YYYY-MM. */
  readonly periodFrom: string
  readonly periodTo: string
  readonly amountFen: bigint
  readonly explanation: Bilingual
  readonly evidence: readonly InvestmentEvidence[]
}

export interface InvestmentRule {
  readonly code: string
  readonly title: Bilingual
  readonly level: Level
  /** Where a hit may be innocent. */
  readonly caution: Bilingual
}

export interface InvestmentOutcome {
  readonly rule: InvestmentRule
  readonly status: RuleStatus
  /** Why it could not be judged. */
  readonly reason: Bilingual | null
  readonly findings: readonly InvestmentFinding[]
}

/** What a rule says of a subject; the rest of the finding follows from the rule. */
export type Claim = Omit<InvestmentFinding, 'findingId' | 'ruleCode' | 'ruleTitle' | 'level'> & {
  readonly level?: Level
}

/** Same rule and subject, same id, as in screening. */
function idOf(rule: InvestmentRule, { subjectKind, subjectId }: Claim): string {
  return sha256(`${standardVersion}|${rule.code}|${subjectKind}|${subjectId}`).slice(0, 16)
}

/** HIT with its claims, PASS without. */
export function judged(rule: InvestmentRule, claims: readonly Claim[]): InvestmentOutcome {
  const findings = claims.map((claim) => ({
    ...claim,
    findingId: idOf(rule, claim),
    ruleCode: rule.code,
    ruleTitle: rule.title.zh,
    level: claim.level ?? rule.level,
  }))
  return { rule, status: findings.length === 0 ? 'PASS' : 'HIT', reason: null, findings }
}

/** Data are missing: never a PASS. */
export function notEvaluated(rule: InvestmentRule, reason: Bilingual): InvestmentOutcome {
  return { rule, status: 'NOT_EVALUATED', reason, findings: [] }
}
