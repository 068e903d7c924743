import type { Bilingual } from '#base/bilingual.ts'

/** What a unit may answer; of the fifty questions, “yes” is a problem. */
export const answerCodes = {
  YES: { zh: '是', en: 'yes' },
  NO: { zh: '否', en: 'no' },
  PARTIAL: { zh: '部分', en: 'partly' },
} as const satisfies Readonly<Record<string, Bilingual>>
export type AnswerCode = keyof typeof answerCodes
