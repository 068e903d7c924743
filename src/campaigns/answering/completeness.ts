import type { Refusal } from '#base/refusal.ts'
import { conflict } from '#records/form-fields.ts'
import type { Detections } from '../detection-source.ts'
import { questions } from '../forms/questions.ts'
import type { Plan } from '../planning/plan.ts'
import type { Answer } from './task-data.ts'

/** Numbers of the questions that a plan asks. */
export function questionsAsked({ categories }: Pick<Plan, 'categories'>): readonly string[] {
  return questions.filter(({ category }) => categories.includes(category)).map(({ number }) => number)
}

type Answers = Readonly<Record<string, Answer>>

/** “No” where there are findings (R-WF-16: 零报告、走过场). */
export function contradictions(answers: Answers, detections: Detections): readonly string[] {
  return Object.entries(detections)
    .filter(([question, { count }]) => count > 0 && answers[question]?.answer === 'NO')
    .map(([question]) => question)
    .sort()
}

const listed = (numbers: readonly string[]): string =>
  numbers.length > 8 ? `${numbers.slice(0, 8).join('、')} 等 ${numbers.length} 题` : numbers.join('、')
const listedInEnglish = (numbers: readonly string[]): string =>
  numbers.length > 8 ? `${numbers.slice(0, 8).join(', ')} and ${numbers.length - 8} more` : numbers.join(', ')

/** Why a self-check cannot be submitted yet, or null. */
export function faultOfAnswers(
  plan: Pick<Plan, 'categories'>,
  answers: Answers,
  detections: Detections,
): Refusal | null {
  const asked = questionsAsked(plan)
  const open = asked.filter((number) => answers[number] === undefined)
  if (open.length > 0) {
    return conflict(
      `还有问题未答复：${listed(open)}；请全部答复后再提交。`,
      `not answered yet: ${listedInEnglish(open)}; answer all, then submit.`,
    )
  }
  const bare = asked.filter((number) => {
    const { answer, evidence, rectify_by } = answers[number]!
    return answer !== 'NO' && (evidence === null || rectify_by === null)
  })
  if (bare.length > 0) {
    return conflict(
      `答复“是”或“部分”的须写明依据和整改期限：${listed(bare)}。`,
      `“yes” and “partly” need evidence and a day to rectify by: ${listedInEnglish(bare)}.`,
    )
  }
  const unexplained = contradictions(answers, detections).filter(
    (number) => answers[number]!.explanation === null,
  )
  if (unexplained.length === 0) return null
  return conflict(
    `答复“否”，但系统已有疑点：${listed(unexplained)}；请改正答复，或说明原因后再提交。`,
    `answered “no” although there are findings: ${listedInEnglish(unexplained)}; correct the answer or explain it.`,
  )
}
