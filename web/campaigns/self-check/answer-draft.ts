import { fenOfYuan, formatYuan } from '#base/money.ts'
import type { AnswerInput } from '#campaigns/answering/task-data.ts'
import type { AnswerCode } from '#campaigns/forms/answer.ts'
import type { StoredAnswer } from '#web/campaigns/read-campaign.ts'

/** An answer as it is being typed; the server gets it when it can be one. */
export interface AnswerDraft {
  readonly answer: AnswerCode | null
  readonly count: number | null
  /** As typed. */
  readonly yuan: string
  readonly evidence: string
  readonly rectifyBy: string
  readonly explanation: string
}

export const emptyDraft: AnswerDraft = {
  answer: null,
  count: null,
  yuan: '',
  evidence: '',
  rectifyBy: '',
  explanation: '',
}

const zero = '0'

export function draftOf(stored: StoredAnswer | undefined): AnswerDraft {
  if (stored === undefined) return emptyDraft
  const { answer, count, amount_fen, evidence, rectify_by, explanation } = stored
  return {
    answer,
    count: count === 0 ? null : count,
    yuan: amount_fen === zero ? '' : formatYuan(BigInt(amount_fen)),
    evidence: evidence ?? '',
    rectifyBy: rectify_by ?? '',
    explanation: explanation ?? '',
  }
}

/** `1,234.5` → 123450n; null for what is no amount, and nothing is nothing. */
export function fenOfDraft({ yuan }: AnswerDraft): bigint | null {
  const text = yuan.replaceAll(',', '').trim()
  if (text === '') return 0n
  const fen = fenOfYuan(text)
  return fen === null || fen < 0n || fen >= 10n ** 14n ? null : fen
}

const textOf = (typed: string): string | null => (typed.trim() === '' ? null : typed.trim())

/** What is sent; null while it cannot be sent: no answer chosen, or an amount that is none. */
export function inputOf(question: string, draft: AnswerDraft): AnswerInput | null {
  const { answer, count, evidence, rectifyBy, explanation } = draft
  const fen = fenOfDraft(draft)
  if (answer === null || fen === null) return null
  const said = { question, answer, evidence: textOf(evidence) }
  // What was typed before “no” was chosen is no part of a “no”, and only a “no” is explained.
  if (answer === 'NO') {
    return {
      ...said,
      count: 0,
      amount_yuan: formatYuan(0n),
      rectify_by: null,
      explanation: textOf(explanation),
    }
  }
  return {
    ...said,
    count: count ?? 0,
    amount_yuan: formatYuan(fen),
    rectify_by: textOf(rectifyBy),
    explanation: null,
  }
}

/** What is still to be said before the unit's leader can submit: shown beside the question, not only at the end. */
export function lackOf(
  draft: AnswerDraft,
  detected: number,
): 'answer' | 'amount' | 'evidence' | 'rectify' | 'explanation' | null {
  if (draft.answer === null) return 'answer'
  if (draft.answer === 'NO') return detected > 0 && draft.explanation.trim() === '' ? 'explanation' : null
  if (fenOfDraft(draft) === null) return 'amount'
  if (draft.evidence.trim() === '') return 'evidence'
  return draft.rectifyBy === '' ? 'rectify' : null
}
