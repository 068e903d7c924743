import type { Bilingual, Language } from '#base/bilingual.ts'
import { groupedCount } from '#base/grouped-count.ts'
import { formatYuan } from '#base/money.ts'
import type { OutputCell, OutputColumn } from '#platform/xlsx/xlsx-types.ts'
import { type Finding, levelTitles } from '#screening/finding.ts'
import { subjectKindTitles } from './page/page-data.ts'
import { findingTitles, headerIn, reviewTitles } from './report-xlsx-words.ts'
import { conclusions, type Review, type ReviewState } from './reviewed.ts'

/** Which columns a list of findings has beside those of findings.csv. */
export interface ListOptions {
  readonly language: Language
  /** Empty ones to fill in, and the digest by which they are read back. */
  readonly withReviewColumns: boolean
  /** What was concluded before. */
  readonly withState: boolean
}

const widths: Readonly<Record<keyof typeof findingTitles, number>> = {
  findingId: 18,
  ruleCode: 9,
  ruleTitle: 20,
  level: 6,
  subjectKind: 9,
  subjectId: 18,
  personName: 9,
  periodFrom: 11,
  periodTo: 11,
  amount: 15,
  evidenceCount: 9,
  explanation: 52,
  evidence: 20,
  region: 10,
}

const kinds: Readonly<Partial<Record<keyof typeof findingTitles, OutputColumn['kind']>>> = {
  ruleTitle: 'wrapped',
  subjectId: 'wrapped',
  amount: 'yuan',
  evidenceCount: 'integer',
  explanation: 'wrapped',
  evidence: 'wrapped',
}

export function listColumns({ language, withReviewColumns, withState }: ListOptions): OutputColumn[] {
  const header = (title: Bilingual): string => headerIn(title, language)
  const names = Object.keys(findingTitles) as (keyof typeof findingTitles)[]
  const columns = names.map((name): OutputColumn => {
    return { header: header(findingTitles[name]), width: widths[name], kind: kinds[name] ?? 'text' }
  })
  if (withState) columns.push({ header: header(reviewTitles.state), width: 30, kind: 'wrapped' })
  if (!withReviewColumns) return columns
  const isInput = true
  return [
    ...columns,
    { header: header(reviewTitles.conclusion), width: 11, kind: 'text', choices: conclusions, isInput },
    { header: header(reviewTitles.reviewer), width: 10, kind: 'text', isInput },
    { header: header(reviewTitles.reviewedOn), width: 12, kind: 'text', isInput },
    { header: header(reviewTitles.recovered), width: 14, kind: 'yuan', isInput },
    { header: header(reviewTitles.evidenceDigest), width: 18, kind: 'text', isHidden: true },
  ]
}

export interface ListedFinding {
  readonly finding: Finding
  /** Where its evidence stands, in words. */
  readonly evidence: string
  readonly evidenceDigest: string
  readonly review: Review | undefined
  readonly state: ReviewState
}

/** What was concluded and, where the finding is back in the list, why. */
export function stateSentence(review: Review, state: ReviewState, language: Language): string {
  const by = [review.reviewer, review.reviewedOn].filter((each) => each !== '').join(' ')
  const recovered = review.recoveredFen === null ? '' : formatYuan(review.recoveredFen)
  const zh = [
    `${review.conclusion}${by === '' ? '' : `（${by}）`}`,
    recovered === '' ? '' : `已追回 ${recovered} 元`,
    state !== 'changed'
      ? ''
      : review.evidenceDigest === ''
        ? '核查表未带证据摘要，无法确认证据未变，请复核'
        : '核查后证据有变化，请复核',
  ]
  const en = [
    `${review.conclusion}${by === '' ? '' : ` (${by})`}`,
    recovered === '' ? '' : `${recovered} yuan recovered`,
    state !== 'changed'
      ? ''
      : review.evidenceDigest === ''
        ? 'the review does not say for which evidence: check again'
        : 'the evidence has changed since: check again',
  ]
  const isSaid = (part: string): boolean => part !== ''
  return language === 'zh' ? zh.filter(isSaid).join('；') : en.filter(isSaid).join('; ')
}

export function listRow(listed: ListedFinding, options: ListOptions): OutputCell[] {
  const { finding, review, state } = listed
  const { language } = options
  const cells: OutputCell[] = [
    finding.findingId,
    finding.ruleCode,
    finding.ruleTitle,
    levelTitles[finding.level][language],
    subjectKindTitles[finding.subjectKind][language],
    finding.subjectId,
    finding.personName,
    finding.periodFrom,
    finding.periodTo,
    finding.amountFen,
    finding.evidenceCount,
    finding.explanation,
    listed.evidence,
    finding.region,
  ]
  if (options.withState) cells.push(review === undefined ? null : stateSentence(review, state, language))
  if (options.withReviewColumns) cells.push(null, null, null, null, listed.evidenceDigest)
  return cells
}

/** `“DTH-01”表第 5–9 行` */
export function evidencePlace(
  sheet: string,
  rows: { readonly from: number; readonly to: number; readonly leftOut: number },
  language: Language,
): string {
  const { from, to, leftOut } = rows
  const isChinese = language === 'zh'
  const more = isChinese
    ? `其余 ${groupedCount(leftOut)} 行见 findings.jsonl`
    : `${groupedCount(leftOut)} more rows in findings.jsonl`
  if (to < from) return leftOut === 0 ? '' : more
  const range = from === to ? String(from) : `${from}–${to}`
  const place = isChinese ? `“${sheet}”表第 ${range} 行` : `sheet “${sheet}”, row ${range}`
  return leftOut === 0 ? place : `${place}${isChinese ? '；' : '; '}${more}`
}
