import { byteOrderMark, csvLine, guardFormula } from '#base/csv.ts'
import { formatYuan } from '#base/money.ts'
import type { InvestmentEvidence, InvestmentFinding } from '#exposure/rules/investment-finding.ts'
import { findingColumns } from '#reporting/findings-files.ts'

function evidenceOf({ table, key, values }: InvestmentEvidence): Record<string, unknown> {
  return { table, key, ...values }
}

/** findings.csv with the columns of screening: byte order mark, CRLF, formula look-alikes guarded. */
export function findingsCsv(findings: readonly InvestmentFinding[]): string {
  const lines = findings.map((finding) =>
    csvLine([
      finding.findingId,
      finding.ruleCode,
      guardFormula(finding.ruleTitle),
      String(finding.level),
      finding.subjectKind,
      guardFormula(finding.subjectId),
      '',
      finding.periodFrom,
      finding.periodTo,
      formatYuan(finding.amountFen),
      String(finding.evidence.length),
      guardFormula(finding.explanation.zh),
      JSON.stringify(finding.evidence.map(evidenceOf)),
      '',
    ]),
  )
  return byteOrderMark + csvLine(findingColumns) + lines.join('')
}

/** findings.jsonl with the keys of screening; amounts are strings of yuan. */
export function findingsJsonl(findings: readonly InvestmentFinding[]): string {
  return findings
    .map((finding) =>
      JSON.stringify({
        finding_id: finding.findingId,
        rule_code: finding.ruleCode,
        rule_title: finding.ruleTitle,
        level: finding.level,
        subject_kind: finding.subjectKind,
        subject_id: finding.subjectId,
        person_name_masked: '',
        period_from: finding.periodFrom,
        period_to: finding.periodTo,
        amount: formatYuan(finding.amountFen),
        evidence_count: finding.evidence.length,
        explanation: finding.explanation.zh,
        evidence: finding.evidence.map(evidenceOf),
        region: '',
      }),
    )
    .map((line) => `${line}\n`)
    .join('')
}
