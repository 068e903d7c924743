import type { FindingPart, Reviews, Verdict } from '#screening/finding.ts'
import type { Judgement } from './page/page-data.ts'
import { stateSentence } from './report-xlsx-findings.ts'
import {
  digestEvidence,
  type EvidenceDigest,
  type Review,
  type ReviewedFindings,
  type ReviewState,
  reviewState,
} from './reviewed.ts'

interface Reviewed {
  readonly review: Review
  readonly state: ReviewState
}

/**
 * Takes the parts of findings in order and gives, with the last part of a reviewed one, what was concluded of it.
 * Whether its evidence is still that of the review can be said only when all of it has been seen.
 */
function compareWithReviews(reviewed: ReviewedFindings): (part: FindingPart) => Reviewed | undefined {
  let digest: EvidenceDigest | undefined
  return (part) => {
    const review = reviewed.get(part.finding.findingId)
    if (review === undefined) return undefined
    if (part.isFirst || digest === undefined) digest = digestEvidence(part.finding.ruleCode)
    digest.add(part.rows)
    return part.isLast ? { review, state: reviewState(review, digest.value()) } : undefined
  }
}

/** What the reports say of each finding that was reviewed. */
export function judgeFindings(reviewed: ReviewedFindings): (part: FindingPart) => Judgement | undefined {
  const compare = compareWithReviews(reviewed)
  return (part) => {
    const found = compare(part)
    if (found === undefined) return undefined
    const { review, state } = found
    return {
      isCleared: state === 'cleared',
      text: { zh: stateSentence(review, state, 'zh'), en: stateSentence(review, state, 'en') },
    }
  }
}

/** What the reviews mean for the risk view: a part of it, or an answer nobody could find, changes nothing. */
export function verdictsOf(reviewed: ReviewedFindings): Reviews {
  const compare = compareWithReviews(reviewed)
  const verdictOf = (part: FindingPart): Verdict | undefined => {
    const found = compare(part)
    if (found?.state === 'cleared') return 'cleared'
    return found?.review.conclusion === '属实' ? 'confirmed' : undefined
  }
  return { findingIds: [...reviewed.keys()], verdictOf }
}
