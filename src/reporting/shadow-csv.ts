import { byteOrderMark, csvLine, guardFormula } from '#base/csv.ts'
import { formatYuan } from '#base/money.ts'
import type { ShadowDifference, ShadowSide } from '#screening/finding.ts'

/** shadow.csv, text by text: a line for each finding that a shadow does not have as its live rule has it. */
export const shadowColumns = [
  'rule_code',
  'file',
  'difference',
  'finding_id',
  'subject_kind',
  'subject_id',
  'level_live',
  'level_shadow',
  'amount_live',
  'amount_shadow',
  'evidence_count_live',
  'evidence_count_shadow',
] as const

export const shadowCsvHeader = byteOrderMark + csvLine(shadowColumns)

/** What differs first, in the order of weight. */
function kindOf({ live, shadow }: ShadowDifference): string {
  if (live === null) return 'only_shadow'
  if (shadow === null) return 'only_live'
  if (live.amountFen !== shadow.amountFen) return 'amount'
  return live.level === shadow.level ? 'evidence' : 'level'
}

export function shadowCsvLine(difference: ShadowDifference): string {
  const { live, shadow } = difference
  const cell = (side: ShadowSide | null, print: (side: ShadowSide) => string): string =>
    side === null ? '' : print(side)
  const both = (print: (side: ShadowSide) => string): string[] => [cell(live, print), cell(shadow, print)]
  return csvLine([
    difference.ruleCode,
    guardFormula(difference.file),
    kindOf(difference),
    difference.findingId,
    difference.subjectKind,
    guardFormula(difference.subjectId),
    ...both((side) => String(side.level)),
    ...both((side) => formatYuan(side.amountFen)),
    ...both((side) => String(side.evidenceCount)),
  ])
}
