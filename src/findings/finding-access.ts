import { type AccessFunction, step } from '#access/functions/access-function.ts'

export const snoozeFindingCode = 'SNOOZE_FINDING'

/** Reading is READ, EXPORT and UNMASK of business; to silence a subject is an auditor's or a supervisor's act. */
export const findingFunctions: readonly AccessFunction[] = [
  {
    code: snoozeFindingCode,
    title: { zh: '疑点静默', en: 'silencing of findings' },
    area: 'BUSINESS',
    isHighRisk: false,
    isTogether: false,
    hasAmount: false,
    coverage: 'ALL',
    steps: [step('ACT', ['INTERNAL_AUDIT', 'SUPERVISION'], { reach: 'REGION' })],
  },
]
