import type { FindingPart } from '#screening/finding.ts'
import type { Judgement } from './page/page-data.ts'
import { stateSentence } from './report-xlsx-findings.ts'
import { digestEvidence, type EvidenceDigest, type ReviewedFindings, reviewState } from './reviewed.ts'

/**
 * Takes the parts of findings in order and gives, with the last part of a reviewed one, what was concluded of it.
 * Whether its evidence is still that of the review can be said only when all of it has been seen.
 */
export function judgeFindings(reviewed: ReviewedFindings): (part: FindingPart) => Judgement | undefined {
  let digest: EvidenceDigest | undefined
  return (part) => {
    const review = reviewed.get(part.finding.findingId)
    if (review === undefined) return undefined
    if (part.isFirst || digest === undefined) digest = digestEvidence(part.finding.ruleCode)
    digest.add(part.rows)
    if (!part.isLast) return undefined
    const state = reviewState(review, digest.value())
    return {
      isCleared: state === 'cleared',
      text: { zh: stateSentence(review, state, 'zh'), en: stateSentence(review, state, 'en') },
    }
  }
}
