import { controlQuestions } from './control-questions.ts'
import { identityQuestions } from './identity-questions.ts'
import { oversightQuestions } from './oversight-questions.ts'
import { paymentQuestions } from './payment-questions.ts'
import type { Question } from './question.ts'
import { systemQuestions } from './system-questions.ts'

/** The fifty questions of the ten categories, in the order of the form. */
export const questions: readonly Question[] = [
  ...paymentQuestions,
  ...controlQuestions,
  ...identityQuestions,
  ...systemQuestions,
  ...oversightQuestions,
]

const byNumber: ReadonlyMap<string, Question> = new Map(questions.map((each) => [each.number, each]))

export function findQuestion(number: string): Question | undefined {
  return byNumber.get(number)
}

/** Out of whose findings a question is contradicted, for all fifty: a rule may stand against several. */
export function questionsOfRule(code: string): readonly Question[] {
  return questions.filter(({ rules }) => rules.includes(code))
}
