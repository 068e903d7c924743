import { byteOrderMark, csvLine, guardFormula } from '#base/csv.ts'
import { formatYuan } from '#base/money.ts'
import type { SubjectRisk } from '#screening/finding.ts'

/** subjects.csv, text by text: a line for each subject, the riskiest first. */
export const subjectColumns = [
  'subject_kind',
  'subject_id',
  'person_name_masked',
  'score',
  'amount',
  'findings',
  'rules',
  'highest_level',
  'region',
] as const

export const subjectsCsvHeader = byteOrderMark + csvLine(subjectColumns)

/** 9_510 → `0.9510` */
export function formatScore(tenThousandths: number): string {
  return `${Math.floor(tenThousandths / 10_000)}.${String(tenThousandths % 10_000).padStart(4, '0')}`
}

export function subjectCsvLine(subject: SubjectRisk): string {
  return csvLine([
    subject.subjectKind,
    guardFormula(subject.subjectId),
    guardFormula(subject.personName),
    formatScore(subject.scoreTenThousandths),
    formatYuan(subject.amountFen),
    String(subject.findings),
    guardFormula(subject.ruleCodes.join(' ')),
    String(subject.highestLevel),
    guardFormula(subject.region),
  ])
}
