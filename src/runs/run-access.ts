import { type AccessFunction, step } from '#access/functions/access-function.ts'

export const runScreeningCode = 'RUN_SCREENING'

const ordinary = {
  area: 'BUSINESS',
  isHighRisk: false,
  isTogether: false,
  hasAmount: false,
  coverage: 'ALL',
} as const satisfies Partial<AccessFunction>

export const deliverDataCode = 'DELIVER_DATA'

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
  {
    ...ordinary,
    code: deliverDataCode,
    title: { zh: '数据交付', en: 'delivery of data' },
    steps: [step('ACT', ['INTERNAL_AUDIT', 'SUPERVISION', 'DATA_ANALYSIS'], { reach: 'REGION' })],
  },
]
