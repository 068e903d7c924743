import type { Bilingual } from '#base/bilingual.ts'

/** What a unit may answer; of the fifty questions, “yes” is a problem. */
export const answers = {
  YES: { zh: '是', en: 'yes' },
  PARTLY: { zh: '部分', en: 'partly' },
  NO: { zh: '否', en: 'no' },
} as const satisfies Readonly<Record<string, Bilingual>>
export type Answer = keyof typeof answers
export const answerCodes = Object.keys(answers) as [Answer, ...Answer[]]
