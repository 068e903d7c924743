import { type AccessFunction, step } from '#access/functions/access-function.ts'

export const runProcessRulesCode = 'RUN_PROCESS_RULES'

/** Who has the rules about work asked at once, instead of waiting for the night. */
export const processRuleFunctions: readonly AccessFunction[] = [
  {
    code: runProcessRulesCode,
    title: { zh: '流程规则运行', en: 'running the rules about work' },
    area: 'BUSINESS',
    isHighRisk: false,
    isTogether: false,
    hasAmount: false,
    coverage: 'ALL',
    steps: [step('ACT', ['SUPERVISION'], { reach: 'REGION' })],
  },
]
