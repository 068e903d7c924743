import { type AccessFunction, step } from '#access/functions/access-function.ts'

export const runScreeningCode = 'RUN_SCREENING'

const ordinary = {
  area: 'BUSINESS',
  isHighRisk: false,
  isTogether: false,
  hasAmount: false,
  coverage: 'ALL',
} as const satisfies Partial<AccessFunction>

/** Who has data screened, and who may stop it again. */
export const runFunctions: readonly AccessFunction[] = [
  {
    ...ordinary,
    code: runScreeningCode,
    title: { zh: '风险筛查', en: 'screening' },
    steps: [
      step('ACT', ['INTERNAL_AUDIT', 'SUPERVISION', 'DISCIPLINE', 'DATA_ANALYSIS'], { reach: 'REGION' }),
    ],
  },
]
