import { byteOrderMark, csvLine, guardFormula } from '#base/csv.ts'
import { formatYuan } from '#base/money.ts'
import type { EvidenceRow, Finding, FindingPart } from '#screening/finding.ts'
import type { EvidenceShown } from './evidence-shown.ts'

/** findings.csv and findings.jsonl, text by text: columns and keys exactly as standard, "A run". */
export const findingColumns = [
  'finding_id',
  'rule_code',
  'rule_title',
  'level',
  'subject_kind',
  'subject_id',
  'person_name_masked',
  'period_from',
  'period_to',
  'amount',
  'evidence_count',
  'explanation',
  'evidence',
  'region',
] as const

export const findingsCsvHeader = byteOrderMark + csvLine(findingColumns)

/** `{table, key, …values}`; a row of context says so, for it is not in evidence_count. */
function evidenceJson(row: EvidenceRow): string {
  const head = { table: row.table, key: row.key }
  return JSON.stringify(
    row.isContext ? { ...head, context: true, ...row.values } : { ...head, ...row.values },
  )
}

export function findingCsvLine(finding: Finding, shown: EvidenceShown): string {
  const evidence = [...shown.counted, ...shown.context].map(evidenceJson).join(',')
  return csvLine([
    guardFormula(finding.findingId),
    guardFormula(finding.ruleCode),
    guardFormula(finding.ruleTitle),
    String(finding.level),
    guardFormula(finding.subjectKind),
    guardFormula(finding.subjectId),
    guardFormula(finding.personName),
    guardFormula(finding.periodFrom),
    guardFormula(finding.periodTo),
    // A number: a leading minus is none of a formula's.
    formatYuan(finding.amountFen),
    String(finding.evidenceCount),
    guardFormula(finding.explanation),
    `[${evidence}]`,
    guardFormula(finding.region),
  ])
}

/**
 * Takes the parts in order and gives each one's share of the finding's line: all evidence rows as delivered, names and
 * formula look-alikes included. Amounts are strings of yuan, for JSON has only floats.
 */
export function findingJsonTexts(): (part: FindingPart) => string {
  let hasRows = false
  return (part) => {
    const texts = part.isFirst ? [jsonHead(part.finding)] : []
    if (part.isFirst) hasRows = false
    if (part.rows.length > 0) {
      texts.push(hasRows ? ',' : '', part.rows.map(evidenceJson).join(','))
      hasRows = true
    }
    if (part.isLast) texts.push(`],"region":${JSON.stringify(part.finding.region)}}\n`)
    return texts.join('')
  }
}

function jsonHead(finding: Finding): string {
  const head = JSON.stringify({
    finding_id: finding.findingId,
    rule_code: finding.ruleCode,
    rule_title: finding.ruleTitle,
    level: finding.level,
    subject_kind: finding.subjectKind,
    subject_id: finding.subjectId,
    person_name_masked: finding.personName,
    period_from: finding.periodFrom,
    period_to: finding.periodTo,
    amount: formatYuan(finding.amountFen),
    evidence_count: finding.evidenceCount,
    explanation: finding.explanation,
  })
  return `${head.slice(0, -1)},"evidence":[`
}
